"""The lab about ensembles: train several networks, and average their predictions."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from resnet_book.data.batches import Batches, Standard
from resnet_book.data.labelled_images import Dataset
from resnet_book.explorers.explorer import Table
from resnet_book.labs.base import MEASURED, measured
from resnet_book.labs.recipe import NumberedLab
from resnet_book.models.resnet import ResNet
from resnet_book.training.evaluation import error_of_average, probabilities
from resnet_book.training.history import Result
from resnet_book.training.recipes import Recipe


class EnsembleLab(NumberedLab):
    """Controls for depth, shortcut and learning rate; each run adds a network to the ensemble.

    Each run starts from another seed. The networks in the figure are averaged: the mean of their
    probabilities decides.

    Args:
        chapter: the notebook's name without its ending, for links to it.
        depth, shortcut, learning_rate, data, epochs, choices: see :class:`TrainingLab`.
        weight_decay: of all runs.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    def __init__(
        self,
        chapter: str,
        *,
        depth: int = 8,
        shortcut: str = "A",
        learning_rate: float = 0.1,
        weight_decay: float = 0.03,
        data: Dataset | None = None,
        epochs: int = 9,
        **choices: Any,
    ) -> None:
        super().__init__(
            chapter,
            depth=depth,
            shortcut=shortcut,
            learning_rate=learning_rate,
            data=data,
            epochs=epochs,
            **choices,
        )
        self.weight_decay = weight_decay
        self.probabilities: dict[str, Tensor] = {}  # a run's name → (test images, classes)

    def network(self) -> ResNet:
        """An untrained network, from the controls' values and this run's seed."""
        return self.build(self.shortcut.value, seed=self.count)

    def recipe(self) -> Recipe:
        """Batches of 32, momentum, weight decay, the rate divided twice."""
        return self.small_recipe(weight_decay=self.weight_decay)

    def together(self) -> float:
        """The test error in percent of the networks in the figure, averaged.

        Raises:
            ValueError: the figure has no networks.
        """
        chosen = [self.probabilities[name] for name in self.results if name in self.probabilities]
        if not chosen:
            raise ValueError("no network is trained yet")
        return error_of_average(chosen, self.data.test_labels)

    def _train(self, name: str, network: ResNet, chosen: Recipe) -> Result | None:
        result = super()._train(name, network, chosen)
        if result is not None:
            standard = Standard.of(self.data.train_images)
            device = next(network.parameters()).device
            test_set = Batches(
                self.data.test_images, self.data.test_labels, standard, 500, device=device
            )
            self.probabilities[name] = probabilities(network, test_set)
            self.probabilities = {kept: self.probabilities[kept] for kept in self.results}
            self._finish(self._summary(), "success")
        return result

    def _summary(self) -> str:
        """A table of the results in the figure, and below it the result of their average."""
        rows = [(name, *measured(result)) for name, result in self.results.items()]
        if len(self.probabilities) == len(rows) > 1:
            rows.append((f"{len(rows)} averaged", "", f"{self.together():.1f} %", ""))
        return Table(("network", *MEASURED), tuple(rows)).html()
