"""The time that a network takes on the CPU, in total and by kind of layer.

    timings = time_in_turn({"basic": lambda: basic(x), "bottleneck": lambda: bottleneck(y)}, len(x))
    timings["basic"].milliseconds, timings["basic"].extent

Times depend on the machine and on its load. Calls are timed in turn and repeatedly, and the range
is kept. Compare only times from one call of these functions.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

import torch
from torch import Tensor, nn

from resnet_book.models.counting import kind_of
from resnet_book.models.shortcuts import Projection


@dataclass(frozen=True)
class Timing:
    """The times of one call, repeated.

    Attributes:
        images: number of images in the batch.
        seconds: for the whole batch, one number for each repetition.
    """

    images: int
    seconds: tuple[float, ...]

    @property
    def milliseconds(self) -> float:
        """Median time per image."""
        return 1e3 * median(self.seconds) / self.images

    @property
    def extent(self) -> tuple[float, float]:
        """Fastest and slowest repetition, in milliseconds per image."""
        return 1e3 * min(self.seconds) / self.images, 1e3 * max(self.seconds) / self.images

    def rate(self, multiply_adds: int) -> float:
        """Billions of multiply-adds per second, if one image needs `multiply_adds`."""
        return multiply_adds / self.milliseconds / 1e6


def time_in_turn(
    calls: Mapping[str, Callable[[], object]], images: int, repetitions: int = 5
) -> dict[str, Timing]:
    """Time all calls on the CPU in turn, round by round, after one round that is not counted.

    Taking turns spreads a passing load of the machine over all calls.

    Args:
        calls: name → function to time, which processes a batch.
        images: number of images in that batch.
        repetitions: rounds to count, at least 1.

    Raises:
        ValueError: `repetitions` is below 1.
    """
    if repetitions < 1:
        raise ValueError(f"repetitions {repetitions!r} is below 1")
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(repetitions + 1):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            seconds[name].append(time.perf_counter() - start)
    return {name: Timing(images, tuple(all_[1:])) for name, all_ in seconds.items()}


@torch.no_grad()
def time_by_kind(network: nn.Module, x: Tensor, repetitions: int = 5) -> dict[str, float]:
    """Measure the median milliseconds per image of each kind of layer, in evaluation mode.

    Args:
        network: without projections: the addition of a projection is not a module of its own, so
            that it cannot be timed by itself.
        x: a batch, (N, C, H, W), on the CPU.

    Raises:
        ValueError: the network has a projection.
    """
    if any(isinstance(module, Projection) for module in network.modules()):
        raise ValueError("a network with a Projection cannot be timed by kind of layer")
    rounds: list[dict[str, float]] = []
    started: list[float] = []

    def end(module: nn.Module, inputs: object, output: object) -> None:
        rounds[-1][kind_of(module)] += time.perf_counter() - started.pop()

    watched = [module for module in network.modules() if kind_of(module)]
    handles = []
    for module in watched:
        before = module.register_forward_pre_hook(lambda *_: started.append(time.perf_counter()))
        handles += [before, module.register_forward_hook(end)]
    training = network.training
    try:
        network.eval()
        for _ in range(repetitions + 1):
            rounds.append(defaultdict(float))
            network(x)
    finally:
        network.train(training)
        for handle in handles:
            handle.remove()
    return {kind: 1e3 * median(each[kind] for each in rounds[1:]) / len(x) for kind in rounds[1]}
