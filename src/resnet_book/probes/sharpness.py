"""Sharpness: the curvature of the loss along its steepest direction, without the Hessian.

The Hessian H of a network has a row and a column for each weight. A product Hv can be computed
without H: it is the gradient of ⟨∇L, v⟩ (Pearlmutter 1994). Power iteration multiplies a direction
by H repeatedly. This version also keeps all earlier directions (Lanczos' method): it needs fewer
products, and finds the largest eigenvalue even if negative ones have the same absolute value. On a
quadratic loss, gradient descent without momentum diverges at rates above 2 divided by the largest
eigenvalue.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

Vector = Sequence[Tensor]
TINY = 1e-10  # a direction shorter than this is rounding error


def top_eigenvalue(
    network: nn.Module,
    images: Tensor,
    labels: Tensor,
    *,
    iterations: int = 15,
    seed: int = 0,
    training: bool = True,
) -> float:
    """The largest eigenvalue of the Hessian of the loss, estimated from below.

    Args:
        network: maps (N, C, H, W) to logits (N, classes); a copy is measured.
        images: (N, C, H, W).
        labels: (N,).
        iterations: products with the Hessian.
        seed: of the initial direction.
        training: batch norm uses this batch's statistics, as in a training step.

    Raises:
        ValueError: `iterations` is below 1.
    """
    if iterations < 1:
        raise ValueError(f"iterations {iterations!r} is below 1")
    network = copy.deepcopy(network).train(training)
    weights = [p for p in network.parameters() if p.requires_grad]
    loss = functional.cross_entropy(network(images), labels)
    gradients = torch.autograd.grad(loss, weights, create_graph=True)
    generator = torch.Generator().manual_seed(seed)
    start = [torch.randn(w.shape, generator=generator).to(w) for w in weights]

    return _largest(gradients, weights, start, iterations)


def _largest(gradients: Vector, weights: Vector, start: Vector, iterations: int) -> float:
    """The largest eigenvalue of the Hessian, restricted to the directions that were tried."""
    basis, v = torch.empty(0), _flat(start)
    columns = []
    for _ in range(iterations):
        for _ in range(2):  # subtracting once leaves rounding errors
            v = v - basis.T @ (basis @ v) if len(basis) else v
        if v.norm() < TINY * (1 + len(basis)) or len(basis) == len(v):
            break  # all directions that products with H can reach have been tried
        v = v / v.norm()
        basis = torch.cat([basis, v[None]]) if len(basis) else v[None]
        parts = v.split([w.numel() for w in weights])
        outputs = [part.view_as(w) for part, w in zip(parts, weights, strict=True)]
        v = _flat(torch.autograd.grad(gradients, weights, grad_outputs=outputs, retain_graph=True))
        columns.append(v)
    inner = basis @ torch.stack(columns).T
    return float(torch.linalg.eigvalsh((inner + inner.T) / 2)[-1])


def _flat(tensors: Vector) -> Tensor:
    return torch.cat([tensor.detach().flatten() for tensor in tensors])
