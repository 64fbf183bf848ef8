"""Batch norm's running statistics: measure them again, or measure them once and keep them.

In training, batch norm uses the batch's mean and variance; on test images it uses running averages,
which lag behind while the weights change quickly.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional


class FixedStatistics(nn.BatchNorm2d):
    """A batch norm that uses its running statistics also in training; γ and β are still learned."""

    def forward(self, x: Tensor) -> Tensor:
        """Shapes: (N, C, H, W) → (N, C, H, W)."""
        return functional.batch_norm(
            x, self.running_mean, self.running_var, self.weight, self.bias, eps=self.eps
        )


@torch.no_grad()
def renew_statistics(network: nn.Module, images: Tensor, batch_size: int = 32) -> nn.Module:
    """Set the running statistics to plain averages over batches of `images`, in place.

    Args:
        images: (N, C, H, W), N at least `batch_size`; the last, incomplete batch is left out.
    """
    norms = [m for m in network.modules() if isinstance(m, nn.BatchNorm2d)]
    momenta = [norm.momentum for norm in norms]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # momentum None: a plain average
    before = network.training
    network.train()
    for k in range(0, len(images) - batch_size + 1, batch_size):
        network(images[k : k + batch_size])
    network.train(before)
    for norm, momentum in zip(norms, momenta, strict=True):
        norm.momentum = momentum
    return network


def fix_statistics(network: nn.Module, images: Tensor) -> nn.Module:
    """Measure the statistics on all `images` and keep them, also in training; in place."""
    renew_statistics(network, images, len(images))
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.__class__ = FixedStatistics
    return network
