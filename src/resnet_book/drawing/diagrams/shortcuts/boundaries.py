"""Options A, B and C: shortcuts at the boundary of two stages (He et al. 2015, section 3.3)."""

from __future__ import annotations

from dataclasses import dataclass

from resnet_book.drawing.diagrams.blocks.anatomy import Anatomy, anatomy
from resnet_book.drawing.diagrams.shortcuts.carried_pixels import (
    COMPUTED,
    ZERO,
    CarriedPixels,
    carried_pixels,
)
from resnet_book.drawing.diagrams.shortcuts.pixel_maps import CELL, HIGH, REACH, draw_carried, pixel
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.drawing.diagrams.svg.lettering import label_width
from resnet_book.drawing.diagrams.svg.pages import Diagram
from resnet_book.drawing.diagrams.svg.style_sheet import NARROW, WIDE
from resnet_book.models.block_designs import BlockDesign

NAMES = {"A": "zero-padding", "B": "projection", "C": "projections everywhere"}
# The two columns: the shortcut of a stage's first block, and that of the next block.
IMAGE, CHANNELS = 4, 2
PLACES = ("where the shape changes", "in the next block")
LEFT = 210.0  # px next to the names of the options
SECOND = {True: 208.0, False: 280.0}  # px from the first to the second, on a phone and otherwise
SAMPLES = {
    "kept": "pixel of *x*",
    "dropped": "dropped: never read",
    "made": "computed by *W*_{s}",
    "zero": "zero",
}


@dataclass(frozen=True)
class Option:
    """One option: what it carries where the shape changes and in the next block.

    Attributes:
        carried: the pixels to draw, for two channels of four by four pixels.
        blocks: the two blocks in a network.
        image: side of the first block's input maps.
    """

    name: str
    carried: tuple[CarriedPixels, CarriedPixels]
    blocks: tuple[Anatomy, Anatomy]
    image: int

    @property
    def weights(self) -> tuple[int, ...]:
        """The number of weights of the convolution on each block's shortcut."""
        return tuple(
            sum(b.in_channels * part.channels for part in b.shortcut if part.kind == "conv")
            for b in self.blocks
        )

    @property
    def words(self) -> str:
        """The option's cost, and how much of x it keeps."""
        if not any(self.weights):
            return "No weights. Copied pixels, and zeros for the new channels."
        if not all(self.weights):
            return "Weights only where the shape changes; elsewhere *x* is left alone."
        return "Weights on every shortcut: *x* is never left alone."


def shortcut_options(*, image: int = 32, channels: int = 16) -> Diagram:
    """Draw options A, B and C at the boundary to a stage with twice as many channels.

    Two channels of four by four pixels stand for all of them.

    Args:
        image, channels: of the first stage, for the numbers of weights in a real network.
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
    drawn = (
        carried_pixels(name, in_channels=CHANNELS, channels=2 * CHANNELS, image=IMAGE),
        carried_pixels(
            name, in_channels=2 * CHANNELS, channels=2 * CHANNELS, stride=1, image=IMAGE // 2
        ),
    )
    blocks = (
        anatomy(design, in_channels=channels, width=2 * channels, stride=2),
        anatomy(design, in_channels=2 * channels, width=2 * channels),
    )
    return Option(name, drawn, blocks, image)


def _alt(option: Option) -> str:
    kinds = option.carried[0].outputs
    if COMPUTED in kinds:
        what = "every second pixel goes through a 1×1 convolution W_s, which makes all new channels"
    else:
        what = (
            f"every second pixel is copied, three of four are dropped, and {kinds.count(ZERO)} of "
            f"{len(kinds)} channels are zeros"
        )
    one, two = option.weights
    then = "x goes through W_s" if two else "x is carried unchanged"
    return (
        f"option {option.name}, {NAMES[option.name]}: {what} ({one:,} weights); in the next block "
        f"{then} ({two:,} weights)"
    )


def _draw(options: list[Option], width: float) -> Canvas:
    canvas = Canvas(width)
    y = 0.0 if canvas.narrow else _headings(canvas, LEFT, 12) + 8
    for i, option in enumerate(options):
        if i:
            canvas.line([(0, y), (width, y)], "rule")
            y += 14
        y = _row(canvas, option, y) + 14
    y = _samples(canvas, y + 12)
    canvas.height = canvas.lines(0, y + 12, _note(options), width, "legend") - 8
    return canvas


def _headings(canvas: Canvas, left: float, y: float) -> float:
    """Headings of the two columns, with the sizes of the maps; returns the last line."""
    second = SECOND[canvas.narrow]
    for x, place in zip((0, second), PLACES, strict=True):
        canvas.text(left + x, y, place, "noted")
    sizes = (
        (0, CHANNELS, IMAGE),
        (IMAGE * CELL + REACH, 2 * CHANNELS, IMAGE // 2),
        (second, 2 * CHANNELS, IMAGE // 2),
    )
    for x, channels, image in sizes:
        canvas.text(left + x, y + 18, f"{channels} channels", "note")
        canvas.text(left + x, y + 33, f"{image}×{image} pixels", "note")
    return y + 33


def _row(canvas: Canvas, option: Option, y: float) -> float:
    """One option with its upper edge at `y`; returns its lower edge."""
    canvas.text(0, y + 20, option.name, "letter")
    canvas.text(22, y + 19, NAMES[option.name], "title")
    left, top = LEFT, y
    if canvas.narrow:
        left, top = 0.0, _headings(canvas, 0, y + 42) + 10
    for x, carried in zip((0, SECOND[canvas.narrow]), option.carried, strict=True):
        with canvas.shifted(left + x, top):
            draw_carried(canvas, carried, changes=carried is option.carried[0])
    bottom = top + HIGH
    if canvas.narrow:
        return canvas.lines(0, bottom + 22, option.words, canvas.width, "noted") - 12
    canvas.lines(0, y + 44, option.words, left - 24, "noted")
    return bottom


def _samples(canvas: Canvas, y: float) -> float:
    """A legend of the kinds of pixels; returns the last line."""
    x = 0.0
    for kind, words in SAMPLES.items():
        needed = 20 + label_width(words, "legend")
        if x + needed > canvas.width:
            x, y = 0.0, y + 22
        pixel(canvas, x + 0.5, y - 10, kind)
        canvas.text(x + 19, y, words, "legend")
        x += max(needed + 18, 130 if canvas.narrow else 0)
    return y + 10


def _note(options: list[Option]) -> str:
    """A note with the real sizes of the maps, which are drawn smaller."""
    image = options[0].image
    before, after = options[0].blocks[0].in_channels, options[0].blocks[0].channels
    counts = ", ".join(
        f"{option.name} {' + '.join(f'{count:,}' for count in option.weights)}"
        for option in options
    )
    return (
        "*W*_{s} is a 1×1 convolution. Dotted: the shape changes. Drawn small: at the first such "
        "place of a CIFAR network, "
        f"{image}×{image} pixels with {before} channels become {image // 2}×{image // 2} with "
        f"{after}. Weights on these two shortcuts there: {counts}."
    )
