"""A block as a stream: x straight down on the left, the branch next to it.

Operations that x must cross are on the blue line, in purple. The sum is at one height in all
panels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resnet_book.drawing.diagrams.blocks.anatomy import Anatomy, Part
from resnet_book.drawing.diagrams.blocks.spelling import chip_text, form
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.drawing.diagrams.svg.lettering import label_width

CHIP, PITCH = 21, 27  # height of a chip, and from chip to chip
PLUS = 10
FOLDED = 30  # height of a folded branch


@dataclass(frozen=True)
class Channel:
    """Sizes that streams side by side share. Heights count from the baseline of ``x``.

    Attributes:
        folded: whether the branch is one chip, F.
        detail: of the texts on convolutions.
        before, rows, after: the largest number of parts before, in and after the branch.
        on_stream, beside: widths of the chips on the stream and in the branch.
        crossed: whether any shortcut has a part on it, next to the branch.
    """

    folded: bool
    detail: str
    before: int
    rows: int
    after: int
    on_stream: float
    beside: float
    crossed: bool

    @property
    def left(self) -> float:
        """From the panel's left edge to the stream."""
        return self.on_stream / 2 + 1

    @property
    def branch(self) -> float:
        """From the stream to the middle of the branch."""
        inner = self.on_stream / 2 if self.crossed else 12
        return inner + 7 + self.beside / 2

    @property
    def width(self) -> float:
        return self.left + self.branch + self.beside / 2 + 1

    @property
    def split(self) -> float:
        return 12 + (self.before * PITCH + 4 if self.before else 0)

    @property
    def first(self) -> float:
        """Top of the branch's first chip."""
        return self.split + (17 if self.folded else 9.5)

    @property
    def plus(self) -> float:
        height = FOLDED + 14 if self.folded else 0
        return self.first + height + self.rows * PITCH + 12.5

    @property
    def end(self) -> float:
        """Tip of the last arrow."""
        return self.plus + PLUS + 24 + self.after * PITCH


def channel(blocks: Sequence[Anatomy], *, folded: bool, detail: str) -> Channel:
    """The sizes that fit all of the blocks."""
    shown = [_shown(block, folded=folded) for block in blocks]
    on_stream = [
        part for block in blocks for part in (*block.before, *block.shortcut, *block.after)
    ]
    wide = max((_width(part, detail) for part in on_stream), default=54)
    beside = max((_width(part, detail) for parts in shown for part in parts), default=36)
    return Channel(
        folded,
        detail,
        before=max(len(block.before) for block in blocks),
        rows=max(map(len, shown)),
        after=max(len(block.after) for block in blocks),
        on_stream=max(50, wide),
        beside=beside if folded else max(56, beside),
        crossed=any(block.shortcut for block in blocks),
    )


def _width(part: Part, detail: str) -> float:
    return max(34, label_width(chip_text(part, detail)) + 16)


def _shown(block: Anatomy, *, folded: bool) -> tuple[Part, ...]:
    """The parts drawn in the branch: all, or those after a folded F."""
    return tuple(part for part in block.branch if part.kind in ("scale", "gate") or not folded)


def draw_stream(
    canvas: Canvas, block: Anatomy, at: Channel, ends: tuple[str, str] = ("*x*", "*y*")
) -> None:
    """Draw a block with its left edge at 0 and the baseline of ``x`` at 0.

    Args:
        ends: names of input and output, as markup.
    """
    x, branch = at.left, at.left + at.branch
    kind = "carried" if block.residual else "plain"
    canvas.text(x, 0, ends[0], "maths", "middle")
    y = 7.0
    for i, part in enumerate(block.before):
        top = 14.0 + i * PITCH
        _on_stream(canvas, part, x, top + CHIP / 2, at)
        canvas.line([(x, y), (x, top)], kind)
        y = top + CHIP
    _branch(canvas, block, at, x, branch)
    if block.residual:
        _shortcut(canvas, block, at, x, y)
        canvas.plus(x, at.plus, PLUS)
        y = at.plus + PLUS
    else:
        canvas.line([(x, y), (x, at.split + 2)], kind)
        y = at.plus
    for i, part in enumerate(block.after):
        top = at.plus + PLUS + 5 + i * PITCH
        canvas.line([(x, y + (10 if y == at.plus else 0)), (x, top)], kind)
        _on_stream(canvas, part, x, top + CHIP / 2, at, toll=block.residual)
        y = top + CHIP
    start = y + (10 if y == at.plus else 0)
    canvas.arrow([(x, start), (x, at.end)], kind)
    canvas.text(x, at.end + 15, ends[1], "maths", "middle")


def _on_stream(
    canvas: Canvas, part: Part, x: float, y: float, at: Channel, *, toll: bool = True
) -> None:
    text = chip_text(part, at.detail)
    canvas.chip(x, y, at.on_stream, form(part, toll=toll), text, h=CHIP)


def _branch(canvas: Canvas, block: Anatomy, at: Channel, x: float, branch: float) -> None:
    """The path through the branch, from the split to the sum."""
    kind = "wire" if block.residual else "plain"
    stops = [(x, at.split), (branch, at.split)]
    top = at.first
    if at.folded:
        canvas.line([*stops, (branch, top)], kind, radius=8)
        canvas.box(branch - 18, top, 36, FOLDED, "chip branch")
        canvas.text(branch, top + FOLDED / 2 + 5.5, "*F*", "maths", "middle")
        stops, top = [(branch, top + FOLDED)], top + FOLDED + 14
    for part in _shown(block, folded=at.folded):
        canvas.line([*stops, (branch, top)], kind, radius=8)
        text = chip_text(part, at.detail)
        canvas.chip(branch, top + CHIP / 2, at.beside, form(part), text, h=CHIP)
        stops, top = [(branch, top + CHIP)], top + PITCH
    if block.residual:
        canvas.arrow([*stops, (branch, at.plus), (x + PLUS, at.plus)], kind, radius=8)
    else:  # the only path: return to the stream's position
        canvas.line([*stops, (branch, at.plus), (x, at.plus), (x, at.plus + 10)], kind, radius=8)


def _shortcut(canvas: Canvas, block: Anatomy, at: Channel, x: float, y: float) -> None:
    """The blue line, dotted if the shape changes, and the operations that x must cross on it."""
    dotted = " dotted" if block.reshapes else ""
    for i, part in enumerate(block.shortcut):
        middle = at.plus - 36 - (len(block.shortcut) - 1 - i) * PITCH
        canvas.line([(x, y), (x, middle - CHIP / 2)], f"carried{dotted}")
        _on_stream(canvas, part, x, middle, at)
        y = middle + CHIP / 2
    canvas.line([(x, y), (x, at.plus - PLUS)], f"carried{dotted}")
