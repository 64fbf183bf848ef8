"""The time that a network takes on the CPU, in total, by kind of layer and layer by layer.

    timings = time_in_turn({"basic": lambda: basic(x), "bottleneck": lambda: bottleneck(y)}, len(x))
    timings["basic"].milliseconds, timings["basic"].extent

Times depend on the machine and on its load. Calls are timed in turn and repeatedly, and the range
is kept. Compare only times from the same call of one of these functions.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from statistics import median

import torch
from torch import Tensor, nn

from resnet_book.models.counting import kind_of
from resnet_book.models.layer_costs import WITH_WEIGHTS
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
    calls: Mapping[str, Callable[[], object]],
    images: int,
    repetitions: int = 5,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, Timing]:
    """Time all calls on the CPU in turn, round by round, after one round that is not counted.

    Taking turns spreads a passing load of the machine over all calls.

    Args:
        calls: name → function to time, which processes a batch.
        images: number of images in that batch.
        repetitions: rounds to count, at least 1.
        clock: ``time.thread_time`` excludes the time of other programs, if only one thread works.

    Raises:
        ValueError: `repetitions` is below 1.
    """
    if repetitions < 1:
        raise ValueError(f"repetitions {repetitions!r} is below 1")
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(repetitions + 1):
        for name, call in calls.items():
            start = clock()
            call()
            seconds[name].append(clock() - start)
    return {name: Timing(images, tuple(all_[1:])) for name, all_ in seconds.items()}


@torch.no_grad()
def time_by_kind(
    network: nn.Module,
    x: Tensor,
    repetitions: int = 5,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """Measure the median milliseconds per image of each kind of layer, in evaluation mode.

    Args:
        network: without projections: the addition of a projection is not a separate module, so it
            cannot be timed separately.
        x: a batch, (N, C, H, W), on the CPU.
        clock: as in :func:`time_in_turn`.

    Raises:
        ValueError: the network has a projection.
    """
    if any(isinstance(module, Projection) for module in network.modules()):
        raise ValueError("a network with a Projection cannot be timed by kind of layer")
    rounds: list[dict[str, float]] = []
    started: list[float] = []

    def end(module: nn.Module, inputs: object, output: object) -> None:
        rounds[-1][kind_of(module)] += clock() - started.pop()

    watched = [module for module in network.modules() if kind_of(module)]
    handles = []
    for module in watched:
        before = module.register_forward_pre_hook(lambda *_: started.append(clock()))
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


@torch.no_grad()
def time_each_layer(network: nn.Module, x: Tensor, repetitions: int = 5) -> dict[str, float]:
    """Measure the milliseconds per image of each layer with weights, in evaluation mode.

    A layer's time runs until the next layer begins, so that it includes normalisation, ReLU,
    pooling and additions in between. It runs on one thread and measures processor time, which
    excludes waiting for other programs; the fastest repetition of each layer counts.

    Args:
        network: every layer must run exactly once in a pass.
        x: a batch, (N, C, H, W), on the CPU.

    Returns:
        Name of the module → milliseconds, in the order the layers run.
    """
    starts: dict[str, float] = {}
    fastest: dict[str, float] = {}
    handles = [
        module.register_forward_pre_hook(partial(_start, starts, name))
        for name, module in network.named_modules()
        if isinstance(module, WITH_WEIGHTS)
    ]
    training, threads = network.training, torch.get_num_threads()
    try:
        network.eval()
        torch.set_num_threads(1)
        for repetition in range(repetitions + 1):
            starts.clear()
            network(x)
            ends = [*starts.values(), time.thread_time()][1:]
            if repetition:  # the first one is not counted
                for (name, start), end in zip(starts.items(), ends, strict=True):
                    fastest[name] = min(end - start, fastest.get(name, math.inf))
    finally:
        torch.set_num_threads(threads)
        network.train(training)
        for handle in handles:
            handle.remove()
    return {name: 1e3 * seconds / len(x) for name, seconds in fastest.items()}


def _start(starts: dict[str, float], name: str, *_: object) -> None:
    starts[name] = time.thread_time()
