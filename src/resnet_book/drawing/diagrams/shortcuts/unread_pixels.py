"""The pixels that a bottleneck never reads, if it strides on its first 1×1 convolution."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from resnet_book.drawing.diagrams.blocks.anatomy import Anatomy, anatomy
from resnet_book.drawing.diagrams.blocks.spelling import chip_text, form
from resnet_book.drawing.diagrams.shortcuts.pixel_maps import pixel
from resnet_book.drawing.diagrams.svg.canvas import CHIP, Canvas
from resnet_book.drawing.diagrams.svg.pages import Diagram
from resnet_book.drawing.diagrams.svg.style_sheet import NARROW, WIDE
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.blocks import Block
from resnet_book.palette import HUES
from resnet_book.probes.read_pixels import pixels_read

CELL = 11
CHIP_WIDTH = 66
TITLES = {"1x1": "stride on the 1×1", "3x3": "stride on the 3×3"}
SOURCES = {"1x1": "He et al. 2015, Keras", "3x3": "torchvision"}


@dataclass(frozen=True)
class Reading:
    """A bottleneck that strides, and the pixels of its input that its output depends on."""

    block: Anatomy
    read: tuple[tuple[bool, ...], ...]

    @property
    def counts(self) -> tuple[int, int]:
        """Pixels read, and all pixels."""
        flat = [pixel for row in self.read for pixel in row]
        return sum(flat), len(flat)

    @property
    def words(self) -> str:
        """How many of the pixels are read, as a sentence."""
        some, total = self.counts
        if some == total:
            return f"all {total} pixels are read"
        return f"{some} of {total} pixels are read; the others were computed in vain"


def reading(stride_on: str, *, image: int = 8, width: int = 4) -> Reading:
    """Find the pixels that a bottleneck with stride 2 and a projection reads, by running it."""
    design = BlockDesign("bottleneck", "B", stride_on=stride_on)
    channels = 2 * width  # channels of the previous stage
    block = Block(channels, width, 2, design).eval()
    for parameter in block.parameters():
        torch.nn.init.constant_(parameter, 0.1)  # positive, so that no ReLU hides a pixel
    read = pixels_read(block, channels, image)
    return Reading(
        anatomy(design, in_channels=channels, width=width, stride=2),
        tuple(map(tuple, read.tolist())),
    )


def bottleneck_pixels(image: int = 8) -> Diagram:
    """Draw which pixels a bottleneck with stride 2 reads, with the stride on 1×1 and on 3×3.

    Args:
        image: side of the block's input feature map.
    """
    readings = {stride_on: reading(stride_on, image=image) for stride_on in TITLES}
    alt = "; ".join(
        f"{TITLES[each]} ({SOURCES[each]}): {found.words}" for each, found in readings.items()
    )
    alt = f"A bottleneck with stride 2 and the feature map that it gets. {alt}."
    return Diagram(_draw(readings, WIDE), _draw(readings, NARROW), alt)


def _draw(readings: dict[str, Reading], width: float) -> Canvas:
    canvas = Canvas(width)
    part = width / len(readings)
    bottom = 0.0
    for i, (stride_on, found) in enumerate(readings.items()):
        with canvas.shifted(i * part, 0):
            bottom = max(bottom, _panel(canvas, stride_on, found, part))
        if i:
            canvas.line([(i * part, 8), (i * part, bottom)], "rule")
    words = (
        "Crossed out: pixels that nothing reads. /2: stride 2, every second pixel. Batch norm and "
        "ReLU are left out. Dotted: the shortcut changes the shape; "
        f"{HUES['fourth']}: its 1×1 convolution."
    )
    canvas.height = canvas.lines(4, bottom + 26, words, width - 8) - 8
    return canvas


def _panel(canvas: Canvas, stride_on: str, found: Reading, part: float) -> float:
    # Titles and words are above and below the layers; on a phone they start at their left edge.
    x, start, anchor = part / 2, part / 2, "middle"
    if canvas.narrow:
        x, start, anchor = 12 + len(found.read) * CELL / 2, 6.0, "start"
    canvas.text(start, 16, TITLES[stride_on], "title", anchor)
    canvas.text(start, 34, SOURCES[stride_on], "note", anchor)
    side = len(found.read) * CELL
    _grid(canvas, x, 50, found.read)
    y = 50.0 + side
    split = y + 12
    convolutions = [part for part in found.block.branch if part.kind == "conv"]
    for i, conv in enumerate(convolutions):
        top = y + (26 if i == 0 else 12)
        canvas.line([(x, y + (1 if i == 0 else 0)), (x, top)], "wire")
        text = chip_text(conv, "kernel")
        canvas.chip(x, top + CHIP / 2, CHIP_WIDTH, form(conv), text)
        y = top + CHIP
    canvas.arrow([(x, y), (x, y + 16)], "wire")
    plus = y + 27
    canvas.plus(x, plus)
    _shortcut(canvas, found.block, x, split, plus)
    canvas.arrow([(x, plus + 11), (x, plus + 30)], "wire")
    half = len(found.read) // found.block.stride
    _grid(canvas, x, plus + 33, ((True,) * half,) * half)
    bottom = plus + 33 + half * CELL
    return canvas.lines(start, bottom + 22, found.words, part - 16, "noted", anchor) - 8


def _shortcut(canvas: Canvas, block: Anatomy, x: float, split: float, plus: float) -> None:
    """The projection around the branch; dotted, as always if the shape changes."""
    side = x + CHIP_WIDTH + (6 if canvas.narrow else 14)
    (conv,) = (part for part in block.shortcut if part.kind == "conv")
    middle = (split + plus) / 2
    canvas.line([(x, split), (side, split), (side, middle - CHIP / 2)], "carried dotted", radius=14)
    text = chip_text(conv, "kernel")
    canvas.chip(side, middle, CHIP_WIDTH, form(conv, toll=True), text)
    way = [(side, middle + CHIP / 2), (side, plus), (x + 11, plus)]
    canvas.arrow(way, "carried dotted", radius=14)


def _grid(canvas: Canvas, x: float, top: float, read: tuple[tuple[bool, ...], ...]) -> None:
    """A feature map, centred on `x`: filled pixels are read, crossed-out ones are not."""
    left = x - len(read) * CELL / 2 + 0.5
    for i, row in enumerate(read):
        for j, seen in enumerate(row):
            kind = "seen" if seen else "dropped"
            pixel(canvas, left + j * CELL, top + i * CELL, kind, CELL - 1)
