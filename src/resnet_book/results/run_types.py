"""A recorded training: its curves and final numbers, or the epoch in which it diverged."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from resnet_book.models.labels import network_label
from resnet_book.models.network_specs import NetworkSpec, cifar_spec
from resnet_book.results.provenance import Data, Environment
from resnet_book.results.weights import Weights
from resnet_book.training.history import Epoch
from resnet_book.training.recipes import Recipe


@dataclass(frozen=True)
class Final:
    """The numbers after the last epoch (never of the best); errors in percent.

    Attributes:
        train_loss, train_error: of the weights on the training images, without augmentation.
        test_loss, test_error: on the test images.
        seconds: training time of all epochs.
        images_per_second: training images processed per second of that time.
        parameters, multiply_adds: of the network.
    """

    train_loss: float
    train_error: float
    test_loss: float
    test_error: float
    seconds: float
    images_per_second: float
    parameters: int
    multiply_adds: int


@dataclass(frozen=True)
class Run:
    """A recorded run.

    Attributes:
        path: of its file.
        command: the command that records it again.
        epochs: the curves; of a training that diverged, up to the last finite epoch.
        final: None if the training diverged.
        diverged: the epoch, counted from 1, in which the loss was no longer finite; None if the
            training finished.
        weights: the file of the weights, next to the record; None if they were not saved.
    """

    path: Path
    spec: NetworkSpec
    recipe: Recipe
    data: Data
    seed: int
    environment: Environment
    commit: str
    command: str
    epochs: tuple[Epoch, ...] = field(repr=False)
    final: Final | None
    diverged: int | None = None
    weights: Weights | None = None

    @property
    def name(self) -> str:
        """The network's name in files and on the command line, such as ``resnet-20-A``."""
        return self.spec.name

    @property
    def label(self) -> str:
        """The network's name for readers, such as ``ResNet-20``."""
        return network_label(self.spec)

    @property
    def of_2015(self) -> bool:
        """Whether the network is one of He et al. 2015, section 4.2: plain, or with option A."""
        try:
            networks = [cifar_spec(self.spec.depth, shortcut) for shortcut in ("none", "A")]
        except ValueError:  # no network of basic blocks has this depth
            return False
        return self.spec in networks

    @property
    def train_error(self) -> float | None:
        """Of the last epoch's weights on the training images, without augmentation, in percent."""
        return self.final.train_error if self.final else None

    @property
    def test_error(self) -> float | None:
        """Of the last epoch's weights on the test images, in percent."""
        return self.final.test_error if self.final else None
