"""The signal, the branch and the gradient at each of several consecutive blocks, in one pass."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from resnet_book.models.blocks import Block
from resnet_book.probes.fixed_draws import fixed_draws


@dataclass(frozen=True, eq=False)
class Flow:
    """The tensors of one pass through L blocks, float64, detached, each (N, C, H, W).

    Attributes:
        states: x_0 … x_L.
        branches: F_0(x_0) … F_(L−1)(x_(L−1)).
        gradients: dE/dx_0 … dE/dx_L, of the mean loss.
        loss: the mean loss E, the cross-entropy.
    """

    states: tuple[Tensor, ...]
    branches: tuple[Tensor, ...]
    gradients: tuple[Tensor, ...]
    loss: float


def flow(network: nn.Module, blocks: Sequence[Block], images: Tensor, labels: Tensor) -> Flow:
    """Record the input, the branch and the loss's gradient of each of `blocks`.

    One pass in training mode, with the batch's own statistics, on a copy of the network. x_l is
    the input of block l's shortcut, x_(l+1) its output: h(x) + F(x), before any activation that
    follows. With pre-activation none follows, and x_(l+1) is the next block's input.

    Args:
        network: maps images to logits.
        blocks: consecutive blocks of `network`, first to last, such as one of its stages.
        images: standardised, (N, C, H, W), of the network's own precision.
        labels: (N,), int64.

    Raises:
        ValueError: there are no blocks, or one of them is not in the network.
    """
    found = trace(network, blocks, images, labels)
    gradients = torch.autograd.grad(found.loss, found.states)
    return Flow(
        _float64(found.states), _float64(found.branches), _float64(gradients), found.loss.item()
    )


class Trace(NamedTuple):
    """The tensors of one pass through L blocks, still in autograd's graph, each (N, C, H, W).

    Attributes:
        states: x_0 … x_L.
        branches: F_0(x_0) … F_(L−1)(x_(L−1)).
        loss: the mean loss, the cross-entropy; a scalar.
    """

    states: tuple[Tensor, ...]
    branches: tuple[Tensor, ...]
    loss: Tensor


def trace(
    network: nn.Module,
    blocks: Sequence[Block],
    images: Tensor,
    labels: Tensor,
    cut: Collection[int] = (),
) -> Trace:
    """Run one pass as :func:`flow` does, and keep the graph, to differentiate any part of it.

    Args:
        cut: indices into `blocks`; the branches of these blocks are cut off and add 0.

    Raises:
        ValueError: as in :func:`flow`, or an index in `cut` is out of range.
    """
    places = {id(module): name for name, module in network.named_modules()}
    if not blocks or any(id(block) not in places for block in blocks):
        raise ValueError("blocks must be at least one, and all of them in the network")
    for i in cut:
        if i not in range(len(blocks)):
            raise ValueError(f"cut {i!r} is not one of the blocks 0 to {len(blocks) - 1}")
    copied = copy.deepcopy(network).train()
    states: list[Tensor] = []
    branches: list[Tensor] = []

    def watch(shortcut: nn.Module, inputs: tuple[Tensor, Tensor], output: Tensor) -> None:
        x, branch = inputs
        if not states:
            states.append(x)
        states.append(output)
        branches.append(branch)

    def silence(shortcut: nn.Module, inputs: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        x, branch = inputs
        return x, torch.zeros_like(branch)

    for i, block in enumerate(blocks):
        addition = copied.get_submodule(places[id(block)]).get_submodule("downsample")
        if i in cut:
            addition.register_forward_pre_hook(silence)
        addition.register_forward_hook(watch)
    device = next(copied.parameters()).device
    with fixed_draws(device):
        loss = functional.cross_entropy(copied(images.to(device)), labels.to(device))
    return Trace(tuple(states), tuple(branches), loss)


def _float64(tensors: Iterable[Tensor]) -> tuple[Tensor, ...]:
    return tuple(x.detach().double() for x in tensors)
