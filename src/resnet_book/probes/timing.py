"""How long a network takes on the CPU: whole, and by kind of layer.

    timings = time_in_turn({"basic": lambda: basic(x), "bottleneck": lambda: bottleneck(y)}, len(x))
    timings["basic"].milliseconds, timings["basic"].extent

Times belong to a machine and a moment. They are taken in turn and repeated, and come with their
range; compare only those that one call has taken.
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
    """How long one call took, several times.

    Attributes:
        images: in the batch.
        seconds: for the batch, one figure for each repetition.
    """

    images: int
    seconds: tuple[float, ...]

    @property
    def milliseconds(self) -> float:
        """For one image: the median."""
        return 1e3 * median(self.seconds) / self.images

    @property
    def extent(self) -> tuple[float, float]:
        """Milliseconds for one image: the fastest and the slowest repetition."""
        return 1e3 * min(self.seconds) / self.images, 1e3 * max(self.seconds) / self.images

    def rate(self, multiply_adds: int) -> float:
        """Multiply-adds a second, in billions, where one image needs `multiply_adds`."""
        return multiply_adds / self.milliseconds / 1e6


def time_in_turn(
    calls: Mapping[str, Callable[[], object]], images: int, repetitions: int = 5
) -> dict[str, Timing]:
    """Time every call on the CPU: all of them once, then all again, so that a machine that is busy
    for a moment disturbs them alike. One more round goes before and is not counted.

    Args:
        calls: name → what to time, for a batch of so many `images`.

    Raises:
        ValueError: for no repetition.
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
    """Milliseconds an image in each kind of layer, in evaluation mode on the CPU: the median.

    Args:
        x: a batch, (N, C, H, W). A block with a projection is refused: its addition is not a
            module of its own, and cannot be timed by itself.

    Raises:
        ValueError: for such a block.
    """
    if any(isinstance(module, Projection) for module in network.modules()):
        raise ValueError("a network with a Projection cannot be timed by kind of layer")
    rounds: list[dict[str, float]] = []
    started: list[float] = []

    def end(module, inputs, output):
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


def new_pages(call: Callable[[], object]) -> int:
    """Pages of memory that the operating system had to hand over during `call`, cleared first.

    Zero where a process uses the memory again that it has freed, and on Windows, which does not
    tell.
    """
    try:
        from resource import RUSAGE_SELF, getrusage
    except ImportError:
        return 0
    before = getrusage(RUSAGE_SELF).ru_minflt
    call()
    return getrusage(RUSAGE_SELF).ru_minflt - before
