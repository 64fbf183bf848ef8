"""The input pixels that the output of a path depends on."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor


def pixels_read(path: Callable[[Tensor], Tensor], channels: int, size: int) -> Tensor:
    """Find the input pixels that the output of `path` depends on: booleans (size, size).

    A pixel is read if, in some channel, the gradient of a randomly weighted sum of all outputs is
    not zero there.

    Args:
        path: maps (1, channels, size, size) to a tensor of any shape, such as a shortcut, a
            branch or a whole block.
        channels, size: of the input, square.
    """
    generator = torch.Generator().manual_seed(0)
    x = torch.rand(1, channels, size, size, generator=generator).requires_grad_()
    outputs = path(x)
    weights = torch.rand(outputs.shape, generator=generator)
    (gradient,) = torch.autograd.grad(outputs, x, weights)
    return (gradient[0] != 0).any(0)
