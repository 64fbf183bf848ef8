"""The book's colours, markers and line styles: plain and residual look the same everywhere.

They are declared only in this module. Python's figures import them; pages and explorers get the
colours as custom properties (:func:`css`), and the explorers' markers and dashes come with their
state.
"""

from __future__ import annotations

# Okabe and Ito's colours that keep a contrast of 3 to 1 on white and on near-black, with a marker
# and a line style each, so that no distinction rests on colour alone.
PLAIN = "#d55e00"
RESIDUAL = "#0081c7"
THIRD = "#009e73"
FOURTH = "#b86fa0"
GREY = "#808080"

COLOURS = {
    "plain": PLAIN,
    "residual": RESIDUAL,
    "third": THIRD,
    "fourth": FOURTH,
    "grey": GREY,
}

# The names of the colours, for captions and legends.
HUES = {
    "plain": "orange",
    "residual": "blue",
    "third": "green",
    "fourth": "purple",
    "grey": "grey",
}

# The marker of each kind of network: matplotlib's sign.
MARKER = {"plain": "o", "residual": "s"}
# matplotlib's sign → the name in the explorers (js/src/svg.js); Observable Plot has the first four.
SYMBOLS = {
    "o": "circle",
    "s": "square",
    "^": "triangle",
    "D": "diamond",
    "v": "triangle down",
}

# For several kinds of shortcut in one figure.
RESIDUAL_KINDS = (RESIDUAL, THIRD, FOURTH, GREY)
RESIDUAL_MARKERS = (MARKER["residual"], "^", "D", "v")
MARKERS = (MARKER["plain"], *RESIDUAL_MARKERS)
DASHES = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (5, 1, 1, 1)))

# For the explorers' lines that are not solid: lengths of strokes and gaps, as SVG has them.
STROKES = {"dashed": "6 3", "dotted": "2 3"}


def css() -> str:
    """The colours as custom properties of a style sheet: ``var(--residual)``."""
    return ":root{" + "".join(f"--{name}:{value};" for name, value in COLOURS.items()) + "}\n"


def colour(name: str) -> str:
    """A colour as a page names it: ``var(--residual)``.

    Raises:
        KeyError: not in :data:`COLOURS`.
    """
    COLOURS[name]
    return f"var(--{name})"
