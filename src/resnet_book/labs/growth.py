"""The lab of the chapter on residual learning: append blocks to a trained network, and train on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets as widgets
import torch
from torch import nn

from resnet_book.choices import one_of
from resnet_book.data.batches import Batches, Standard
from resnet_book.data.datasets import Dataset
from resnet_book.labs.depth import WIDE, TrainingLab
from resnet_book.training.evaluation import evaluate
from resnet_book.training.loop import Epoch, Result
from resnet_book.training.recipes import recipe

MOST = 6  # blocks appended to each stage
RATES = (0.0001, 0.1)

Grow = Callable[[nn.Module, int, str], nn.Module]


class GrowthLab(TrainingLab):
    """How many blocks, how they begin, how fast to train on; Run; the error from before the start.

    Args:
        chapter: the notebook's name without its ending, for the link to Colab.
        network: trained already; it is left as it is.
        grow: ``grow(network, added, start)`` returns a copy with blocks appended to each stage.
        starts: what `grow` takes as a start, in the order of the list.
        added, start, learning_rate: the controls' first values.
        data: the digits if left out.
        epochs: of each run.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    def __init__(
        self,
        chapter: str,
        network: nn.Module,
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
            value=learning_rate, min=-4, max=-1, step=0.1, description="learning rate",
            readout_format=".4f", **WIDE,
        )  # fmt: skip
        run = widgets.HBox([self.button, self.progress])
        controls = [self.added, self.begin, self.learning_rate]
        self.children = [*controls, run, self.message, self.curves]

    def run(self) -> Result | None:
        """Grow and train on with the controls' values; None if the loss diverged."""
        rate = round(self.learning_rate.value, 5)
        grown = self.network()
        depth = self.trained.spec.depth + 2 * self.added.value * len(self.trained.stages)
        name = f"grown-{depth}-{self.begin.value}, {rate:g}"
        self._start(name)
        self._show(name, Epoch(0, rate, *self._measure(grown), None, None, 0.0))
        chosen = recipe("quick").with_changes(epochs=self.epochs, learning_rate=rate)
        return self._train(name, grown, chosen)

    def network(self) -> nn.Module:
        """A grown copy of the trained network, as the controls say."""
        return self.grow(self.trained, self.added.value, self.begin.value)

    def _measure(self, network: nn.Module) -> tuple[float, float]:
        """Loss and error in percent on the training images, before training on."""
        images, labels = self.data.train_images, self.data.train_labels
        device: torch.device = next(network.parameters()).device
        batches = Batches(images, labels, Standard.of(images), 128, device=device)
        return evaluate(network, batches)
