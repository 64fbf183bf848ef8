"""One training loop, for the CPU and the GPU: SGD with momentum, as in the papers.

    result = train(cifar_resnet(20, in_channels=1), digits(), recipe("quick"), seed=0)
    result.train_error, result.test_error    # in percent, of the last epoch

The result is determined by the network, the data, the recipe and the seed. Each epoch seeds its
randomness from (seed, epoch) alone, so that a run resumed from its checkpoint takes the same steps
as an uninterrupted one: bit for bit, on the same CPU with the same number of threads.
"""

from __future__ import annotations

import dataclasses
import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch.nn import functional

from resnet_book.data.batches import Batches, Standard
from resnet_book.data.labelled_images import Dataset
from resnet_book.plain_data import read
from resnet_book.progress import progress_bar
from resnet_book.training.checkpoints import Checkpoint, identity, restore
from resnet_book.training.evaluation import evaluate
from resnet_book.training.history import Diverged, Epoch, Result
from resnet_book.training.precision import autocast, choose_precision, without_tf32
from resnet_book.training.processes import Processes
from resnet_book.training.recipes import Recipe

if TYPE_CHECKING:
    from tqdm import tqdm


@without_tf32()
def train(
    network: nn.Module,
    data: Dataset,
    recipe: Recipe,
    *,
    seed: int = 0,
    device: str | None = None,
    checkpoint: str | os.PathLike[str] | None = None,
    test_curve: bool = False,
    on_epoch: Callable[[Epoch], None] | None = None,
    progress: bool = True,
    fuse: bool = False,
) -> Result:
    """Train `network` in place and measure it.

    Args:
        network: maps (N, C, H, W) to logits (N, classes); moved to the device.
        seed: of the order of the images, their augmentation, and dropout.
        device: ``cpu``, ``cuda``, …; by default a GPU if available.
        checkpoint: a file to save to after each epoch. If it exists, the training resumes from it;
            if that training is finished, its result is returned.
        test_curve: measure the test error after every epoch too. This changes nothing else: the
            result is the last epoch's in any case.
        on_epoch: called after each epoch that is trained, not for epochs of the checkpoint.
        progress: show a progress bar (only in a terminal or a notebook).
        fuse: fuse batch norm, addition and ReLU into one operation, see
            :mod:`resnet_book.training.speed`. Faster, slow to start; rounding differs slightly.

    Raises:
        CheckpointError: the file is damaged, cannot be written, or belongs to another run.
        Diverged: the loss is no longer finite; a ``FloatingPointError``.
        ValueError: a batch is larger than the training set, there is a `checkpoint` but the network
            has no ``spec``, or with `fuse` nothing can be compiled.
    """
    chosen = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    with _accelerated(chosen, fuse=fuse) as faster:
        run = _Run(network, data, recipe, seed, chosen, faster)
        file = checkpoint if run.processes.first else None  # the other processes receive its state
        saved = Checkpoint(file, identity(network, data, recipe, seed, run.precision))
        state = run.processes.from_first(saved.read)
        epochs = [read(Epoch, row) for row in restore(state, network, run.optimizer)]
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
    """The context of ``training/speed``; no other code refers to that folder.

    Without the folder a training takes the same steps, only slower.
    """
    try:
        from resnet_book.training.speed import accelerated
    except ModuleNotFoundError as error:
        if error.name != "resnet_book.training.speed":
            raise  # the folder is there, but incomplete
        if fuse:
            raise ValueError("fuse: this copy of the package has no training/speed") from None
        return nullcontext(lambda network: network)
    return accelerated(device, fuse=fuse)


class _Run:
    """The state that all epochs of a training share."""

    def __init__(
        self,
        network: nn.Module,
        data: Dataset,
        recipe: Recipe,
        seed: int,
        device: torch.device,
        faster: Faster,
    ) -> None:
        self.network = network.to(device).to(memory_format=torch.channels_last)
        self.recipe, self.seed, self.device = recipe, seed, device
        self.precision = choose_precision(recipe.precision, device)
        self.faster = faster
        self.images = len(data.train_labels)
        self.per_epoch = recipe.steps_per_epoch(self.images)
        self.processes = Processes.current()
        self.part = self.processes.part(recipe.batch_size)
        standard, size = Standard.of(data.train_images), recipe.batch_size
        self.batches = Batches(
            data.train_images,
            data.train_labels,
            standard,
            augment=recipe.augment,
            batch_size=size,
            device=device,
        )
        self.tests = Batches(
            data.test_images, data.test_labels, standard, batch_size=size, device=device
        )
        self.optimizer = torch.optim.SGD(
            _decayed(network, recipe),
            lr=recipe.learning_rate,
            momentum=recipe.momentum,
            weight_decay=recipe.weight_decay,
            nesterov=recipe.nesterov,
            fused=True,
        )

    @cached_property
    def stepped(self) -> nn.Module:
        """The network to call in training steps: accelerated, and wrapped for several processes.

        Made at the first step, after a checkpoint's weights have been loaded.
        """
        return self.processes.joined(self.faster(self.network))

    def epoch(self, number: int, bar: tqdm[Any], *, test_curve: bool) -> Epoch:
        """Train epoch `number`, counted from 0."""
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
        tested: tuple[float | None, float | None] = (None, None)
        if test_curve:
            tested = evaluate(self.network, self.tests, self.precision)
        return Epoch(number + 1, rates[-1], loss, error, *tested, seconds)

    def _steps(
        self, network: nn.Module, rates: list[float], generator: torch.Generator, bar: tqdm[Any]
    ) -> tuple[float, float]:
        """Take one step at each of `rates`; returns the mean loss and the error in percent."""
        network.train()
        loss_sum = torch.zeros((), device=self.device)
        wrong = torch.zeros((), dtype=torch.int64, device=self.device)
        shuffled = self.batches.shuffled(generator, self.part)
        for step, (rate, (x, labels)) in enumerate(zip(rates, shuffled, strict=False), start=1):
            for group in self.optimizer.param_groups:
                group["lr"] = rate
            with autocast(self.device, self.precision):
                logits = network(x)
                loss = functional.cross_entropy(
                    logits, labels, label_smoothing=self.recipe.label_smoothing
                )
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
        """Measure the current weights on the training images, without augmentation, and test."""
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


def _decayed(network: nn.Module, recipe: Recipe) -> list[dict[str, Any]]:
    """The parameters for the optimizer: one group, or a second one without weight decay."""
    if recipe.decay_vectors:
        return [{"params": list(network.parameters())}]
    parameters = list(network.parameters())
    return [
        {"params": [p for p in parameters if p.ndim > 1]},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]


def epoch_seed(seed: int, epoch: int) -> int:
    """The seed of one epoch's randomness."""
    return seed * 1_000_003 + epoch


@contextmanager
def seeded(seed: int, device: torch.device) -> Iterator[torch.Generator]:
    """Yield a generator seeded with `seed`; seed PyTorch's global ones (dropout) meanwhile."""
    devices = [device] if device.type == "cuda" else []
    with torch.random.fork_rng(devices=devices):
        torch.manual_seed(seed + 2**40)  # another stream than the one that orders the images
        yield torch.Generator().manual_seed(seed)
