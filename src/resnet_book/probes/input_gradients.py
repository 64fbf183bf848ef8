"""How the gradient at an image changes when the image is nudged: does it keep its pattern?

Balduzzi and others (2017, arXiv:1702.08591) call gradients shattered if nearby inputs get
unrelated ones.
"""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn
from torch.nn import functional


def nudged_gradients(
    network: nn.Module, images: Tensor, labels: Tensor, sizes: Tensor, generator: torch.Generator
) -> Tensor:
    """The loss's gradient at each image, nudged in one random direction by each of the sizes.

    Computed in float64 on a copy of the network, in training mode: each batch has its own
    statistics. In float32 rounding moves the pattern of a deep plain network by about a hundredth.

    Args:
        images: standardised, (N, C, H, W).
        labels: (N,), int64; the loss is the summed cross-entropy.
        sizes: (K,), of the nudge, as a fraction of the image's Euclidean norm.
        generator: draws one direction for each image.

    Returns:
        (K, N, C, H, W), float64.
    """
    network = copy.deepcopy(network).double().train()
    images = images.double()
    drawn = torch.randn(images.shape, generator=generator, dtype=torch.float64)
    length = images.flatten(1).norm(dim=1) / drawn.flatten(1).norm(dim=1)
    direction = drawn * length[:, None, None, None]
    found = []
    for size in sizes.tolist():
        nudged = (images + size * direction).requires_grad_()
        loss = functional.cross_entropy(network(nudged), labels, reduction="sum")
        found.append(torch.autograd.grad(loss, nudged)[0])
    return torch.stack(found)


def agreement(gradients: Tensor) -> Tensor:
    """The cosine between each nudged image's gradient and the first one's: 1 is the same pattern.

    Args:
        gradients: (K, N, C, H, W), of :func:`nudged_gradients`; the first is the reference.

    Returns:
        (K, N), from −1 to 1.
    """
    flat = gradients.flatten(2)
    return functional.cosine_similarity(flat, flat[:1], dim=2)
