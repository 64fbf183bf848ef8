"""The cost calculator: parameters and multiply-adds per stage, for any depth, block and shortcut.

Two networks, of one and of two blocks a stage, tell the cost of every depth
(:func:`resnet_book.models.counting.of_stage`), and a test counts the others too.
"""

from __future__ import annotations

from functools import cache

import torch

from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.explorers.common_words import CONTROLS
from resnet_book.explorers.explorer import Control, Explorer, Table
from resnet_book.models.blocks import BlockDesign
from resnet_book.models.counting import Costs, StageCost, costs, of_stage
from resnet_book.models.resnet import IMAGENET, WIDTHS, NetworkSpec, ResNet, usual_shortcut
from resnet_book.palette import PLAIN, RESIDUAL
from resnet_book.results.paper_networks import CIFAR_DEPTHS, counted
from resnet_book.words import SHORTCUT_OPTIONS

FAMILIES = {
    "cifar-basic": "CIFAR, basic blocks",
    "cifar-bottleneck": "CIFAR, bottlenecks",
    "imagenet": "ImageNet",
}
DEPTHS = {
    "cifar-basic": (*(6 * n + 2 for n in range(1, 19)), 1202),
    "cifar-bottleneck": (*(9 * n + 2 for n in range(1, 19)), 1001),
    "imagenet": tuple(IMAGENET),
}
STRIDES = {"1x1": "the first convolution (2015)", "3x3": "the 3×3 convolution (torchvision)"}
# In the table: the depths of the papers' own networks.
LISTED = {
    "cifar-basic": CIFAR_DEPTHS,
    "cifar-bottleneck": (164, 1001),
    "imagenet": DEPTHS["imagenet"],
}
SIZES = {"cifar": (3, 32, 32), "imagenet": (3, 224, 224)}
PART = {"conv1": "stem", "bn1": "stem", "maxpool": "stem", "avgpool": "head", "fc": "head"}

WORDS = CONTROLS | {
    "not_measured": "The counts of this network did not come with this page.",
    "stage": "stage",
    "output": "output",
    "parameters": "parameters",
    "multiplyAdds": "multiply-adds",
    "by_stage": "{what} by stage",
    "all": "all",
    "total": "{parameters} parameters, {multiplyAdds} multiply-adds.",
    "against": "Against the pinned network (depth {depth}, shortcut {shortcut}; the ticks): "
    "{parameters} times the parameters, {multiplyAdds} times the multiply-adds.",
    "printed": "Printed: {value} ({what}).",
    "source": "{metric}, {unit}s: {source}",
}


class CostExplorer(Explorer):
    """Parameters and multiply-adds of every stage, by family, depth, shortcut and stride.

    Args:
        family, depth, shortcut, stride_on: the view at the start.
        name: in the page's address.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    height, narrow_height = 65.2, 81.8

    def __init__(
        self,
        family: str = "cifar-basic",
        depth: int = 56,
        shortcut: str = "A",
        stride_on: str = "1x1",
        *,
        name: str = "cost",
    ) -> None:
        depths = tuple((f, tuple((d, str(d)) for d in DEPTHS[f])) for f in FAMILIES)
        first = tuple(STRIDES.items())
        strides = tuple((f, first if f == "imagenet" else first[:1]) for f in FAMILIES)
        super().__init__(
            "cost",
            name,
            "For one image of 32×32 pixels and 10 classes (CIFAR), or of 224×224 and 1000 "
            "(ImageNet). Convolutions and the linear layer count as multiply-adds; all "
            "parameters count, those of batch normalisation too.",
            [
                (Control("family", "Network", tuple(FAMILIES.items())), family),
                (Control("depth", "Depth", depths, "range", per="family"), depth),
                (Control("shortcut", "Shortcut", tuple(SHORTCUT_OPTIONS.items())), shortcut),
                (Control("stride_on", "Bottlenecks stride on", strides, per="family"), stride_on),
            ],
            {"families": {f: _content(f) for f in FAMILIES}, "published": _published()},
            _table(),
            WORDS,
        )

    def costs(self) -> Costs:
        """The stages of the network that is chosen."""
        return stages(self.family, self.depth, self.shortcut, self.stride_on)

    def picture(self) -> Picture:
        """Bars of both costs, a row for each stage."""
        found = self.costs().stages
        names = [stage.name for stage in found]
        colour = PLAIN if self.shortcut == "none" else RESIDUAL
        with drawing(5.2, 3.6, nrows=2) as (figure, axes):
            for axis, what in zip(axes, ("parameters", "multiply_adds"), strict=True):
                axis.barh(names, [getattr(stage, what) for stage in found], color=colour)
                axis.invert_yaxis()
                axis.set(xlabel=what.replace("_", "-"))
        total = self.costs()
        return Picture(
            figure,
            f"{FAMILIES[self.family]}, depth {self.depth}, shortcut {self.shortcut}: "
            f"{total.parameters:,} parameters, {total.multiply_adds:,} multiply-adds. "
            + "; ".join(f"{s.name} {s.parameters:,} and {s.multiply_adds:,}" for s in found),
        )


def _table() -> Table:
    """The depths that the papers built, with the shortcuts that they have there."""
    rows = []
    for family, depths in LISTED.items():
        for depth in depths:
            shortcut = usual_shortcut(family, depth)
            total = stages(family, depth, shortcut, "1x1")
            rows.append(
                (
                    FAMILIES[family],
                    str(depth),
                    shortcut,
                    f"{total.parameters:,}",
                    f"{total.multiply_adds:,}",
                )
            )
    return Table(("network", "depth", "shortcut", "parameters", "multiply-adds"), tuple(rows))


def _published() -> list[dict[str, object]]:
    """The papers' own figures: of which view, the value, and what it is."""
    found: list[dict[str, object]] = []
    for cell, spec in counted().items():
        family = {"cifar": "cifar-basic"}.get(spec.family, spec.family)
        view = {"family": family, "depth": spec.depth, "shortcut": spec.design.shortcut}
        if family == "imagenet":
            view["stride_on"] = spec.design.stride_on
        what = WORDS["source"].format(metric=cell.metric, unit=cell.unit, source=cell.source)
        found.append({"of": view, "value": cell.value, "what": what})
    return found


def blocks_of(family: str, depth: int) -> tuple[str, tuple[int, ...]]:
    """The shape of the blocks, and how many each stage has."""
    if family == "imagenet":
        return IMAGENET[depth]
    shape = family.removeprefix("cifar-")
    return shape, ((depth - 2) // (6 if shape == "basic" else 9),) * 3


def stages(family: str, depth: int, shortcut: str, stride_on: str) -> Costs:
    """The cost of each stage; the stem is all before the first, the head all after the last."""
    shape, counts = blocks_of(family, depth)
    one, two = _counted(family.split("-")[0], shape, shortcut, stride_on)
    body = iter(counts)
    found = []
    for a, b in zip(one, two, strict=True):
        blocks = next(body) if a.name.startswith("layer") else 1
        parameters = of_stage(a.parameters, b.parameters, blocks)
        work = of_stage(a.multiply_adds, b.multiply_adds, blocks)
        found.append(StageCost(a.name, a.shape, parameters, work))
    return Costs(tuple(found))


@cache
def _counted(
    family: str, shape: str, shortcut: str, stride_on: str
) -> tuple[tuple[StageCost, ...], tuple[StageCost, ...]]:
    """The stages of the networks with one, and with two blocks in each."""
    design = BlockDesign(shape, shortcut, stride_on=stride_on)
    classes, count = (10, 3) if family == "cifar" else (1000, 4)
    found = []
    for n in (1, 2):
        spec = NetworkSpec(family, 0, (n,) * count, design, WIDTHS[family], 3, classes)
        with torch.device("meta"):
            network = ResNet(spec)
        found.append(merged(costs(network, SIZES[family])))
    return found[0], found[1]


def merged(found: Costs) -> tuple[StageCost, ...]:
    """The stages, with all before the first as the stem, and all after the last as the head."""
    parts: dict[str, StageCost] = {}
    for stage in found.stages:
        name = PART.get(stage.name, stage.name)
        before = parts.get(name)
        parts[name] = StageCost(
            name,
            stage.shape,
            stage.parameters + (before.parameters if before else 0),
            stage.multiply_adds + (before.multiply_adds if before else 0),
        )
    return tuple(parts.values())


def _content(family: str) -> dict[str, object]:
    """For the page: blocks by depth, and for each design the stages of one block and of two."""
    depths = {depth: blocks_of(family, depth) for depth in DEPTHS[family]}
    shapes = {shape for shape, _ in depths.values()}
    strides = STRIDES if family == "imagenet" else ("1x1",)
    return {
        "blocks": {depth: [shape, list(counts)] for depth, (shape, counts) in depths.items()},
        "designs": {
            f"{shape} {shortcut} {stride}": [
                [
                    a.name,
                    list(a.shape),
                    a.parameters,
                    a.multiply_adds,
                    b.parameters - a.parameters,
                    b.multiply_adds - a.multiply_adds,
                ]
                for a, b in zip(
                    *_counted(family.split("-")[0], shape, shortcut, stride), strict=True
                )
            ]
            for shape in sorted(shapes)
            for shortcut in SHORTCUT_OPTIONS
            for stride in strides
        },
    }
