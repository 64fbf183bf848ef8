"""Options A, B and C: how a shortcut crosses a stage's boundary (He et al. 2015, section 3.3)."""

from __future__ import annotations

from dataclasses import dataclass

from resnet_book.drawing.diagrams.anatomy import Anatomy, anatomy
from resnet_book.drawing.diagrams.canvas import Canvas
from resnet_book.drawing.diagrams.carried_pixels import (
    COMPUTED,
    ZERO,
    CarriedPixels,
    carried_pixels,
)
from resnet_book.drawing.diagrams.pages import Diagram
from resnet_book.drawing.diagrams.style_sheet import NARROW, WIDE
from resnet_book.models.blocks import BlockDesign

NAMES = {"A": "zero-padding", "B": "projection", "C": "projections everywhere"}
PIXEL, CELL = 10, 11
# Kinds of pixels, by what they are: those of x, made by weights, zeros.
LOOKS = {"copied": "kept", "computed": "made", "zero": "zero"}


@dataclass(frozen=True)
class Option:
    """One option at a boundary: what it carries, and three blocks of which the second is there."""

    name: str
    carried: CarriedPixels
    blocks: tuple[Anatomy, ...]
    image: int

    @property
    def weights(self) -> tuple[int, ...]:
        """Of the convolution on the shortcut of each block."""
        return tuple(
            sum(b.in_channels * part.channels for part in b.shortcut if part.kind == "conv")
            for b in self.blocks
        )

    @property
    def words(self) -> str:
        """What the option costs, and leaves of x."""
        if not any(self.weights):
            return "no weights; the new channels carry nothing on the shortcut"
        text = f"{sum(self.weights):,} weights"
        if not all(self.weights):
            return f"{text}, only where the shape changes"
        return f"{text}, on every shortcut: *x* is never left alone"


def shortcut_options(*, image: int = 32, channels: int = 16) -> Diagram:
    """Draw options A, B and C where a stage hands on to one of twice as many channels.

    Two of the channels are drawn, and four by four of their pixels.

    Args:
        image, channels: of the first stage.
    """
    options = [_option(name, image, channels) for name in NAMES]
    alt = (
        f"Three ways for the shortcut from {image}×{image} with {channels} channels to "
        f"{image // 2}×{image // 2} with {2 * channels}: "
        + "; ".join(_alt(option) for option in options)
        + "."
    )
    return Diagram(_draw(options, WIDE), _draw(options, NARROW), alt)


def _option(name: str, image: int, channels: int) -> Option:
    design = BlockDesign(shortcut=name)
    sizes = ((channels, channels, 1), (channels, 2 * channels, 2), (2 * channels, 2 * channels, 1))
    blocks = tuple(
        anatomy(design, in_channels=before, width=width, stride=stride)
        for before, width, stride in sizes
    )
    return Option(name, carried_pixels(name), blocks, image)


def _alt(option: Option) -> str:
    kinds = option.carried.outputs
    if COMPUTED in kinds:
        what = "every second pixel goes through a 1×1 convolution W_s, which makes all new channels"
    else:
        what = (
            f"every second pixel is copied, three of four are dropped, and {kinds.count(ZERO)} of "
            f"{len(kinds)} channels are zeros"
        )
    words = option.words.replace("*", "")
    return f"option {option.name}, {NAMES[option.name]}: {what}; {words}"


def _draw(options: list[Option], width: float) -> Canvas:
    canvas = Canvas(width)
    part = width if canvas.narrow else width / len(options)
    pitch = 252 if canvas.narrow else 0
    for i, option in enumerate(options):
        left = 0 if canvas.narrow else i * part
        with canvas.shifted(left + (4 if canvas.narrow else 12), i * pitch):
            _panel(canvas, option, part - 20)
        if i and canvas.narrow:
            canvas.line([(4, i * pitch - 12), (width - 4, i * pitch - 12)], "rule")
        elif i:
            canvas.line([(left, 8), (left, 318)], "rule")
    canvas.height = 2 * pitch + 228 if canvas.narrow else 322
    return canvas


def _panel(canvas: Canvas, option: Option, width: float) -> None:
    canvas.text(0, 20, option.name, "letter")
    canvas.text(22, 19, NAMES[option.name], "title")
    before, after = option.blocks[1].in_channels, option.blocks[1].channels
    for x, size, channels in ((4, option.image, before), (128, option.image // 2, after)):
        canvas.text(x, 46, f"{size}×{size}", "noted")
        canvas.text(x, 61, f"{channels} channels", "note")
    tops = _maps(canvas, option.carried)
    if COMPUTED in option.carried.outputs:
        _projection(canvas, tops)
    else:
        _copies(canvas, option.carried, tops)
    where = (207, 122) if canvas.narrow else (8, 224)
    with canvas.shifted(*where):
        _three_blocks(canvas, option.blocks)
    canvas.lines(0, 208 if canvas.narrow else 284, option.words, width)


def _maps(canvas: Canvas, carried: CarriedPixels) -> tuple[list[float], list[float]]:
    """Draw the channels of input and output; returns the heights of their middles."""
    before, after = [], []
    for i, channel in enumerate(carried.read):
        top = 72.5 + i * 56
        for y, row in enumerate(channel):
            for x, read in enumerate(row):
                kind = "kept" if read else "dropped"
                canvas.box(4.5 + x * CELL, top + y * CELL, PIXEL, PIXEL, kind, 1.5)
        before.append(top + len(channel) * CELL / 2)
    for i, kind in enumerate(carried.outputs):
        top = 72.5 + i * 27
        for y in range(carried.size):
            for x in range(carried.size):
                canvas.box(134.5 + x * CELL, top + y * CELL, PIXEL, PIXEL, LOOKS[kind], 1.5)
        after.append(top + carried.size * CELL / 2)
    return before, after


def _copies(canvas: Canvas, carried: CarriedPixels, tops: tuple[list[float], list[float]]) -> None:
    """Option A: a dotted line from each channel to its copy, and the zeros in a brace."""
    before, after = tops
    for i, (start, end) in enumerate(zip(before, after, strict=False)):
        turn = 92 + 4 * i
        points = [(54.0, start), (turn, start), (turn, end), (128.0, end)]
        canvas.arrow(points, "carried dotted", radius=8)
    zeros = [y for y, kind in zip(after, carried.outputs, strict=True) if kind == ZERO]
    canvas.path(f"M162 {zeros[0] - 10:g}h5V{zeros[-1] + 10:g}h-5", "axis")
    canvas.text(172, (zeros[0] + zeros[-1]) / 2 + 4, "zeros", "note")


def _projection(canvas: Canvas, tops: tuple[list[float], list[float]]) -> None:
    """Options B and C: all channels together go through W_s."""
    first, last = tops[0][0], tops[0][-1]
    middle = (first + last) / 2
    for y in (first, last):
        canvas.line([(54, y), (63, y), (63, middle), (72, middle)], "carried", radius=8)
    canvas.chip(92, middle, 38, "conv toll", "*W*_{s}", h=26)
    canvas.arrow([(111, middle), (129, middle)], "carried")
    canvas.text(92, middle + 30, "1×1", "note", "middle")


def _three_blocks(canvas: Canvas, blocks: tuple[Anatomy, ...]) -> None:
    """The boundary's block between its neighbours, each with its shortcut."""
    x, y, box = 8.0, 22.0, 22.0
    canvas.line([(0, y), (x, y)], "wire")
    for block in blocks:
        height = 30 if block.channels == blocks[0].channels else 18
        canvas.box(x, y - height / 2, box, height, "chip conv", 3)
        dotted = " dotted" if block.subsampled > 1 or block.padded else ""
        points = [(x - 7, y), (x - 7, y - 30), (x + box + 7, y - 30), (x + box + 7, y)]
        if any(part.kind == "conv" for part in block.shortcut):
            middle = x + box / 2
            canvas.line([*points[:2], (middle - 7, y - 30)], "thin", radius=8)
            canvas.line([(middle + 7, y - 30), *points[2:]], "thin", radius=8)
            canvas.dot(middle, y - 30, 7, "bead")
        else:
            canvas.line(points, f"thin{dotted}", radius=8)
        canvas.line([(x + box, y), (x + box + 18, y)], "wire")
        x += box + 18
