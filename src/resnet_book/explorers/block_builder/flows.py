"""The tensors in the blocks of the block builder: real blocks, real digits, one pass each.

Weight and bias of the last batch normalisation are γ and 0. So the terms at γ = 1 are enough for
every γ: the branch is γ times as large, unless that normalisation comes after the sum.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from resnet_book.data.datasets import digits
from resnet_book.explorers.explorer import rounded
from resnet_book.models.block_designs import BlockDesign, arrange
from resnet_book.models.blocks import Block, last_norm
from resnet_book.models.initialisation import initialise
from resnet_book.models.shortcuts import Scaling
from resnet_book.probes.sum_terms import block_sum, obstacles

# Input channels and width of the blocks, as in the first stage of the book's CIFAR networks.
SIZES = {"basic": (16, 16), "bottleneck": (64, 16)}
# Kinds of shortcut, with a placeholder for λ. B is the identity if the shape does not change.
SPECS = {
    "none": "none",
    "A": "A",
    "scaling": "scaling={},1",
    "conv": "conv",
    "exclusive-gating": "exclusive-gating=-6",
    "shortcut-gating": "shortcut-gating=-6",
    "dropout": "dropout=0.5",
}
SCALES = tuple(round(0.1 * i, 1) for i in range(11))  # λ
DIGIT = 3  # the class of the shown digit
BATCH = 16  # digits

# The name of the obstacle on each kind of shortcut.
_ON_SHORTCUT = {
    "scaling": "scaled",
    "conv": "projected",
    "exclusive-gating": "gated",
    "shortcut-gating": "gated",
    "dropout": "dropped",
}


def builder_design(shape: str, kind: str, order: str, scale: float = 1.0) -> BlockDesign:
    """The design of a view; `scale` is λ, for constant scaling."""
    return BlockDesign(shape, SPECS[kind].format(scale), order)


def builder_block(shape: str, kind: str, order: str, scale: float = 1.0) -> Block:
    """The block of a view, untrained: weights of seed 0, so that equal branches are the same."""
    block = Block(*SIZES[shape], 1, builder_design(shape, kind, order, scale))
    return initialise(block, torch.Generator().manual_seed(0))


def shown_digits() -> Tensor:
    """The batch, uint8 (16, 1, 8, 8): the training set's first 3, which is shown, and 15 others."""
    data = digits()
    shown = int((data.train_labels == DIGIT).nonzero()[0])
    others = [i for i in range(BATCH) if i != shown]
    return data.train_images[[shown, *others[: BATCH - 1]]]


def builder_inputs(images: Tensor, channels: int) -> dict[str, Tensor]:
    """The blocks' inputs: each digit in all channels, (N, channels, H, W), float32.

    ``positive`` is from 0 to 1, as after a ReLU; ``centred`` from −½ to ½.

    Args:
        images: uint8 (N, 1, H, W).
    """
    grey = images.float().div(255).expand(-1, channels, -1, -1).contiguous()
    return {"positive": grey, "centred": grey - 0.5}


def scales_of(kind: str) -> tuple[float, ...]:
    """The values of λ for a kind of shortcut: only 1, unless it is constant scaling."""
    return SCALES if kind == "scaling" else (1.0,)


def flow(
    shape: str, kind: str, order: str, x: Tensor, place: Callable[[Tensor], int]
) -> dict[str, Any]:
    """The terms of a block's sum in the first channel of the first image, and the result at γ = 0.

    Args:
        x: (N, channels, H, W).
        place: stores the first channel of the first image of a tensor; returns its number.

    Returns:
        ``carried`` and ``added``: the numbers of h(x) at λ = 1 and of F(x), with its gate, at
        γ = 1; ``norms``: for each λ mean and deviation of the sum, where a batch normalisation
        follows; ``ends``: for each λ :func:`end_of`.
    """
    block = builder_block(shape, kind, order)
    found = block_sum(block, x, 1.0)
    entry: dict[str, Any] = {
        "carried": place(found.carried),
        "added": place(found.added),
        "ends": {},
    }
    after = arrange(builder_design(shape, kind, order)).after
    behind = any(isinstance(block.get_submodule(name), nn.BatchNorm2d) for name in after)
    norms = {}
    for scale in scales_of(kind):
        if isinstance(block.downsample, Scaling):
            block.downsample.on_x = scale
        entry["ends"][f"{scale:g}"] = end_of(block, kind, x)
        if behind:
            total = block_sum(block, x, 1.0).total[:, 0]
            variance = total.var(correction=0) + last_norm(block).eps
            norms[f"{scale:g}"] = rounded([total.mean().item(), variance.sqrt().item()], 4)
    return entry | ({"norms": norms} if behind else {})


def end_of(block: Block, kind: str, x: Tensor) -> list[str]:
    """What happens to x at γ = 0, as keys of the builder's words: ``handed``, or the obstacles."""
    found = obstacles(block, x)
    if not found:
        return ["handed"]
    if found == ("relu",):
        return ["rectified"]
    names = {"none": "nothing", "norm": "silenced", "relu": "rectified_too"}
    names["shortcut"] = _ON_SHORTCUT.get(kind, "")
    return [names[each] for each in found]
