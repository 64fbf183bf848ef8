"""Train a small network to fit a function: mean squared error, SGD, a cosine schedule."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn


def learn(
    network: nn.Module,
    inputs: Tensor,
    rate: float,
    seed: int = 0,
    target: Callable[[Tensor], Tensor] | None = None,
    *,
    steps: int = 150,
    batch_size: int = 128,
) -> list[float]:
    """Train `network` in place to output ``target(x)`` for x.

    Args:
        network: maps (N, D) to the targets' shape.
        inputs: (images, D), float.
        rate: the learning rate of the first step; momentum is 0.9.
        seed: of the batches, drawn with replacement.
        target: the identity if left out.

    Returns:
        For each step, the error on its batch before the step: the mean squared difference, divided
        by the mean variance of the inputs' columns. So with target y = x, always predicting the
        mean has an error of 1.

    Raises:
        ValueError: the inputs do not vary.
    """
    variance = (inputs - inputs.mean(0)).square().mean()
    if variance == 0:
        raise ValueError("the inputs do not vary, so that errors have no scale")
    generator = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.SGD(network.parameters(), rate, momentum=0.9, fused=True)
    errors = []
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = rate * (1 + math.cos(math.pi * step / steps)) / 2
        x = inputs[torch.randint(len(inputs), (batch_size,), generator=generator)]
        wanted = x if target is None else target(x)
        error = (network(x) - wanted).square().mean() / variance
        optimizer.zero_grad()
        error.backward()
        optimizer.step()
        errors.append(error.item())
    return errors
