"""The block builder's drawing: a block as a stream, with places for the pictures that flow through.

The stream is that of the small multiples (``diagrams.blocks.streams``), drawn for one width that
fits a phone: x straight down, the branch next to it. The picture of x is next to its letter, that
of F(x) on the branch's wire; between them, on the left, are the shortcut's output, the sum and y.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from resnet_book.drawing.diagrams.blocks.anatomy import Anatomy
from resnet_book.drawing.diagrams.blocks.spelling import factor_text, formula
from resnet_book.drawing.diagrams.blocks.streams import (
    CHIP,
    PITCH,
    PLUS,
    Channel,
    channel,
    draw_stream,
)
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.drawing.diagrams.svg.lettering import label_width

WIDTH, FOLDED_WIDTH = 320, 240  # px
SIDE, FOLDED_SIDE = 72, 56  # of a picture
CHIPS = 74  # width of the chips on the stream
DRAWN = 0.5  # drawn in place of λ

Point = tuple[float, float]


@dataclass(frozen=True)
class Layout:
    """A drawing and the places on it, in px.

    Attributes:
        canvas: the parts that do not move.
        side: of each picture.
        pictures: content → centre of each picture of this block: ``x``, ``carried``, ``added``,
            ``total``, ``y`` and ``pinned``.
        notes: left ends of baselines for words that are not always shown: ``gamma``, next to the
            last batch normalisation; ``equal``, below y; ``pinned``, next to that picture.
    """

    canvas: Canvas
    side: float
    pictures: dict[str, Point]
    notes: dict[str, Point]


def layout(block: Anatomy, *, folded: bool = False) -> Layout:
    """Draw a block and find the places of its pictures.

    Args:
        folded: draw the branch as one chip, F, without the sum, the formula and a pinned view; name
            input and output next to their pictures.
    """
    at = _channel(block, folded=folded)
    canvas = Canvas(FOLDED_WIDTH if folded else WIDTH)
    side = FOLDED_SIDE if folded else SIDE
    left, column, top = side + 14, side / 2 + 2, side / 2 + 8
    with canvas.shifted(left, top):
        draw_stream(canvas, block, at)
    stream, branch = left + at.left, left + at.left + at.branch
    plus, end = top + at.plus, top + at.end + 9
    row = plus - 10 - side / 2  # height of the pictures on both paths
    pictures = {"x": (column, side / 2 + 1), "added": (branch, row), "y": (column, end)}
    given = "*a*" if block.before else "*x*"
    canvas.text(branch + side / 2 + 6, row + 6, _branch_name(block, given, folded), "maths")
    if block.residual:
        pictures["carried"] = (column, row)
        carried = f"*h*({given})" if block.shortcut else given
        canvas.text(column, row - side / 2 - 6, carried, "maths", "middle")
    if block.residual and block.after and not folded:
        pictures["total"] = (column, plus + 19 + side / 2)
        canvas.text(column, plus + 13, "sum", "note", "middle")
    notes = {"equal": (stream - 20, end + 24)}
    bottom = end + side / 2
    canvas.text(column, side + 16, "digit *x*", "note", "middle")
    if folded:  # in the compact form the letters on the stream are too far from the pictures
        canvas.text(column, end - side / 2 - 6, "output *y*", "note", "middle")
    else:
        pictures["pinned"] = (branch, end)
        notes["pinned"] = (branch + side / 2 + 6, end + 4)
        notes["gamma"] = _gamma(block, at, (stream, branch), top)
        words = with_lambda(formula(block), block)
        middle = min(WIDTH / 2, max(stream, label_width(words, "maths") / 2))
        canvas.text(middle, bottom + 27, words, "maths", "middle")
    canvas.height = bottom + (2 if folded else 34)
    return Layout(canvas, side, pictures, notes)


def _channel(block: Anatomy, *, folded: bool) -> Channel:
    """The stream's sizes, with room for the pictures on the branch and after the sum."""
    at = channel([block], folded=folded, detail="full")
    if folded:
        return replace(at, rows=2, after=1, on_stream=CHIPS, crossed=True, beside=36)
    behind = 4 if block.residual and block.after else 2
    return replace(at, rows=at.rows + 3, after=behind, on_stream=CHIPS, crossed=True, beside=84)


def _gamma(block: Anatomy, at: Channel, ways: Point, top: float) -> Point:
    """The place next to the last batch normalisation, on the stream or in the branch."""
    norms = [part for part in block.parts if part.kind == "bn" and part.way != "shortcut"]
    stream, branch = ways
    middle = top + CHIP / 2 + 4.5
    if norms[-1] in block.after:
        row = at.plus + PLUS + 5 + block.after.index(norms[-1]) * PITCH
        return stream + CHIPS / 2 + 6, middle + row
    return branch + at.beside / 2 + 6, middle + at.first + block.branch.index(norms[-1]) * PITCH


def _branch_name(block: Anatomy, given: str, folded: bool) -> str:
    """The branch's term, as in the formula."""
    gate = "*g* " if any(part.kind == "gate" for part in block.branch) else ""
    return f"{gate}{'*F*' if block.residual or folded else '*H*'}({given})"


def with_lambda(text: str, block: Anatomy) -> str:
    """Replace the factor in the drawing by λ."""
    scaled = any(part.kind == "scale" for part in block.shortcut)
    return text.replace(factor_text(DRAWN), "λ") if scaled else text


def elements(found: Layout, block: Anatomy) -> list[str]:
    """The drawing's SVG elements, one string each."""
    svg = found.canvas.svg("", "alone")
    inside = svg.removesuffix("</svg>").partition(">")[2]
    parts = re.split(r"(?=<(?:path|rect|circle|text|g)\b)|(?=</g>)", inside)
    return [with_lambda(part, block) for part in parts if part]


def numbered(drawings: Iterable[list[str]]) -> tuple[list[str], list[list[int]]]:
    """Each element once, and each drawing as a list of indices: most blocks share most parts."""
    places: dict[str, int] = {}
    lists = [[places.setdefault(part, len(places)) for part in each] for each in drawings]
    return list(places), lists
