"""The lab of the chapter on residual learning: append blocks to a trained network, and train on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets as widgets
import torch

from resnet_book.choices import one_of
from resnet_book.data.batches import Batches, Standard
from resnet_book.data.labelled_images import Dataset
from resnet_book.drawing.looks import Key
from resnet_book.labs.base import WIDE, Lab
from resnet_book.models.resnet import ResNet
from resnet_book.training.evaluation import evaluate
from resnet_book.training.history import Epoch
from resnet_book.training.recipes import Recipe, recipe

MOST = 6  # blocks appended to each stage
RATES = (0.0001, 0.1)

Grow = Callable[[ResNet, int, str], ResNet]


class GrowthLab(Lab):
    """Controls for the number of new blocks, their start and the rate; curves from epoch 0.

    Args:
        chapter: the notebook's name without its ending, for links to it.
        network: trained already, of any design; it is not changed.
        grow: ``grow(network, added, start)`` returns a copy with blocks appended to each stage.
        starts: the values of `start` that `grow` takes, in the order of the control.
        added, start, learning_rate: initial values of the controls.
        data: the digits if left out.
        epochs: of each run.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    def __init__(
        self,
        chapter: str,
        network: ResNet,
        grow: Grow,
        starts: Sequence[str],
        *,
        added: int = MOST,
        start: str | None = None,
        learning_rate: float = 0.02,
        data: Dataset | None = None,
        epochs: int = 2,
    ) -> None:
        one_of("added", added, range(1, MOST + 1))
        start = start or starts[0]
        one_of("start", start, starts)
        if not RATES[0] <= learning_rate <= RATES[1]:
            raise ValueError(f"learning_rate {learning_rate!r} is not from 0.0001 to 0.1")
        super().__init__(chapter, data=data, epochs=epochs)
        self.trained, self.grow = network, grow
        self.added = widgets.IntSlider(
            value=added, min=1, max=MOST, description="blocks a stage", **WIDE
        )
        self.begin = widgets.Dropdown(options=starts, value=start, description="they begin", **WIDE)
        self.learning_rate = widgets.FloatLogSlider(
            value=learning_rate,
            min=-4,
            max=-1,
            step=0.1,
            description="learning rate",
            readout_format=".4f",
            **WIDE,
        )
        self.show(self.added, self.begin, self.learning_rate)

    def network(self) -> ResNet:
        """A copy of the trained network with blocks appended, from the controls' values."""
        return self.grow(self.trained, self.added.value, self.begin.value)

    def recipe(self) -> Recipe:
        """The quick recipe, with the lab's epochs and the control's learning rate."""
        rate = round(self.learning_rate.value, 5)
        return recipe("quick").with_changes(epochs=self.epochs, learning_rate=rate)

    def _name(self, network: ResNet, chosen: Recipe) -> str:
        depth = self.trained.spec.depth + 2 * self.added.value * len(self.trained.stages)
        return f"grown-{depth}, {self.begin.value}, rate {chosen.learning_rate:g}"

    def _key(self, name: str, network: ResNet) -> Key:
        """The run's name, because a grown network has no spec."""
        return name

    def _start(self, name: str, network: ResNet, chosen: Recipe) -> None:
        super()._start(name, network, chosen)
        before = self._measure(network)
        self._show(name, Epoch(0, chosen.learning_rate, *before, None, None, 0.0))

    def _measure(self, network: ResNet) -> tuple[float, float]:
        """Loss and error in percent on the training images, before the training continues."""
        images, labels = self.data.train_images, self.data.train_labels
        device: torch.device = next(network.parameters()).device
        batches = Batches(images, labels, Standard.of(images), 128, device=device)
        return evaluate(network, batches)
