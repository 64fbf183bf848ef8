"""The sum of one block, term by term, and the operations that keep a block from returning x."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from resnet_book.models.blocks import Block, last_norm
from resnet_book.models.shortcuts import NoShortcut
from resnet_book.probes.fixed_draws import fixed_draws


@dataclass(frozen=True, eq=False)
class BlockSum:
    """The tensors of one pass through a block, detached, each (N, C, H, W).

    Attributes:
        carried: h(x), the output of the shortcut; 0 without a shortcut.
        added: F(x), times the factor or gate on the branch, if there is one.
        total: their sum, before any operation that follows it.
        output: y.
    """

    carried: Tensor
    added: Tensor
    total: Tensor
    output: Tensor


@torch.no_grad()
def block_sum(block: Block, x: Tensor, gamma: float | None = None) -> BlockSum:
    """Run `block` in training mode, with the batch's own statistics; the block is not changed.

    Args:
        x: (N, in_channels, H, W), of the block's own precision.
        gamma: the weight of the last batch normalisation; its bias is then 0. None leaves both
            unchanged.
    """
    before = {name: tensor.clone() for name, tensor in block.state_dict().items()}
    training = block.training
    block.train()
    if gamma is not None:
        norm = last_norm(block)
        nn.init.constant_(norm.get_parameter("weight"), gamma)
        nn.init.zeros_(norm.get_parameter("bias"))
    shortcut = block.downsample
    seen: list[tuple[Tensor, Tensor, Tensor]] = []
    watch = shortcut.register_forward_hook(
        lambda _, inputs, total: seen.append((*inputs, total))  # returns None: changes nothing
    )
    with fixed_draws(x.device):
        output = block(x)
    watch.remove()
    ((given, branch, total),) = seen
    with fixed_draws(x.device):
        carried = shortcut(given, torch.zeros_like(branch))
    block.train(training).load_state_dict(before)
    return BlockSum(carried, total - carried, total, output)


def obstacles(block: Block, x: Tensor) -> tuple[str, ...]:
    """List what keeps the output from being x if γ = β = 0 in the last batch normalisation.

    Returns:
        In the order in which x passes them, compared bit by bit; empty if the output is x:

        - ``none``: the block has no shortcut; nothing else is checked;
        - ``shortcut``: its output differs from x;
        - ``norm``: γ comes after the addition and scales x too; nothing after it is checked;
        - ``relu``: a ReLU after the addition changes the sum.
    """
    found = block_sum(block, x, 0.0)
    if isinstance(block.downsample, NoShortcut):
        return ("none",)
    if found.added.any():
        return ("norm",)
    changed = {
        "shortcut": not torch.equal(found.carried, x),
        "relu": not torch.equal(found.output, found.total),
    }
    return tuple(name for name, differs in changed.items() if differs)
