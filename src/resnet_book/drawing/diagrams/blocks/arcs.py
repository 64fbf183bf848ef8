"""A block as an arc: layers straight down, the shortcut around them on the right.

The view that introduces blocks: layers and their wires are grey, and only operations on the
shortcut itself are purple.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resnet_book.drawing.diagrams.blocks.anatomy import Anatomy, Part
from resnet_book.drawing.diagrams.blocks.spelling import chip_text, form, formula
from resnet_book.drawing.diagrams.svg.canvas import CHIP, HINGED, Canvas
from resnet_book.drawing.diagrams.svg.lettering import label_width

PITCH = 38  # from chip to chip
TOP = 79  # of the first chip
GAP = 20  # between the parts before the split and the branch
PLUS = 11  # radius
FACTOR = 46  # width of a factor on the branch


@dataclass(frozen=True)
class Frame:
    """Sizes shared by blocks side by side, so that the same layers are at the same heights.

    Attributes:
        chip: width of the chips.
        detail: of the texts on convolutions.
        before, branch, after: the largest number of parts before, in and after the branch.
        side: width of the chips on the shortcuts; 0 if there are none.
        note: width for words next to the shortcut; 0 if there are none.
        words: width of the longest formula.
        tight: for a phone.
    """

    chip: float
    detail: str
    before: int
    branch: int
    after: int
    side: float
    note: float
    words: float
    tight: bool

    @property
    def left(self) -> float:
        """From the panel's left edge to the middle of the chips."""
        return label_width("*H*(*x*)", "maths") + sum(self.margins) + self.chip / 2

    @property
    def margins(self) -> tuple[float, float]:
        """From the name of the branch to its brace, and from the brace to the chips."""
        return (8, 5) if self.tight else (11, 9)

    @property
    def arc(self) -> float:
        """From the middle of the chips to the shortcut."""
        return self.chip / 2 + max(17 if self.tight else 28, self.side / 2 + 14 if self.side else 0)

    @property
    def width(self) -> float:
        beside = max(
            self.side / 2 + 2, self.gap + label_width("*x*", "maths"), self.gap + self.note
        )
        return max(self.left + self.arc + beside, self.words + 4)

    @property
    def gap(self) -> float:
        """From the shortcut to the words next to it."""
        return 7 if self.tight else 12

    @property
    def split(self) -> float:
        """Height of the last layer before the split, if any, and of the split."""
        return TOP - 17 if not self.before else self.start - 10

    @property
    def start(self) -> float:
        """Top of the branch."""
        return TOP + (self.before * PITCH + GAP - 8 if self.before else 0)

    @property
    def plus(self) -> float:
        return self.start + self.branch * PITCH - (PITCH - CHIP) + 25

    @property
    def end(self) -> float:
        """Tip of the last arrow."""
        return self.plus + 25 + self.after * PITCH + (11 if self.after else 4)


def frame(blocks: Sequence[Anatomy], *, narrow: bool, notes: bool) -> Frame:
    """The frame that fits all of the blocks."""
    sizes = any(block.reshapes or block.design.shape == "bottleneck" for block in blocks)
    detail = "sizes" if sizes else "full"
    texts = [
        chip_text(part, detail)
        for block in blocks
        for part in (*block.before, *block.branch, *block.after)
    ]
    side = [chip_text(part, detail) for block in blocks for part in block.shortcut]
    padding = 10 if narrow and not sizes else 18
    chip = max(70 if narrow else 112, *(label_width(text) + padding for text in texts))
    return Frame(
        chip,
        detail,
        before=max(len(block.before) for block in blocks),
        branch=max(len(block.branch) for block in blocks),
        after=max(len(block.after) for block in blocks),
        side=max((label_width(text) + 20 for text in side), default=0),
        note=96 if notes and not side else 0,
        words=max(label_width(formula(block), "maths") for block in blocks),
        tight=narrow,
    )


def draw_arc(canvas: Canvas, block: Anatomy, at: Frame, left: float, note: str = "") -> None:
    """Draw a block with the panel's left edge at `left`.

    Args:
        note: words next to the shortcut.
    """
    x = left + at.left
    kind = "wire" if block.residual else "plain"
    canvas.text(x, 46, "*x*", "maths", "middle")
    _spine(canvas, block, at, x, kind)
    if block.residual:
        _shortcut(canvas, block, at, x)
        canvas.plus(x, at.plus, PLUS)
        if not block.shortcut:
            side, middle = x + at.arc + at.gap, (at.split + at.plus) / 2
            canvas.text(side, middle - (8 if note else -5), "*x*", "maths")
            if note:
                canvas.lines(side, middle + 11, note, at.note)
    own = sum(part.kind not in ("scale", "gate") for part in block.branch)  # F itself
    top, bottom = at.start, at.start + own * PITCH - (PITCH - CHIP)
    gap, inner = at.margins
    brace = x - at.chip / 2 - inner
    canvas.brace((brace, top), (brace, bottom))
    name = "*F*" if block.residual else "*H*"
    given = "*a*" if block.before else "*x*"
    canvas.text(brace - gap, (top + bottom) / 2 + 5, f"{name}({given})", "maths", "end")
    canvas.text(x, at.end + 14, "*y*", "maths", "middle")


def _spine(canvas: Canvas, block: Anatomy, at: Frame, x: float, kind: str) -> None:
    """The layers and the wires between them, from x to y."""
    rows = [
        *((part, TOP + i * PITCH) for i, part in enumerate(block.before)),
        *((part, at.start + i * PITCH) for i, part in enumerate(block.branch)),
    ]
    after = [(part, at.plus + 25 + i * PITCH) for i, part in enumerate(block.after)]
    y = 52.0
    for i, (part, top) in enumerate(rows):
        wire = canvas.arrow if i == 0 else canvas.line
        wire([(x, y), (x, top)], kind)
        _chip(canvas, part, x, top, at)
        y = top + CHIP
    if block.residual:
        canvas.arrow([(x, y), (x, at.plus - PLUS)], kind)
        y = at.plus + PLUS
    for part, top in after:
        canvas.line([(x, y), (x, top)], kind)
        _chip(canvas, part, x, top, at)
        y = top + CHIP
    canvas.arrow([(x, y), (x, at.end)], kind)


def _chip(canvas: Canvas, part: Part, x: float, top: float, at: Frame) -> None:
    wide = FACTOR if part.kind in ("scale", "gate") else at.chip
    canvas.chip(x, top + CHIP / 2, wide, form(part), chip_text(part, at.detail))


def _shortcut(canvas: Canvas, block: Anatomy, at: Frame, x: float) -> None:
    """The line around the branch, dotted if the shape changes, and the operations on it."""
    side = x + at.arc
    dotted = " dotted" if block.reshapes else ""
    line = f"carried{dotted}"
    stops = [(x, at.split), (side, at.split)]
    middle = (at.split + at.plus) / 2 - (len(block.shortcut) - 1) * PITCH / 2
    for i, part in enumerate(block.shortcut):
        y = middle + i * PITCH
        canvas.line([*stops, (side, y - CHIP / 2)], line)
        width = max(HINGED - 22, at.side)
        canvas.chip(side, y, width, form(part, toll=True), chip_text(part, at.detail))
        stops = [(side, y + CHIP / 2)]
    canvas.arrow([*stops, (side, at.plus), (x + PLUS, at.plus)], line, radius=14)


def under(
    canvas: Canvas,
    block: Anatomy,
    at: Frame,
    left: float,
    words: str,
    room: tuple[float, float] | None = None,
) -> float:
    """Write the formula, and words, below a block; returns the height that is used.

    Args:
        room: left and right edge of the area to write in; by default the panel.
    """
    start, end = room or (left, left + at.width)
    middle, y = left + at.left, at.end + 20
    lines = [formula(block)]
    if block.before:
        first = "*x*"
        for part in block.before:
            first = f"|{chip_text(part)}|({first})"
        lines.append(f"*a* = {first}")
    for line in lines:
        y += 26
        half = label_width(line, "maths") / 2
        canvas.text(min(max(middle, start + half), end - half), y, line, "maths", "middle")
    if words:
        width = 2 * min(middle - start, end - middle)
        y = canvas.lines(middle, y + 22, words, width, "note", "middle") - 15
    return y + 8
