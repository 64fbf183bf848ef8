"""A network as a strip: a bar per layer with weights; height shows image size, width channels.

Gaps are smallest between layers, larger between blocks, largest between stages. If a stage has many
blocks, only a few may be drawn; three dots replace the others.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from resnet_book.drawing.diagrams.networks.network_layers import Bow, Layer, NetworkLayers
from resnet_book.drawing.diagrams.svg.canvas import Canvas

# In units of the narrowest bar's width; "others" is the gap where blocks are left out.
GAPS = {"layer": 1.3, "block": 3.4, "stage": 6.5, "others": 9.0}
LEGIBLE = 1.7  # px of the narrowest bar
UNIT = {True: 5.5, False: 8.0}  # px, at most; with widths to scale, and without
TALL = 44  # px of the first stage's bars
LEAST = 5.5  # px of the lowest bars
ENDS = 26  # px for the line before the first bar and the arrow after the last


@dataclass(frozen=True)
class Bar:
    """A layer with its position: left edge and width in px."""

    layer: Layer
    x: float
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Strip:
    """Positioned bars, with the scale of their heights.

    Attributes:
        network: all layers; only those with a bar are drawn.
        scale: px of height for a pixel of the feature map.
        to_scale: whether widths are proportional to channels.
    """

    network: NetworkLayers
    bars: tuple[Bar, ...]
    scale: float
    to_scale: bool

    def height(self, layer: Layer) -> float:
        """The height of a bar; linear layers output no image and are drawn small."""
        return 12 if layer.kind == "fc" else max(LEAST, layer.size * self.scale)

    @property
    def up(self) -> float:
        """From the line to the top of the highest bar or shortcut."""
        tall = max(self.height(bar.layer) for bar in self.bars) / 2
        bows = [self.rise(bow) for bow in self.bows]
        beads = 5 if any(bow.projects for bow in self.bows) else 1
        return max(tall, *bows, 0) + beads if bows else tall

    @property
    def down(self) -> float:
        return max(self.height(bar.layer) for bar in self.bars) / 2

    @property
    def bows(self) -> list[Bow]:
        """The shortcuts of the blocks that are drawn."""
        drawn = {(bar.layer.stage, bar.layer.block) for bar in self.bars}
        return [bow for bow in self.network.bows if (bow.stage, bow.block) in drawn]

    def drawn(self, stage: int) -> tuple[int, int]:
        """How many blocks of a stage are drawn, and how many it has."""
        some = {bar.layer.block for bar in self.bars if bar.layer.stage == stage}
        return len(some), len({each.block for each in self.network.stage(stage)})

    @property
    def shortened(self) -> bool:
        """Whether blocks are left out."""
        shares = map(self.drawn, self.network.stages)
        return any(some < total for some, total in shares)

    def rise(self, bow: Bow) -> float:
        """From the line to the top of a shortcut."""
        return max(self.height(layer) for layer in self._inside(bow)) / 2 + 9

    def _inside(self, bow: Bow) -> list[Layer]:
        place = (bow.stage, bow.block)
        return [bar.layer for bar in self.bars if (bar.layer.stage, bar.layer.block) == place]

    def span(self, stage: int, block: int | None = None) -> tuple[float, float]:
        """Left and right edge of a stage or a block."""
        bars = [
            bar
            for bar in self.bars
            if bar.layer.stage == stage and block in (None, bar.layer.block)
        ]
        return bars[0].x, bars[-1].x + bars[-1].width


def lay_out(
    network: NetworkLayers,
    width: float,
    *,
    to_scale: bool,
    like: NetworkLayers | None = None,
    most: int | None = None,
    only: Collection[int] | None = None,
    unit: float | None = None,
    tall: float = TALL,
) -> Strip:
    """Position every layer within `width` px.

    Args:
        to_scale: whether widths are proportional to channels; they grow with their logarithm
            otherwise.
        like: a network with the same stages that is at least as long; stages start at the same
            positions as its stages.
        most: how many blocks of a stage are drawn at most: the first ones, and the last.
        only: the stages that are drawn; by default all.
        unit: px of the narrowest bar, so that several networks have one scale; by default the
            largest that fits.
        tall: px of the first stage's bars.
    """
    layers = [each for each in network.layers if most is None or _kept(each, network, most)]
    layers = [each for each in layers if only is None or each.stage in only]
    units = [_units(layer, network, to_scale=to_scale) for layer in layers]
    gaps = [GAPS[_gap(a, b)] for a, b in pairwise(layers)]
    unit = unit or min(UNIT[to_scale], (width - ENDS) / (sum(units) + sum(gaps)))
    starts = {}
    if like:
        model = lay_out(like, width, to_scale=to_scale)
        unit = unit_of(model)
        starts = {stage: model.span(stage)[0] for stage in {bar.layer.stage for bar in model.bars}}
    bars: list[Bar] = []
    x = 10.0
    for i, layer in enumerate(layers):
        if i:
            x += gaps[i - 1] * unit
        if not i or layer.stage != layers[i - 1].stage:
            x = starts.get(layer.stage, x)
        bars.append(Bar(layer, x, units[i] * unit))
        x += units[i] * unit
    first = next(layer.size for layer in network.layers if layer.kind != "stem")
    return Strip(network, tuple(bars), tall / first, to_scale)


def lay_out_alike(
    networks: Sequence[NetworkLayers], width: float, *, to_scale: bool
) -> list[Strip]:
    """Position the layers of several networks, all at one scale.

    If bars would be too narrow to be distinguished, only a few blocks of each stage are drawn.
    """
    for most in (None, 4, 3, 2):
        strips = [lay_out(each, width, to_scale=to_scale, most=most) for each in networks]
        unit = min(map(unit_of, strips))
        if unit >= LEGIBLE:
            break
    return [lay_out(each, width, to_scale=to_scale, most=most, unit=unit) for each in networks]


def unit_of(strip: Strip) -> float:
    """Width in px of the network's narrowest bar, whether it is drawn or not."""
    bar = strip.bars[0]
    return bar.width / _units(bar.layer, strip.network, to_scale=strip.to_scale)


def _kept(layer: Layer, network: NetworkLayers, most: int) -> bool:
    """Whether a layer is among the first blocks of its stage, or in the last one.

    A single block is never left out, because dots would take as much room.
    """
    last = max(each.block for each in network.layers if each.stage == layer.stage)
    return last <= most or layer.block in (last, *range(most - 1))


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
    if b.block > a.block + 1:
        return "others"
    return "block" if a.block != b.block else "layer"


def draw_strip(canvas: Canvas, strip: Strip, y: float) -> None:
    """Draw a network with its line at height `y`."""
    residual = bool(strip.network.bows)
    kind = "wire" if residual else "plain"
    x, before = 0.0, strip.bars[0].layer
    for bar in strip.bars:
        if _gap(before, bar.layer) == "others":
            _others(canvas, (x + bar.x) / 2, y, kind, bar.x - x)
        else:
            canvas.line([(x, y), (bar.x, y)], kind)
        _bar(canvas, strip, bar, y)
        x, before = bar.x + bar.width, bar.layer
    canvas.arrow([(x, y), (x + 16, y)], kind)
    for bow in strip.bows:
        _bow(canvas, strip, bow, y)


def _bar(canvas: Canvas, strip: Strip, bar: Bar, y: float) -> None:
    if bar.layer.kind == "lrn":  # no weights, no bar
        canvas.dot(bar.middle, y, 3, "norm")
        return
    height = strip.height(bar.layer)
    kind = {"stem": "bar stem", "fc": "bar stem", "pointwise": "chip"}
    radius = min(1.5, bar.width / 4)
    canvas.box(bar.x, y - height / 2, bar.width, height, kind.get(bar.layer.kind, "bar"), radius)


def _others(canvas: Canvas, x: float, y: float, kind: str, room: float) -> None:
    """Three dots around `x` on the line, for blocks that are not drawn."""
    for side in (-1, 1):
        if room > 26:
            canvas.line([(x + side * room / 2, y), (x + side * 11, y)], kind)
    for i in (-1, 0, 1):
        canvas.dot(x + i * 5, y, 1.6, "others")


def _bow(canvas: Canvas, strip: Strip, bow: Bow, y: float) -> None:
    """A shortcut: dotted where the shape changes; a bead where it is a projection."""
    left, right = strip.span(bow.stage, bow.block)
    bars = [bar for bar in strip.bars if bar.layer.stage == bow.stage]
    reach = min(4.5, bars[0].width * 0.8 + 0.8, _room(strip, bow) / 2 - 0.6)
    left, right, top = left - reach, right + reach, y - strip.rise(bow)
    kind = "thin" + " dotted" * bow.changes
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
    """The gap to the next block on the right, or to the left if there is none."""
    blocks = sorted({bar.layer.block for bar in strip.bars if bar.layer.stage == bow.stage})
    if len(blocks) < 2:
        return 12
    return strip.span(bow.stage, blocks[1])[0] - strip.span(bow.stage, blocks[0])[1]
