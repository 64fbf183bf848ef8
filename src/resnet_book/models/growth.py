"""Append blocks to a trained network, initialised in several ways; start branches at zero.

This implements the argument of He et al. 2015, section 1: layers that output their input, appended
to each stage of a trained network.
"""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn

from resnet_book.choices import one_of
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.blocks import Block, last_norm
from resnet_book.models.initialisation import initialise
from resnet_book.models.resnet import ResNet

# How appended blocks are initialised; all except `identity layers` have shortcuts.
STARTS = ("zero scale", "zero convolution", "identity layers", "ordinary weights")


def grow(
    network: ResNet, added: int, start: str, seed: int = 0, images: Tensor | None = None
) -> ResNet:
    """A copy of `network` with `added` basic blocks at the end of each stage.

    - ``zero scale``: γ = 0 in the last batch normalisation of each new block;
    - ``zero convolution``: the last convolution of each is 0;
    - ``identity layers``: no shortcut; each convolution copies its input, and γ and β undo each
      batch normalisation on `images`;
    - ``ordinary weights``: He initialisation, γ = 1.

    Args:
        network: of basic blocks; it is not changed.
        start: one of :data:`STARTS`.
        seed: of the new blocks' weights.
        images: standardised, (N, C, H, W); needed only for ``identity layers``.

    Raises:
        ValueError: an unknown start, `added` below 1, or identity layers without images.
    """
    one_of("start", start, STARTS)
    if added < 1:
        raise ValueError(f"added {added!r} is below 1")
    grown = copy.deepcopy(network)
    device = next(grown.parameters()).device
    generator = torch.Generator().manual_seed(seed)
    design = BlockDesign(shortcut="none" if start == "identity layers" else "A")
    for name in grown.stages:
        channels = grown.blocks(name)[-1].conv2.out_channels
        for _ in range(added):
            with torch.random.fork_rng(devices=[]):  # constructors draw from the global generator
                block = Block(channels, channels, 1, design)
            _begin(initialise(block, generator), start)
            getattr(grown, name).append(block.to(device))
    if start == "identity layers":
        if images is None:
            raise ValueError("identity layers need images, to undo each batch normalisation")
        _undo_normalisation(grown, added, images.to(device))
    return grown


def appended(network: ResNet, added: int) -> list[Block]:
    """The blocks that :func:`grow` appended: the last `added` of each stage, in forward order."""
    return [block for stage in network.stages for block in network.blocks(stage)[-added:]]


def set_last_scales(network: nn.Module, gamma: float) -> None:
    """Set γ of the last batch normalisation of every block of `network`, in place.

    Goyal et al. 2017, section 5.1, begin with 0; torchvision calls it ``zero_init_residual``.
    """
    for block in network.modules():
        if isinstance(block, Block):
            nn.init.constant_(last_norm(block).weight, gamma)


def _begin(block: Block, start: str) -> None:
    """Change the initial weights of one block as `start` requires."""
    if start == "zero scale":
        set_last_scales(block, 0.0)
    elif start == "zero convolution":
        nn.init.zeros_(block.conv2.weight)
    elif start == "identity layers":
        nn.init.dirac_(block.conv1.weight)
        nn.init.dirac_(block.conv2.weight)


@torch.no_grad()
def _undo_normalisation(grown: ResNet, added: int, images: Tensor) -> None:
    """Give the appended normalisations the statistics of `images`, and γ and β that undo them."""

    def undo(norm: nn.BatchNorm2d, inputs: tuple[Tensor]) -> None:
        variance, mean = torch.var_mean(inputs[0], (0, 2, 3))
        norm.running_mean, norm.running_var = mean, variance
        norm.weight.copy_((variance + norm.eps).sqrt())
        norm.bias.copy_(mean)

    norms = [norm for block in appended(grown, added) for norm in (block.bn1, block.bn2)]
    hooks = [norm.register_forward_pre_hook(undo) for norm in norms]
    grown.eval()(images)
    for hook in hooks:
        hook.remove()
