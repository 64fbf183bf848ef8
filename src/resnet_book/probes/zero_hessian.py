"""Curvature of the loss at zero weights, with a shortcut around one, two or three linear layers.

Li et al. 2016 (arXiv:1611.01186) analyse it: around two layers the condition number does not depend
on the depth; around one it grows with depth; around three the Hessian is 0.
"""

from __future__ import annotations

import torch
from torch import Tensor

FLAT = 1e-12  # an eigenvalue below this part of the loss counts as 0


def loss_at(weights: Tensor, around: int, x: Tensor, y: Tensor) -> Tensor:
    """Half the mean squared error of a linear stack, x_(l+1) = x_l + W_k … W_1 x_l in each block.

    Args:
        weights: (layers, width, width), the first layer first.
        around: k, the layers of a block; 0 for a plain stack.
        x, y: inputs and targets, (N, width).
    """
    found = x
    for block in weights.split(around or len(weights)):
        through = found
        for layer in block:
            through = through @ layer.T
        found = found + through if around else through
    return (found - y).square().sum(1).mean() / 2


def hessian_at_zero(around: int, layers: int, x: Tensor, y: Tensor) -> Tensor:
    """The eigenvalues of the Hessian where all weights are 0, in rising order: (layers · width²,).

    Args:
        around: layers that a shortcut goes around; a divisor of `layers`.
        x, y: inputs and targets, (N, width), float64.

    Raises:
        ValueError: `around` does not divide `layers`.
    """
    if around < 1 or layers % around:
        raise ValueError(f"around {around!r} does not divide {layers} layers")
    width = x.shape[1]

    def loss(flat: Tensor) -> Tensor:
        return loss_at(flat.view(layers, width, width), around, x, y)

    zero = torch.zeros(layers * width * width, dtype=x.dtype)
    hessian = torch.autograd.functional.hessian(loss, zero, vectorize=True)
    assert isinstance(hessian, Tensor)
    return torch.linalg.eigvalsh(hessian)


def condition(eigenvalues: Tensor) -> float:
    """The largest absolute eigenvalue divided by the smallest; infinite where the smallest is 0.

    Raises:
        ValueError: all are 0, so that there is no curvature to compare.
    """
    sizes = eigenvalues.abs()
    if sizes.max() < FLAT:
        raise ValueError("all eigenvalues are 0: the point is flat to second order")
    if sizes.min() < FLAT * sizes.max():
        return float("inf")
    return (sizes.max() / sizes.min()).item()
