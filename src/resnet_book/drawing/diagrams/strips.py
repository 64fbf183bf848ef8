"""A network as a strip: a bar per layer with weights, as high as its image and as wide as its
channels.

Between layers there is less room than between blocks, and less between blocks than between stages.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from resnet_book.drawing.diagrams.canvas import Canvas
from resnet_book.drawing.diagrams.lettering import label_width
from resnet_book.drawing.diagrams.network_layers import Bow, Layer, NetworkLayers

GAPS = {"layer": 1.3, "block": 3.4, "stage": 6.5}  # in units, of which the narrowest bar has one
UNIT = {True: 5.5, False: 8.0}  # px, at most; with widths to scale, and without
TALL = 44  # px of the first stage's bars
FINE = 10  # px of a shortcut below which its line is finer
ENDS = 26  # px for the line before the first bar and the arrow behind the last


@dataclass(frozen=True)
class Bar:
    """A layer at its place: left edge and width in px."""

    layer: Layer
    x: float
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Strip:
    """Bars at their places, with the scale of their heights.

    Attributes:
        scale: px of height for a pixel of the feature map.
        to_scale: whether widths are proportional to channels.
    """

    network: NetworkLayers
    bars: tuple[Bar, ...]
    scale: float
    to_scale: bool

    def height(self, layer: Layer) -> float:
        """Of a bar; linear layers hand on no image, and are drawn small."""
        return 12 if layer.kind == "fc" else max(2.5, layer.size * self.scale)

    @property
    def up(self) -> float:
        """From the line to the top of the highest bar or shortcut."""
        tall = max(self.height(bar.layer) for bar in self.bars) / 2
        bows = [self.rise(bow) for bow in self.network.bows]
        beads = 5 if any(bow.projects for bow in self.network.bows) else 1
        return max(tall, *bows, 0) + beads if bows else tall

    @property
    def down(self) -> float:
        return max(self.height(bar.layer) for bar in self.bars) / 2

    def rise(self, bow: Bow) -> float:
        """From the line to the top of a shortcut."""
        return max(self.height(layer) for layer in self._inside(bow)) / 2 + 9

    def _inside(self, bow: Bow) -> list[Layer]:
        place = (bow.stage, bow.block)
        return [bar.layer for bar in self.bars if (bar.layer.stage, bar.layer.block) == place]

    def span(self, stage: int, block: int | None = None) -> tuple[float, float]:
        """Left and right edge of a stage, or of a block."""
        bars = [
            bar
            for bar in self.bars
            if bar.layer.stage == stage and block in (None, bar.layer.block)
        ]
        return bars[0].x, bars[-1].x + bars[-1].width


def lay_out(
    network: NetworkLayers, width: float, *, to_scale: bool, like: NetworkLayers | None = None
) -> Strip:
    """Give every layer its place within `width` px.

    Args:
        to_scale: whether widths are proportional to channels; they grow with their logarithm
            otherwise.
        like: a network with the same stages that is at least as long; stages start where its do.
    """
    units = [_units(layer, network, to_scale=to_scale) for layer in network.layers]
    gaps = [GAPS[_gap(a, b)] for a, b in zip(network.layers, network.layers[1:], strict=False)]
    unit = min(UNIT[to_scale], (width - ENDS) / (sum(units) + sum(gaps)))
    starts = {}
    if like:
        model = lay_out(like, width, to_scale=to_scale)
        unit = model.bars[0].width / _units(model.bars[0].layer, like, to_scale=to_scale)
        starts = {stage: model.span(stage)[0] for stage in {bar.layer.stage for bar in model.bars}}
    bars: list[Bar] = []
    x = 10.0
    for i, layer in enumerate(network.layers):
        if i:
            x += gaps[i - 1] * unit
        if not i or layer.stage != network.layers[i - 1].stage:
            x = starts.get(layer.stage, x)
        bars.append(Bar(layer, x, units[i] * unit))
        x += units[i] * unit
    first = next(layer.size for layer in network.layers if layer.kind != "stem")
    return Strip(network, tuple(bars), TALL / first, to_scale)


def _units(layer: Layer, network: NetworkLayers, *, to_scale: bool) -> float:
    """The width of a bar, in widths of the narrowest."""
    if layer.kind in ("stem", "fc", "lrn"):
        return 1
    least = min(each.channels for each in network.layers if each.kind in ("conv", "pointwise"))
    ratio = layer.channels / least
    return ratio if to_scale else 1 + math.log2(ratio) / 2


def _gap(a: Layer, b: Layer) -> str:
    if a.stage != b.stage:
        return "stage"
    return "block" if a.block != b.block else "layer"


def draw_strip(canvas: Canvas, strip: Strip, y: float) -> None:
    """Draw a network with its line at the height `y`."""
    residual = bool(strip.network.bows)
    kind = "wire" if residual else "plain"
    x = 0.0
    for bar in strip.bars:
        canvas.line([(x, y), (bar.x, y)], kind)
        _bar(canvas, strip, bar, y)
        x = bar.x + bar.width
    canvas.arrow([(x, y), (x + 16, y)], kind)
    for bow in strip.network.bows:
        _bow(canvas, strip, bow, y)


def _bar(canvas: Canvas, strip: Strip, bar: Bar, y: float) -> None:
    if bar.layer.kind == "lrn":  # no weights, no bar
        canvas.dot(bar.middle, y, 3, "norm")
        return
    height = strip.height(bar.layer)
    kind = {"stem": "bar stem", "fc": "bar stem", "pointwise": "chip"}
    radius = min(1.5, bar.width / 4)
    canvas.box(bar.x, y - height / 2, bar.width, height, kind.get(bar.layer.kind, "bar"), radius)


def _bow(canvas: Canvas, strip: Strip, bow: Bow, y: float) -> None:
    """A shortcut: dotted where its ends differ in shape, with a bead where it is a projection."""
    left, right = strip.span(bow.stage, bow.block)
    bars = [bar for bar in strip.bars if bar.layer.stage == bow.stage]
    reach = min(4.5, bars[0].width * 0.8 + 0.8, _room(strip, bow) / 2 - 0.6)
    left, right, top = left - reach, right + reach, y - strip.rise(bow)
    kind = ("fine" if right - left < FINE else "thin") + " dotted" * bow.changes
    radius = min(8, (right - left) / 2)
    points = [(left, y), (left, top), (right, top), (right, y)]
    if not bow.projects:
        canvas.line(points, kind, radius=radius)
        return
    middle, bead = (left + right) / 2, min(4.5, max(2.2, (right - left) / 4 - 1))
    canvas.line([*points[:2], (middle - bead, top)], kind, radius=min(radius, middle - bead - left))
    canvas.line([(middle + bead, top), *points[2:]], kind, radius=min(radius, middle - bead - left))
    canvas.dot(middle, top, bead, "bead")


def _room(strip: Strip, bow: Bow) -> float:
    """To the next block on the right, or else on the left."""
    blocks = sorted({bar.layer.block for bar in strip.bars if bar.layer.stage == bow.stage})
    if len(blocks) < 2:
        return 12
    return strip.span(bow.stage, blocks[1])[0] - strip.span(bow.stage, blocks[0])[1]


def draw_labels(canvas: Canvas, strip: Strip, y: float) -> float:
    """Braces below the stages, with size, channels and number of layers; returns the last line.

    Each line is written as long as there is room: ``16 channels``, or else ``16``.
    """
    spans = [strip.span(stage) for stage in strip.network.stages]
    for left, right in spans:
        canvas.brace((left, y), (right, y))
    middles = [(left + right) / 2 for left, right in spans]
    stages = [strip.network.stage(stage) for stage in strip.network.stages]
    lines: tuple[list[tuple[str, ...]], ...] = (
        [(f"{s[-1].size}×{s[-1].size}", f"{s[-1].size}²") for s in stages],
        [(f"{n} channels", f"{n} ch.", f"{n}") for n in (s[-1].channels for s in stages)],
        [(counted(len(s)), f"× {len(s)}") for s in stages],
    )
    y += 2
    for number, choices in enumerate(lines):
        y += 15
        ways = list(zip(*choices, strict=True))
        words = next((each for each in ways if _fits(each, middles, canvas.width)), ways[-1])
        for word, x in zip(words, middles, strict=True):
            canvas.text(x, y, word, "note" if number else "noted", "middle")
    return y


def counted(layers: int) -> str:
    """``1 layer``, ``2 layers``."""
    return f"{layers} layer" + "s" * (layers != 1)


def _fits(words: Sequence[str], middles: Sequence[float], width: float) -> bool:
    """Whether the words, centred there, neither touch nor leave the drawing."""
    halves = [label_width(word, "note") / 2 for word in words]
    if middles[0] < halves[0] or middles[-1] + halves[-1] > width:
        return False
    return all(
        middles[i] + halves[i] + 6 <= middles[i + 1] - halves[i + 1] for i in range(len(words) - 1)
    )
