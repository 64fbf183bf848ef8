"""How lines look in an explorer: a colour, a mark and dashes.

Plain networks have a look of their own, and so has each shortcut.
"""

from __future__ import annotations

from collections.abc import Iterable

from resnet_book import palette

# palette.RESIDUAL_KINDS with the pages' names of colours and marks.
_NAMES = {value: name for name, value in palette.COLOURS.items()}


def look(colour: str, marker: str, stroke: str = "") -> dict[str, str]:
    """``{"colour": "var(--grey)", "symbol": "circle", "dashes": "6 3"}``.

    Args:
        colour: its name in the palette.
        marker: matplotlib's sign.
        stroke: a key of :data:`resnet_book.palette.STROKES`; none for a solid line.
    """
    found = {"colour": palette.colour(colour), "symbol": palette.SYMBOLS[marker]}
    return found | ({"dashes": palette.STROKES[stroke]} if stroke else {})


def series_looks(shortcuts: Iterable[str]) -> dict[str, dict[str, str]]:
    """Shortcut → ``{"colour": "var(--residual)", "symbol": "square"}``.

    ``none`` is plain; the others have the residual colours and marks in turn, the same that
    :func:`resnet_book.drawing.looks.looks` gives them in a figure.
    """
    found, residual = {}, 0
    for shortcut in shortcuts:
        if shortcut == "none":
            colour, marker = "plain", palette.MARKER["plain"]
        else:
            turn = residual % len(palette.RESIDUAL_KINDS)
            colour, marker = _NAMES[palette.RESIDUAL_KINDS[turn]], palette.RESIDUAL_MARKERS[turn]
            residual += 1
        found[shortcut] = look(colour, marker)
    return found
