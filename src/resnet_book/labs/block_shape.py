"""A lab of block shapes: basic blocks and bottlenecks at the same depth; cost, time and errors."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from resnet_book.choices import one_of
from resnet_book.data.labelled_images import Dataset
from resnet_book.drawing.looks import Key, label
from resnet_book.explorers.explorer import Table
from resnet_book.labs.base import MEASURED, WIDE, measured
from resnet_book.labs.depth import TrainingLab
from resnet_book.models.block_designs import BRANCHES
from resnet_book.models.counting import Costs, costs
from resnet_book.models.labels import network_label
from resnet_book.models.resnet import ResNet

# Depths that both shapes of block can have: 6n + 2 and 9n + 2.
DEPTHS = (20, 38, 56)


class BottleneckLab(TrainingLab):
    """Controls for depth, block and shortcut; curves, and a table of costs, time and errors.

    Args:
        chapter: the notebook's name without its ending, for links to it.
        depth: one of :data:`DEPTHS`.
        block: ``basic`` or ``bottleneck``.
        shortcut, data, epochs, choices: see :class:`resnet_book.labs.depth.TrainingLab`.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    def __init__(
        self,
        chapter: str,
        *,
        depth: int = 20,
        block: str = "bottleneck",
        shortcut: str = "A",
        data: Dataset | None = None,
        epochs: int = 5,
        **choices: Any,
    ) -> None:
        one_of("depth", depth, DEPTHS)
        one_of("block", block, BRANCHES)
        super().__init__(
            chapter, depth=depth, shortcut=shortcut, data=data, epochs=epochs, **choices
        )
        self.depth = widgets.SelectionSlider(
            options=DEPTHS, value=depth, description="depth", **WIDE
        )
        shapes = [
            (f"{name}: {', '.join(f'{size}×{size}' for size, _ in layers)}", name)
            for name, layers in BRANCHES.items()
        ]
        self.block = widgets.Dropdown(options=shapes, value=block, description="block", **WIDE)
        self.costs: dict[str, Costs] = {}
        self.show(self.depth, self.block, self.shortcut)

    def network(self) -> ResNet:
        """An untrained network, from the controls' values; its costs are kept for the table."""
        network = self.build(self.shortcut.value, block=self.block.value)
        self.costs[network_label(network.spec)] = costs(network, self.data.image_shape)
        return network

    def _key(self, name: str, network: ResNet) -> Key:
        """The network without its learning rate, which is the same in all runs of this lab."""
        return network.spec

    def _summary(self) -> str:
        """A table of the results in the figure, one column each, so that it fits on a phone."""
        columns = []
        for name, result in self.results.items():
            short = label(self.lines[name])
            cost = self.costs[short]
            counts = (f"{cost.parameters:,}", f"{cost.multiply_adds:,}")
            columns.append((short, *counts, *measured(result)))
        names = ("network", "parameters", "multiply-adds", *MEASURED)
        head, *rows = zip(names, *columns, strict=True)
        return Table(head, tuple(rows)).html()
