"""The first step of SGD alone."""

from __future__ import annotations

import copy
from typing import TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional

Network = TypeVar("Network", bound=nn.Module)


def first_step(network: Network, images: Tensor, labels: Tensor, rate: float) -> Network:
    """A copy of `network` after one step of SGD, in training mode; `network` is not changed.

    Plain SGD: at the first step momentum has nothing to add.

    Args:
        images, labels: the batch, (N, C, H, W) and (N,).
        rate: the learning rate; 0 gives an unchanged copy.
    """
    stepped = copy.deepcopy(network).train()
    functional.cross_entropy(stepped(images), labels).backward()
    with torch.no_grad():
        for parameter in stepped.parameters():
            if parameter.grad is not None:
                parameter.sub_(rate * parameter.grad)
    stepped.zero_grad()
    return stepped
