"""Measurements on residual blocks: how large the branch is, and which pixels a path reads.

Nothing here trains, and what is measured is left as it was.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn

from resnet_book.blocks import Block


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
    with torch.no_grad():
        network(images.to(next(network.parameters()).device))
    return ratios


def _size(x: Tensor) -> float:
    return x.double().square().mean().sqrt().item()


def pixels_read(path: Callable[[Tensor], Tensor], channels: int, size: int) -> Tensor:
    """Which pixels of its input a path reads: booleans (size, size).

    A pixel counts as read where some output changes with it, which autograd tells: the gradient
    of a random weighting of all outputs is not zero there, in some channel.

    Args:
        path: maps (1, channels, size, size) to a tensor of any shape, such as a shortcut, a
            branch or a whole block.
        channels, size: of the input, square.
    """
    generator = torch.Generator().manual_seed(0)
    x = torch.rand(1, channels, size, size, generator=generator).requires_grad_()
    outputs = path(x)
    weights = torch.rand(outputs.shape, generator=generator)
    (gradient,) = torch.autograd.grad(outputs, x, weights)
    return (gradient[0] != 0).any(0)
