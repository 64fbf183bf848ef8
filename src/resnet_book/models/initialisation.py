"""The initial weights of a network."""

from __future__ import annotations

import math
from typing import TypeVar

import torch
from torch import nn

Network = TypeVar("Network", bound=nn.Module)


@torch.no_grad()
def initialise(network: Network, generator: torch.Generator, gain: float = 1.0) -> Network:
    """Draw the weights of all convolutions and linear layers, in place; returns the network.

    Convolutions: normal with standard deviation ``gain × sqrt(2 / (k² · out_channels))`` (He et
    al. 2015b, arXiv:1502.01852, equation 14: fan-out). Linear layers: ``sqrt(1 / in_features)``,
    since no ReLU follows, and biases 0; the papers do not specify them. Biases of convolutions and
    batch normalisation are left unchanged.

    Args:
        gain: factor on the convolutions' standard deviation: 1 is He initialisation.
    """
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            deviation = gain * math.sqrt(2 / (module.weight[0, 0].numel() * module.out_channels))
        elif isinstance(module, nn.Linear):
            deviation = math.sqrt(1 / module.in_features)
            module.bias.zero_()
        else:
            continue
        if not module.weight.is_meta:  # drawn on the CPU, to be the same on every device
            drawn = torch.empty(module.weight.shape, device="cpu")
            module.weight.copy_(drawn.normal_(0, deviation, generator=generator))
    return network


@torch.no_grad()
def pass_on(conv: nn.Conv2d, norm: nn.BatchNorm2d) -> None:
    """Set a layer so that ``norm(conv(x)).relu()`` is `x` for every ``x ≥ 0``, in evaluation mode.

    He et al. 2015, section 1: the layers that a deeper network needs to equal a shallower one. In
    training mode batch normalisation uses the statistics of each batch, so x is changed.

    Args:
        conv: with an odd kernel, stride 1, padding that keeps the size, and as many output channels
            as input channels.
        norm: the batch normalisation after it. Rounding: ``x · γ / σ`` is x only where γ is
            exactly σ = √(variance + ε) as the library computes it, so the statistics are set too,
            to mean 0 and a variance with σ = 1.

    Raises:
        ValueError: the convolution cannot copy its input.
    """
    if conv.in_channels != conv.out_channels or conv.stride != (1, 1) or conv.groups != 1:
        raise ValueError(f"no identity: {conv} changes the shape of its input")
    nn.init.dirac_(conv.weight)
    mean, variance = norm.get_buffer("running_mean"), norm.get_buffer("running_var")
    mean.zero_()
    variance.fill_(1 - norm.eps)
    norm.weight.fill_(1)
    norm.bias.zero_()
