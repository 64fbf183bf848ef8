"""How large the branch F(x) of each block is beside its input x.

Unlike a layer's response, this ratio does not change when one layer's scale is traded for the next
one's: weights and scales that batch normalisation undoes leave it alone.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable

import torch
from torch import Tensor, nn

from resnet_book.models.blocks import Block


def branch_ratios(
    network: nn.Module, images: Tensor, blocks: Iterable[Block] | None = None
) -> list[float]:
    """The size of F(x) as a fraction of the size of x, for each block, in the order they run.

    Size is the root mean square over images, channels and positions. One pass in training mode,
    with the batch's own statistics; running statistics are left as they were.

    Args:
        images: standardised, (N, C, H, W).
        blocks: those of `network` to measure; all where left out.

    Raises:
        ValueError: if none of `blocks` is a block of `network`.
    """
    wanted = None if blocks is None else {id(block) for block in blocks}
    names = [
        name
        for name, module in network.named_modules()
        if isinstance(module, Block) and (wanted is None or id(module) in wanted)
    ]
    if not names:
        raise ValueError("blocks: none of them is a block of the network")
    network = copy.deepcopy(network).train()  # the pass moves its running statistics
    ratios = []

    def watch(block: Block, inputs: tuple[Tensor]) -> None:
        (x,) = inputs
        ratios.append(_size(block.branch(x)) / _size(x))

    for name in names:
        network.get_submodule(name).register_forward_pre_hook(watch)
    devices = [images.device] if images.is_cuda else []
    with torch.no_grad(), torch.random.fork_rng(devices=devices):  # a dropout shortcut draws
        torch.manual_seed(0)
        network(images.to(next(network.parameters()).device))
    return ratios


def _size(x: Tensor) -> float:
    return x.double().square().mean().sqrt().item()
