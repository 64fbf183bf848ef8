"""A block by the shapes of its tensors: bars as wide as their channels, squares for the cost.

A bar is a tensor, to scale; between two bars is the convolution that computes the second from the
first. A square is w² multiply-adds for each pixel of the block's output: a 3×3 convolution from w
to w channels has nine.
"""

from __future__ import annotations

from dataclasses import dataclass

from resnet_book.drawing.diagrams.blocks.anatomy import Anatomy, Part, anatomy
from resnet_book.drawing.diagrams.blocks.cost_squares import GAP, draw_cost, draw_squares, row_width
from resnet_book.drawing.diagrams.blocks.spelling import block_alt
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.drawing.diagrams.svg.lettering import label_width
from resnet_book.drawing.diagrams.svg.pages import Diagram
from resnet_book.drawing.diagrams.svg.style_sheet import NARROW, WIDE
from resnet_book.models.block_designs import BlockDesign
from resnet_book.palette import HUES
from resnet_book.words import SHAPES

TOP, BOTTOM, BAR = 46, 300, 16  # first and last bar, and their height
PLUS, END = 342, 376


@dataclass(frozen=True)
class Shape:
    """A block by its tensors.

    Attributes:
        title: above the block.
        block: its parts.
        width: channels that squares count in: w.
    """

    title: str
    block: Anatomy
    width: int

    @property
    def convolutions(self) -> list[Part]:
        return [part for part in self.block.branch if part.kind == "conv"]

    @property
    def channels(self) -> list[int]:
        """The channels of each tensor, from x to F(x)."""
        return [self.block.in_channels, *(conv.channels for conv in self.convolutions)]

    @property
    def costs(self) -> list[float]:
        """The cost of each convolution, in w² multiply-adds per pixel."""
        return [
            self._cost(conv, before)
            for conv, before in zip(self.convolutions, self.channels, strict=False)
        ]

    @property
    def projection(self) -> float:
        """The cost of a convolution on the shortcut, in the same unit."""
        return sum(
            self._cost(part, self.block.in_channels)
            for part in self.block.shortcut
            if part.kind == "conv"
        )

    def _cost(self, conv: Part, before: int) -> float:
        return conv.kernel**2 * before * conv.channels / self.width**2


def compare_shapes(*designs: BlockDesign, width: int = 64) -> Diagram:
    """Draw blocks by the widths of their tensors and the cost of their convolutions.

    By default, a basic block next to a bottleneck (He et al. 2015, Figure 5).

    Args:
        width: of the 3×3 convolutions, in channels.
    """
    designs = designs or (BlockDesign(), BlockDesign("bottleneck"))
    shapes = []
    for design in designs:
        sizes = {"in_channels": width * design.expansion, "width": width}
        shapes.append(Shape(_title(design, designs), anatomy(design, **sizes), width))
    alt = "; ".join(map(_alt, shapes))
    alt = (
        f"Widths of tensors to scale, and a square for each {width}² multiply-adds a pixel. {alt}."
    )
    return Diagram(_draw(shapes, WIDE), _draw(shapes, NARROW), alt)


def _title(design: BlockDesign, designs: tuple[BlockDesign, ...]) -> str:
    name = SHAPES[design.shape].removesuffix("s")
    same = [each for each in designs if each.shape == design.shape]
    if len(same) > 1 and design.shortcut in ("C", "conv"):
        return "with a projection"
    return name


def _alt(shape: Shape) -> str:
    channels = ", ".join(map(str, shape.channels))
    costs = " + ".join(f"{cost:g}" for cost in shape.costs)
    text = f"{block_alt(shape.block)}; channels {channels}; cost {costs} = {sum(shape.costs):g} w²"
    return text + (f", and {shape.projection:g} w² on the shortcut" if shape.projection else "")


@dataclass(frozen=True)
class Plan:
    """The positions of the parts of a panel, in px from its left edge."""

    scale: float  # px of a channel
    middle: float
    arc: float
    squares: float  # 0 if the costs are below
    width: float


def _plan(shape: Shape, *, narrow: bool, unit: float) -> Plan:
    """Lay out a panel in which w channels are `unit` px wide."""
    scale = unit / shape.width
    widest = scale * max(shape.channels)
    title = label_width(shape.title, "title")
    middle = max(widest / 2 + 4, title / 2)
    arc = middle + widest / 2 + (34 if shape.projection else 20 if narrow else 26)
    edge = arc + (24 if shape.projection else 2)
    if narrow:
        below = max(title, _squares(shape), label_width(_sum(shape), "maths")) / 2
        return Plan(scale, max(middle, below), arc + max(0, below - middle), 0, edge + 4)
    return Plan(scale, middle, arc, edge + 16, edge + 16 + 92)


def _plans(shapes: list[Shape], width: float, *, narrow: bool) -> list[Plan]:
    """All panels in one row if they fit with half-width bars; otherwise with full bars."""
    full = 60
    for unit in (30,) if narrow else range(full, 29, -2):
        plans = [_plan(shape, narrow=narrow, unit=unit) for shape in shapes]
        if sum(plan.width + 16 for plan in plans) <= width:
            return plans
    return [_plan(shape, narrow=narrow, unit=30 if narrow else full) for shape in shapes]


def _draw(shapes: list[Shape], width: float) -> Canvas:
    canvas = Canvas(width)
    plans = _plans(shapes, width, narrow=canvas.narrow)
    rows: list[list[int]] = [[]]
    for i, plan in enumerate(plans):
        if rows[-1] and sum(plans[j].width + 16 for j in rows[-1]) + plan.width > width:
            rows.append([])
        rows[-1].append(i)
    top = 0.0
    for row in rows:
        room = (width - sum(plans[i].width for i in row)) / len(row)
        left = room / 2
        for place, i in enumerate(row):
            if place:
                x = left - room / 2
                canvas.line([(x, top + 26), (x, top + END)], "rule")
            with canvas.shifted(left, top):
                _panel(canvas, shapes[i], plans[i])
            left += plans[i].width + room
        top += END + (84 if canvas.narrow else 20)
    note = "A filled bar is a stack of feature maps, as wide as its channels; between two stands a "
    note += f"convolution. *w*: {shapes[0].width} channels. A square: *w*² multiply-adds a pixel."
    note += f" {HUES['residual'].capitalize()}: *x*, carried around."
    if any(shape.projection for shape in shapes):
        note += f" {HUES['fourth'].capitalize()}: the convolution on the shortcut."
    canvas.height = canvas.lines(4, top + 12, note, width - 8, "legend") - 8
    return canvas


def _panel(canvas: Canvas, shape: Shape, plan: Plan) -> None:
    x = plan.middle
    canvas.text(x, 16, shape.title, "title", "middle")
    if shape.block.residual:
        _shortcut(canvas, shape, plan)
    step = (BOTTOM - TOP) / len(shape.convolutions)
    tops = [TOP + i * step for i in range(len(shape.channels))]
    canvas.line([(x, 28), (x, TOP)], "wire")
    for i, conv in enumerate(shape.convolutions):
        _funnel(canvas, x, tops[i : i + 2], [plan.scale * c for c in shape.channels[i : i + 2]])
        middle = (tops[i] + BAR + tops[i + 1]) / 2
        canvas.chip(x, middle, 30 if canvas.narrow else 46, "conv", f"{conv.kernel}×{conv.kernel}")
        if plan.squares:
            draw_cost(canvas, plan.squares, middle, shape.costs[i], "unit")
    for top, channels in zip(tops, shape.channels, strict=True):
        wide = plan.scale * channels
        canvas.box(x - wide / 2, top, wide, BAR, "bar", 2)
        canvas.text(x, top + 12.5, str(channels), "inverse", "middle")
    _end(canvas, shape, plan)
    _total(canvas, shape, plan)


def _end(canvas: Canvas, shape: Shape, plan: Plan) -> None:
    x, start = plan.middle, BOTTOM + BAR
    if shape.block.residual:
        canvas.arrow([(x, start), (x, PLUS - 11)], "wire")
        canvas.plus(x, PLUS)
        start = PLUS + 11
    canvas.arrow([(x, start), (x, END)], "wire")


def _funnel(canvas: Canvas, x: float, tops: list[float], widths: list[float]) -> None:
    (top, bottom), (a, b) = tops, widths
    canvas.path(
        f"M{x - a / 2:.5g} {top + BAR:.5g}H{x + a / 2:.5g}L{x + b / 2:.5g} {bottom:.5g}"
        f"H{x - b / 2:.5g}Z",
        "funnel",
    )


def _shortcut(canvas: Canvas, shape: Shape, plan: Plan) -> None:
    x, middle = plan.arc, _beside(shape)
    stops = [(plan.middle, 34.0), (x, 34.0)]
    line = "carried dotted" if shape.block.reshapes else "carried"
    if shape.projection:
        canvas.line([*stops, (x, middle - 13)], line, radius=14)
        canvas.chip(x, middle, 46, "conv toll", "1×1")
        stops = [(x, middle + 13)]
    canvas.arrow([*stops, (x, PLUS), (plan.middle + 11, PLUS)], line, radius=14)


def _beside(shape: Shape) -> float:
    """The height of a projection: between the first two convolutions."""
    return TOP + (BOTTOM - TOP) / len(shape.convolutions) + BAR / 2


def _sum(shape: Shape) -> str:
    """The cost of the block, as markup; first that of the branch."""
    branch = f"{sum(shape.costs):g}"
    return f"({branch} + {shape.projection:g})*w*²" if shape.projection else f"{branch}*w*²"


def _total(canvas: Canvas, shape: Shape, plan: Plan) -> None:
    """The cost of the block: next to the sum, or below the block on a phone."""
    x = plan.squares
    if x:
        if shape.projection:
            draw_cost(canvas, x, _beside(shape), shape.projection, "made")
        canvas.line([(x, PLUS - 16), (x + 88, PLUS - 16)], "axis")
        if not shape.projection:
            canvas.text(x, PLUS + 4.5, "in all", "note")
        canvas.text(x if shape.projection else x + 44, PLUS + 5, _sum(shape), "maths")
        return
    x = plan.middle - _squares(shape) / 2
    for cost in shape.costs:
        x += draw_squares(canvas, x, END + 24, cost, "unit") + GAP
    if shape.projection:
        draw_squares(canvas, x, END + 24, shape.projection, "made")
    canvas.text(plan.middle, END + 60, _sum(shape), "maths", "middle")


def _squares(shape: Shape) -> float:
    """The width of the squares of all convolutions in one row."""
    return row_width([*shape.costs, *([shape.projection] if shape.projection else [])])
