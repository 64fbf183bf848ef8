"""The block builder's blocks as its tests run them."""

import torch
from torch import nn

from resnet_book.drawing.diagrams.blocks.anatomy import anatomy
from resnet_book.explorers.block_builder.flows import SIZES, builder_design
from resnet_book.models.blocks import last_norm
from resnet_book.probes.fixed_draws import fixed_draws


def parts_of(shape, kind, order):
    channels, width = SIZES[shape]
    return anatomy(builder_design(shape, kind, order, 0.5), in_channels=channels, width=width)


def run(block, x):
    """The output in training mode, with the draws that the figure shows."""
    with torch.no_grad(), fixed_draws(x.device):
        return block.train()(x)


def set_gamma(block, gamma):
    norm = last_norm(block)
    nn.init.constant_(norm.weight, gamma)
    nn.init.zeros_(norm.bias)
    return block
