"""One training loop, for the CPU and the GPU: SGD with momentum, as in the papers.

    result = train(cifar_resnet(20, in_channels=1), digits(), recipe("quick"), seed=0)
    result.train_error, result.test_error    # in percent, of the last epoch

Training is a function of the network, the data, the recipe and the seed. Each epoch draws its
randomness from (seed, epoch) alone, so that a run which is killed and started again from its
checkpoint takes the same steps as one that was not; on one CPU with as many threads, to the last
bit.
"""

from __future__ import annotations

import dataclasses
import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import nn
from torch.nn import functional

from resnet_book.data.batches import Batches, Standard
from resnet_book.data.datasets import Dataset
from resnet_book.progress import progress_bar
from resnet_book.training.checkpoints import Checkpoint, identity, restore
from resnet_book.training.evaluation import evaluate
from resnet_book.training.precision import autocast, choose_precision, without_tf32
from resnet_book.training.processes import Processes
from resnet_book.training.recipes import Recipe


@dataclass(frozen=True)
class Epoch:
    """What is known of one epoch; errors in percent.

    Attributes:
        learning_rate: of the epoch's last step.
        train_loss, train_error: means over the epoch's batches, while the weights move and with
            augmentation, as in the papers' curves.
        test_loss, test_error: at the epoch's end; ``None`` where they were not measured.
        seconds: training time, without the test.
    """

    epoch: int
    learning_rate: float
    train_loss: float
    train_error: float
    test_loss: float | None
    test_error: float | None
    seconds: float


@dataclass(frozen=True)
class Result:
    """A finished training; errors in percent, of the last epoch's weights in evaluation mode.

    Attributes:
        epochs: the curves.
        train_loss, train_error: on the training images, without augmentation.
        test_loss, test_error: on the test images.
        seconds: training time of all epochs.
        images_per_second: training images, over that time.
        device, precision, threads: where and how the last part of it was computed.
    """

    epochs: tuple[Epoch, ...]
    train_loss: float
    train_error: float
    test_loss: float
    test_error: float
    seconds: float
    images_per_second: float
    device: str
    precision: str
    threads: int


class Diverged(FloatingPointError):
    """The loss is no longer finite.

    Attributes:
        epochs: the finished epochs before.
    """

    def __init__(self, message: str, epochs: tuple[Epoch, ...]) -> None:
        super().__init__(message)
        self.epochs = epochs


@without_tf32()
def train(
    network: nn.Module,
    data: Dataset,
    recipe: Recipe,
    *,
    seed: int = 0,
    device: str | None = None,
    checkpoint: str | os.PathLike | None = None,
    test_curve: bool = False,
    on_epoch: Callable[[Epoch], None] | None = None,
    progress: bool = True,
    fuse: bool = False,
) -> Result:
    """Train `network` in place and measure it.

    Args:
        network: maps (N, C, H, W) to logits (N, classes); moved to the device.
        seed: of the order of the images, their augmentation, and dropout.
        device: ``cpu``, ``cuda``, …; by default a GPU where there is one.
        checkpoint: a file that is written after each epoch. If it is there at the start, the
            training goes on from it; if it holds a finished training, that is the result.
        test_curve: measure the test error after every epoch too. No decision rests on it; the
            result is that of the last epoch in any case.
        on_epoch: called after each epoch that is trained now; not for those of the checkpoint.
        progress: show a progress bar (only in a terminal or a notebook).
        fuse: fuse batch norm, addition and ReLU into one operation, see
            :mod:`resnet_book.training.speed`. Faster, slow to start; rounding differs slightly.

    Raises:
        CheckpointError: the file is damaged, cannot be written, or belongs to another run.
        Diverged: the loss is no longer finite; a ``FloatingPointError``.
        ValueError: a batch larger than the training set, a checkpoint for a network that has no
            ``spec``, or `fuse` where nothing can be compiled.
    """
    device = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    with _accelerated(device, fuse=fuse) as faster:
        run = _Run(network, data, recipe, seed, device, faster)
        file = checkpoint if run.processes.first else None  # the other processes get its state
        saved = Checkpoint(file, identity(network, data, recipe, seed, run.precision))
        state = run.processes.from_first(saved.read)
        epochs = [Epoch(**row) for row in restore(state, network, run.optimizer)]
        total, done = recipe.steps(run.images), len(epochs) * run.per_epoch
        label = getattr(getattr(network, "spec", None), "name", "training")
        show = progress and run.processes.first
        with progress_bar(label, total, show=show, initial=min(done, total), unit="step") as bar:
            for number in range(len(epochs), math.ceil(total / run.per_epoch)):
                try:
                    epochs.append(run.epoch(number, bar, test_curve=test_curve))
                except FloatingPointError as error:
                    raise Diverged(str(error), tuple(epochs)) from None
                if run.processes.first:
                    saved.save(network, run.optimizer, [dataclasses.asdict(e) for e in epochs])
                if on_epoch:
                    on_epoch(epochs[-1])
        return run.result(epochs)


Faster = Callable[[nn.Module], nn.Module]


def _accelerated(device: torch.device, *, fuse: bool) -> AbstractContextManager[Faster]:
    """What makes steps faster; the only place that knows of ``training/speed``.

    Without that folder a training takes the same steps, only slower.
    """
    try:
        from resnet_book.training.speed import accelerated
    except ModuleNotFoundError:
        if fuse:
            raise ValueError("fuse: this copy of the package has no training/speed") from None
        return nullcontext(lambda network: network)
    return accelerated(device, fuse=fuse)


class _Run:
    """What stays the same from epoch to epoch."""

    def __init__(
        self,
        network: nn.Module,
        data: Dataset,
        recipe: Recipe,
        seed: int,
        device: torch.device,
        faster: Faster,
    ) -> None:
        self.network = network.to(device=device, memory_format=torch.channels_last)
        self.recipe, self.seed, self.device = recipe, seed, device
        self.precision = choose_precision(recipe.precision, device)
        self.faster = faster
        self.images = len(data.train_labels)
        self.per_epoch = recipe.steps_per_epoch(self.images)
        self.processes = Processes.here()
        self.part = self.processes.part(recipe.batch_size)
        standard = Standard.of(data.train_images)
        train, test = (data.train_images, data.train_labels), (data.test_images, data.test_labels)
        common = {"batch_size": recipe.batch_size, "device": device}
        self.batches = Batches(*train, standard, augment=recipe.augment, **common)
        self.tests = Batches(*test, standard, **common)
        self.optimizer = torch.optim.SGD(
            network.parameters(),
            lr=recipe.learning_rate,
            momentum=recipe.momentum,
            weight_decay=recipe.weight_decay,
            fused=True,
        )

    @cached_property
    def stepped(self) -> nn.Module:
        """The network that takes the steps: accelerated, and joined with other processes'.

        Made at the first step, when a checkpoint's weights are in place.
        """
        return self.processes.joined(self.faster(self.network))

    def epoch(self, number: int, bar, *, test_curve: bool) -> Epoch:
        """Train for the epoch of that number, counted from 0."""
        first = number * self.per_epoch
        last = min(first + self.per_epoch, self.recipe.steps(self.images))
        rates = [self.recipe.rate(step, self.images) for step in range(first, last)]
        network = self.stepped
        start = time.perf_counter()
        self.processes.wait()
        with seeded(epoch_seed(self.seed, number), self.device) as generator:
            loss, error = self._steps(network, rates, generator, bar)
        seconds = time.perf_counter() - start
        if not math.isfinite(loss):
            raise FloatingPointError(
                f"the loss is {loss} in epoch {number + 1}: learning rate "
                f"{self.recipe.learning_rate:g} is too high for this network"
            )
        tested = evaluate(self.network, self.tests, self.precision) if test_curve else (None, None)
        return Epoch(number + 1, rates[-1], loss, error, *tested, seconds)

    def _steps(
        self, network: nn.Module, rates: list[float], generator: torch.Generator, bar
    ) -> tuple[float, float]:
        """One step for each of `rates`; returns the mean loss and the error in percent."""
        network.train()
        loss_sum = torch.zeros((), device=self.device)
        wrong = torch.zeros((), dtype=torch.int64, device=self.device)
        shuffled = self.batches.shuffled(generator, self.part)
        for step, (rate, (x, labels)) in enumerate(zip(rates, shuffled, strict=False), start=1):
            for group in self.optimizer.param_groups:
                group["lr"] = rate
            with autocast(self.device, self.precision):
                logits = network(x)
                loss = functional.cross_entropy(logits, labels)
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            loss_sum += loss.detach()
            wrong += (logits.detach().argmax(1) != labels).sum()
            bar.update()
            if step % 10 == 0 and not bar.disable and self.device.type == "cpu":
                error = 100 * wrong * self.processes.count / (step * self.recipe.batch_size)
                bar.set_postfix(loss=f"{loss_sum / step:.3f}", error=f"{error:.1f} %")
        self.processes.total(loss_sum, wrong)
        count = len(rates)
        return float(loss_sum) / count / self.processes.count, 100 * int(wrong) / (
            count * self.recipe.batch_size
        )

    def result(self, epochs: list[Epoch]) -> Result:
        """The last epoch's weights, measured on training images without augmentation, and test."""
        seconds = sum(epoch.seconds for epoch in epochs)
        steps = self.recipe.steps(self.images)
        return Result(
            tuple(epochs),
            *evaluate(self.network, self.batches, self.precision),
            *evaluate(self.network, self.tests, self.precision),
            seconds=seconds,
            images_per_second=steps * self.recipe.batch_size / seconds,
            device=str(self.device),
            precision=self.precision,
            threads=torch.get_num_threads(),
        )


def epoch_seed(seed: int, epoch: int) -> int:
    """The seed of one epoch's randomness."""
    return seed * 1_000_003 + epoch


@contextmanager
def seeded(seed: int, device: torch.device) -> Iterator[torch.Generator]:
    """A generator, and PyTorch's own randomness (dropout), from `seed`; the latter is put back."""
    devices = [device] if device.type == "cuda" else []
    with torch.random.fork_rng(devices=devices):
        torch.manual_seed(seed + 2**40)  # another stream than that of the images' order
        yield torch.Generator().manual_seed(seed)
