"""A lab of recipes: switch a recipe's ingredients on and off."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from resnet_book.choices import one_of
from resnet_book.data.labelled_images import Dataset
from resnet_book.explorers.explorer import Table
from resnet_book.labs.base import MEASURED, WIDE, measured
from resnet_book.labs.depth import TrainingLab
from resnet_book.models.labels import network_label
from resnet_book.models.resnet import ResNet
from resnet_book.training.history import Result
from resnet_book.training.recipes import Recipe

DECAYS = (0.0, 1e-4, 1e-3, 1e-2, 3e-2)
BATCH = 32


class NumberedLab(TrainingLab):
    """A lab with numbered runs and a small recipe like the paper's."""

    count = 0  # number of runs so far

    def run(self) -> Result | None:
        """Train with the controls' values; returns the result, None if the loss diverged."""
        self.count += 1
        return super().run()

    def small_recipe(self, **ingredients: Any) -> Recipe:
        """Batches of 32, no augmentation, the control's rate divided twice; and `ingredients`."""
        given: dict[str, Any] = {"augment": False, "precision": "float32", "batch_size": BATCH}
        rate = round(self.learning_rate.value, 4)
        return Recipe("lab", epochs=self.epochs, learning_rate=rate, **given | ingredients)

    def _name(self, network: ResNet, chosen: Recipe) -> str:
        # Without the recipe: with it, the name would be too long for the figure's legend.
        return f"{network_label(network.spec)}, run {self.count}"


class RecipeLab(NumberedLab):
    """Controls for depth, shortcut, learning rate, weight decay, warm-up and augmentation; curves.

    The recipe follows the paper's: batches of 32, momentum 0.9, the rate divided by 10
    after half and three quarters of the steps. Warm-up: a tenth of the rate in the first
    `warmup_epochs`. Augmentation: that of CIFAR-10, crops from 4 pixels of padding and flips.

    Args:
        chapter: the notebook's name without its ending, for links to it.
        depth, shortcut, learning_rate, data, epochs: see :class:`TrainingLab`.
        weight_decay: one of :data:`DECAYS`.
        warmup, augment: initial values of the check boxes.
        warmup_epochs: the length of the warm-up.
        choices: see :class:`resnet_book.labs.depth.TrainingLab`.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    def __init__(
        self,
        chapter: str,
        *,
        depth: int = 20,
        shortcut: str = "A",
        learning_rate: float = 0.1,
        weight_decay: float = 1e-4,
        warmup: bool = False,
        augment: bool = False,
        data: Dataset | None = None,
        epochs: int = 4,
        warmup_epochs: float = 0.5,
        **choices: Any,
    ) -> None:
        one_of("weight_decay", weight_decay, DECAYS)
        super().__init__(
            chapter,
            depth=depth,
            shortcut=shortcut,
            learning_rate=learning_rate,
            data=data,
            epochs=epochs,
            **choices,
        )
        self.warmup_epochs = warmup_epochs
        self.recipes: dict[str, str] = {}  # a run's name → its recipe in words
        self.weight_decay = widgets.SelectionSlider(
            options=[(f"{decay:g}", decay) for decay in DECAYS],
            value=weight_decay,
            description="weight decay",
            **WIDE,
        )
        self.warmup = widgets.Checkbox(value=warmup, description="warm-up", indent=False)
        self.augment = widgets.Checkbox(
            value=augment, description="augmentation of CIFAR-10", indent=False
        )
        boxes = widgets.HBox([self.warmup, self.augment])
        self.children = [*self.children[:3], self.weight_decay, boxes, *self.children[3:]]

    def recipe(self) -> Recipe:
        """The recipe, from the controls' values."""
        return self.small_recipe(
            weight_decay=self.weight_decay.value,
            warmup="constant",
            warmup_epochs=self.warmup_epochs if self.warmup.value else 0.0,
            augment=self.augment.value,
        )

    def _start(self, name: str, network: ResNet, chosen: Recipe) -> None:
        self.recipes[name] = ", ".join(
            part
            for part in (
                f"rate {chosen.learning_rate:g}",
                f"decay {chosen.weight_decay:g}",
                "warm-up" if chosen.warmup_epochs else "",
                "augmented" if chosen.augment else "",
            )
            if part
        )
        super()._start(name, network, chosen)

    def _summary(self) -> str:
        """A table of the results in the figure, with their recipes."""
        rows = tuple(
            (name, self.recipes[name], *measured(result)) for name, result in self.results.items()
        )
        return Table(("network", "recipe", *MEASURED), rows).html()
