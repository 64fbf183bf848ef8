"""Squeeze-and-excitation: scale each channel by a factor computed from all channels.

Hu et al. 2017, "Squeeze-and-Excitation Networks" (arXiv:1709.01507), section 3.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from resnet_book.models.shortcuts import convolution


class SqueezeExcitation(nn.Module):
    """(N, C, H, W) → (N, C, H, W): multiply each channel by a factor between 0 and 1.

    z is the mean of each channel (squeeze, equation 2); s = σ(W₂ ReLU(W₁ z)) (excitation, equation
    3), with C / r hidden values, at least 1; the output is s · x (equation 4). The layers are 1×1
    convolutions without biases: 2 C² / r parameters.

    Args:
        channels: C.
        reduction: r; 16 in the paper.
    """

    def __init__(self, channels: int, reduction: int) -> None:
        super().__init__()
        squeezed = max(1, channels // reduction)
        self.fc1 = convolution(channels, squeezed, 1, bias=False)
        self.fc2 = convolution(squeezed, channels, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        z = functional.adaptive_avg_pool2d(x, 1)  # (N, C, 1, 1)
        return x * self.fc2(self.fc1(z).relu()).sigmoid()
