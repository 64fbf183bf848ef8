"""A drawing as a PNG on white, for places that show only images: GitHub, PDF.

A browser resolves the style sheet's variables, mixtures of colours and ``:is()``. resvg, which
draws the PNG, supports none of them, so this module resolves them first, for a light page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path

import matplotlib

from resnet_book.drawing.diagrams.svg.style_sheet import ITALIC, MATHS, SANS, STYLE

MARGIN = 12  # px around the drawing
INK, PAGE = "#222832", "#ffffff"  # text and background of a light page
ZOOM = 2  # pixels for each px of the drawing
# Fonts from matplotlib, so that the same text is drawn on every machine.
FONTS = {SANS: "DejaVu Sans", MATHS: "STIXGeneral", ITALIC: "STIXGeneral"}
FILES = (
    *("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique"),
    *("STIXGeneral", "STIXGeneralItalic"),
)


def png(svg: str) -> bytes:
    """Draw an SVG at twice its size, with :func:`flat_style` in place of its style sheet.

    Raises:
        ValueError: for a drawing that is not well-formed.
    """
    import resvg_py  # imported in the function, because most pages do not need it

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=_framed(re.sub(r"<style>.*?</style>", "", svg, flags=re.DOTALL)),
            style_sheet=flat_style(),
            background=PAGE,
            zoom=ZOOM,
            skip_system_fonts=True,
            font_files=[str(folder / f"{name}.ttf") for name in FILES],
        )
    )


def _framed(svg: str) -> str:
    """The same drawing with a margin."""
    size = r'width="([\d.]+)" height="([\d.]+)" viewBox="[^"]*"'
    width, height = (float(each) + 2 * MARGIN for each in re.findall(size, svg)[0])
    frame = f"{-MARGIN} {-MARGIN} {width:g} {height:g}"
    return re.sub(size, f'width="{width:g}" height="{height:g}" viewBox="{frame}"', svg, count=1)


@cache
def flat_style() -> str:
    """The drawings' style sheet with all computed values resolved."""
    text = re.sub(r"@container[^{]*\{(?:[^{}]*\{[^{}]*\})*\}", "", STYLE)
    for css, name in FONTS.items():
        text = text.replace(css.replace(", ", ","), f"'{name}'")
    own = dict(re.findall(r"(--[a-z-]+): ([^;}]+)", text))
    rules = []
    for selectors, declarations in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        kept = [each for each in declarations.split(";") if each and not each.startswith("--")]
        values = _values(";".join(kept), own)
        rules += [f"{each}{{{values}}}" for each in _alternatives(selectors)]
    return "".join(rules)


def _values(text: str, own: dict[str, str]) -> str:
    """Replace variables by their values, and mixtures with transparency by plain colours."""
    steps: list[tuple[str, Callable[[re.Match[str]], str]]] = [
        (r"var\(--page\)", lambda _: PAGE),
        (r"var\((--[a-z-]+)\)", lambda match: own[match[1]]),
        (r"var\(--[a-z-]+,([^()]+)\)", lambda match: match[1].strip()),
        (r"currentColor", lambda _: INK),
        (r"color-mix\(in srgb,(#\w+) (\d+)%,transparent\)", _faded),
    ]
    for pattern, value in steps * 2:  # a variable may contain another one
        text = re.sub(pattern, value, text)
    return text


def _faded(match: re.Match[str]) -> str:
    red, green, blue = (int(match[1][i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{int(match[2]) / 100:g})"


def _alternatives(selectors: str) -> list[str]:
    """``a:is(b,c)`` → ``ab``, ``ac``, for a list of selectors."""
    found = []
    for selector in re.split(r",(?![^()]*\))", selectors):
        parts = re.split(r":is\(([^()]*)\)", selector.strip())
        choices = [part.split(",") if i % 2 else [part] for i, part in enumerate(parts)]
        found += ["".join(way) for way in product(*choices)]
    return found
