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
