"""The simplest lab: choose depth, shortcut and learning rate, and train."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from resnet_book.choices import one_of
from resnet_book.data.labelled_images import Dataset
from resnet_book.labs.base import WIDE, Lab
from resnet_book.labs.in_page import InPageLab
from resnet_book.models.block_designs import block_design
from resnet_book.models.network_specs import WIDTHS
from resnet_book.models.resnet import ResNet, cifar_resnet
from resnet_book.models.shortcuts import SHORTCUTS
from resnet_book.training.recipes import Recipe, recipe
from resnet_book.words import shortcut_option

DEPTHS = range(8, 57, 6)
OFFERED = tuple(name for name in SHORTCUTS if name != "conv")  # another name for C


class TrainingLab(Lab):
    """Controls for depth, shortcut and learning rate; curves, drawn while the network trains.

    Args:
        chapter: the notebook's name without its ending, for links to it.
        depth, shortcut, learning_rate: initial values of the controls.
        data: the digits if left out.
        epochs: of each run.
        choices: any other choice about the blocks, for all runs, such as
            ``squeeze_excitation=4``; see :class:`resnet_book.models.block_designs.BlockDesign`.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    def __init__(
        self,
        chapter: str,
        *,
        depth: int = 32,
        shortcut: str = "none",
        learning_rate: float = 0.02,
        data: Dataset | None = None,
        epochs: int = 5,
        **choices: Any,
    ) -> None:
        one_of("depth", depth, DEPTHS)
        one_of("shortcut", shortcut, OFFERED)
        if not 0.001 <= learning_rate <= 1:
            raise ValueError(f"learning_rate {learning_rate!r} is not from 0.001 to 1")
        block_design(**choices)  # a bad choice fails now, not at the first run
        self.choices = choices
        super().__init__(chapter, data=data, epochs=epochs)
        self.depth = widgets.SelectionSlider(
            options=DEPTHS, value=depth, description="depth", **WIDE
        )
        names = [(shortcut_option(kind), kind) for kind in OFFERED]
        self.shortcut = widgets.Dropdown(
            options=names, value=shortcut, description="shortcut", **WIDE
        )
        self.learning_rate = widgets.FloatLogSlider(
            value=learning_rate,
            min=-3,
            max=0,
            step=0.1,
            description="learning rate",
            readout_format=".3f",
            **WIDE,
        )
        self.show(self.depth, self.shortcut, self.learning_rate)

    def network(self) -> ResNet:
        """An untrained network, from the controls' values; labs with more controls override it."""
        return self.build(self.shortcut.value)

    def build(self, shortcut: str, **choices: Any) -> ResNet:
        """A network of the chosen depth for the lab's data; `choices` override the lab's own."""
        return cifar_resnet(
            self.depth.value,
            shortcut,
            in_channels=self.data.channels,
            classes=len(self.data.classes),
            **self.choices | choices,
        )

    def recipe(self) -> Recipe:
        """The quick recipe, with the lab's epochs and the control's learning rate."""
        rate = round(self.learning_rate.value, 4)
        return recipe("quick").with_changes(epochs=self.epochs, learning_rate=rate)

    def in_page(self) -> InPageLab:
        """The same lab for a page without a kernel, with basic blocks; it shows this one's runs."""
        return self._in_page(
            trained_width=WIDTHS["cifar"],
            shortcuts=OFFERED,
            depth=self.depth.value,
            shortcut=self.shortcut.value,
            epochs=self.epochs,
        )

    def _in_page(self, **view: Any) -> InPageLab:
        return InPageLab(
            {self.lines[name]: [epochs] for name, epochs in self.runs.items() if epochs},
            self.results,
            depths=DEPTHS,
            learning_rate=round(self.learning_rate.value, 4),
            **self.choices | view,
        )
