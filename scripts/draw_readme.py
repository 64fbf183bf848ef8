"""Draw the README's picture in light and in dark: the block, and beside it the recorded curves.

    python scripts/draw_readme.py

It writes `book/_static/readme-light.svg` and `readme-dark.svg`: a residual block, and training
errors of 20 and 56 layers on CIFAR-10, plain and residual, recipe `short`, mean and range of three
seeds. The README's numbers are compared with the records by `tests/unit/scripts/test_readme.py`.
"""

from __future__ import annotations

import math
import re
from html import escape
from pathlib import Path

from resnet_book.arguments import Parser
from resnet_book.drawing import Diagram, block_diagram, error_curves
from resnet_book.drawing.pictures import Picture
from resnet_book.models.block_designs import BlockDesign
from resnet_book.results import load_all, select

FOLDER = Path(__file__).resolve().parent.parent / "book" / "_static"
NETWORKS = ("plain-20", "plain-56", "resnet-20-A", "resnet-56-A")
# GitHub's colours of text and page; an image cannot take those of the page that it stands on.
THEMES = {"light": ("#1f2328", "#ffffff"), "dark": ("#e6edf3", "#0d1117")}
BLOCK, CURVES = 280, 480  # px of the README's 760
ROOM = 8  # px below the block's last words

_LEGEND = re.compile(r'<text [^>]*class="legend"[^>]*>.*?</text>')
_SIZE = re.compile(r' width="[^"]*" height="[^"]*" viewBox="[^"]*"')


def block() -> Diagram:
    """The drawing of the residual block."""
    return block_diagram(BlockDesign())


def picture() -> Picture:
    """The curves of the four networks."""
    runs = select(load_all(), data="cifar10", recipe="short")
    return error_curves(
        {runs[name][0].spec: [run.epochs for run in runs[name]] for name in NETWORKS}, top=90
    )


def both() -> str:
    """Block and curves side by side, as one SVG in the page's text colour.

    The block's legend would be wider than its place: the README's text has it.
    """
    left, right = block(), picture()
    canvas = left.narrow
    words = [label.box for label in canvas.labels if label.kind != "legend"]
    height = math.ceil(max(bottom for *_, bottom in words) + ROOM)
    middle = (canvas.width - BLOCK) / 2  # what stands on either side of it is empty
    inner = _placed(
        _LEGEND.sub("", left.svg(narrow=True)),
        f'x="0" y="0" width="{BLOCK}" height="{height}"',
        f"{middle:g} 0 {BLOCK} {height}",
    )
    drawn = right.svg(narrow=True)  # its letters are as large as the block's
    curves = _placed(drawn, f'x="{BLOCK}" y="0" width="{CURVES}" height="{height}"')
    alt = escape(f"{left.alt} {right.alt}")
    size = f'width="{BLOCK + CURVES}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{alt}" '
        f'{size} viewBox="0 0 {BLOCK + CURVES} {height}">{inner}{curves}</svg>'
    )


def _placed(svg: str, place: str, seen: str = "") -> str:
    """An SVG that stands in another: at that place, and of it only what is seen."""
    (own,) = re.findall(r'viewBox="([^"]*)"', svg)
    return _SIZE.sub(f' {place} viewBox="{seen or own}"', svg, count=1)


def themed(svg: str, theme: str) -> str:
    """The SVG as a file of its own, with that theme's text and background."""
    ink, page = THEMES[theme]
    svg = svg.replace("currentColor", ink).replace(
        "<svg ", '<svg font-family="system-ui, sans-serif" ', 1
    )
    start = svg.index(">", svg.index("<svg")) + 1
    box = f'<rect width="100%" height="100%" fill="{page}"/>'
    return svg[:start] + box + svg[start:] + "\n"


if __name__ == "__main__":
    Parser(description=__doc__.partition("\n")[0]).parse_args()
    drawn = both()
    for name in THEMES:
        path = FOLDER / f"readme-{name}.svg"
        path.write_text(themed(drawn, name), encoding="utf8")
        print(path)
