"""Seeded inputs and weights, so that every reader's answer is tested with the same numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Seed the CPU's global generator, which initialises layers; restore it at the end."""
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)  # torch.manual_seed would reseed GPUs too
        yield


def randomise(norm: nn.BatchNorm2d, low: float, high: float) -> None:
    """Draw all parameters and running statistics from [`low`, `high`), in place."""
    state = norm.state_dict()
    for name in ("weight", "bias", "running_mean", "running_var"):
        state[name].uniform_(low, high)


def random_tensor(*shape: int, seed: int = 0) -> Tensor:
    """Standard normal numbers, float32, from a new generator."""
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))
