"""The size of each block's branch F(x) relative to its input x.

Batch normalisation undoes a factor on the weights of the layer before it. Such a factor changes a
layer's response (:mod:`~resnet_book.probes.layer_responses`), but not this ratio.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable

import torch
from torch import Tensor, nn

from resnet_book.models.blocks import Block
from resnet_book.probes.fixed_draws import fixed_draws


@torch.no_grad()
def branch_ratios(
    network: nn.Module, images: Tensor, blocks: Iterable[Block] | None = None
) -> list[float]:
    """Measure the size of F(x) as a fraction of the size of x, block by block in forward order.

    Size is the root mean square over images, channels and positions. One pass in training mode,
    with the batch's own statistics, on a copy of the network. Any order of activations works,
    with or without batch normalisation.

    Args:
        images: standardised, (N, C, H, W).
        blocks: the blocks of `network` to measure; all of them by default.

    Raises:
        ValueError: there are no blocks, or one of them is not in the network.
    """
    places = {id(m): name for name, m in network.named_modules() if isinstance(m, Block)}
    wanted = places.keys() if blocks is None else {id(block) for block in blocks}
    if not wanted or not wanted <= places.keys():
        raise ValueError("blocks must be at least one, and all of them in the network")
    copied = copy.deepcopy(network).train()  # the pass changes running statistics
    ratios = []

    def measure(block: Block, inputs: tuple[Tensor]) -> None:
        (x,) = inputs
        ratios.append(_size(block.branch(x)) / _size(x))

    for block in wanted:
        copied.get_submodule(places[block]).register_forward_pre_hook(measure)
    device = next(copied.parameters()).device
    with fixed_draws(device):
        copied(images.to(device))
    return ratios


def _size(x: Tensor) -> float:
    return x.double().square().mean().sqrt().item()  # squares of 1e-23 are 0 in float32
