"""The layers of the papers' networks, with all numbers that the network map shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import torch

from resnet_book.drawing.diagrams.networks.network_layers import place, vgg_layers
from resnet_book.models.families import Member
from resnet_book.models.layer_costs import LayerCost, layer_costs
from resnet_book.results.layer_times import LayerTimes


@dataclass(frozen=True)
class Placed:
    """A layer of a network, and its place in the network.

    Attributes:
        stage: 0 for a stem, 1 for the first stage, …; one more than the last for linear layers.
        block: index within the stage, from 0.
        time: milliseconds, as recorded.
    """

    cost: LayerCost
    stage: int
    block: int
    time: float


@cache
def _costs(each: Member) -> tuple[LayerCost, ...]:
    with torch.device("meta"):
        network = each.build()
    return layer_costs(network, each.size)


def placed(each: Member, times: LayerTimes) -> tuple[Placed, ...]:
    """The layers of a network in the order they run, with their recorded times."""
    costs, recorded = _costs(each), times.networks[each.key]
    if isinstance(each.design, str):
        stages = [(layer.stage, 0) for layer in vgg_layers(each.design).layers]
    else:
        stages = [place(cost.name, len(each.design.blocks) + 1) for cost in costs]
    return tuple(
        Placed(cost, stage, block, recorded[cost.name])
        for cost, (stage, block) in zip(costs, stages, strict=True)
    )


def value(layer: Placed, measure: str) -> float:
    """A measure of a layer: an attribute of :class:`LayerCost`, or its ``time``."""
    return layer.time if measure == "time" else float(getattr(layer.cost, measure))


def stage_sums(layers: Sequence[Placed], measure: str) -> list[tuple[int, int, float]]:
    """Index, image size and sum of each stage; for the field of view, the last layer's value."""
    found = []
    for stage in sorted({layer.stage for layer in layers}):
        inside = [layer for layer in layers if layer.stage == stage]
        values = [value(layer, measure) for layer in inside]
        total = max(values) if measure == "field" else sum(values)
        found.append((stage, inside[-1].cost.out_size, total))
    return found
