"""Blocks: the figures of the papers, and every choice about a block."""

import pytest
import torch
from torch import nn

from resnet_book.models.block_designs import ORDERS, BlockDesign, arrange
from resnet_book.models.blocks import Block


def images(channels=8, size=8, seed=0):
    return torch.randn(2, channels, size, size, generator=torch.Generator().manual_seed(seed))


def zero_branch(block: Block) -> Block:
    for module in block.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.zeros_(module.weight)
    return block


@pytest.mark.parametrize("order", ORDERS)
def test_operations_run_in_the_order_of_the_design(order):
    design = BlockDesign(order=order)  # its order is tested against Figure 4
    block, x = Block(8, 8, design=design), images()
    _, branch, after = arrange(design)
    expected = x
    for name in branch:
        expected = getattr(block, name)(expected)
    expected = expected + x
    for name in after:
        expected = getattr(block, name)(expected)
    assert torch.equal(block(x), expected)


@pytest.mark.parametrize("shape", ["basic", "bottleneck"])
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("order", ["full-preactivation", "relu-only-preactivation"])
def test_preactivation_block_with_zeroed_branch_is_the_identity_to_the_last_bit(
    shape, training, order
):
    design = BlockDesign(shape, order=order)
    block = zero_branch(Block(8 * design.expansion, 8, design=design)).train(training)
    x = images(8 * design.expansion)
    assert torch.equal(block(x), x)


def test_original_block_with_zeroed_branch_is_relu():
    x = images()
    assert torch.equal(zero_branch(Block(8, 8))(x), x.relu())


def test_plain_block_with_zeroed_branch_forgets_its_input():
    block = zero_branch(Block(8, 8, design=BlockDesign(shortcut="none")))
    assert torch.equal(block(images()), torch.zeros(2, 8, 8, 8))


def test_first_preactivation_block_activates_before_the_split():
    design = BlockDesign(order="full-preactivation")
    block, x = Block(8, 8, design=design, first=True), images()
    activated = block.relu(block.bn1(x))
    branch = block.conv2(block.relu(block.bn2(block.conv1(activated))))
    assert torch.equal(block(x), activated + branch)


def test_preactivation_projection_takes_the_activated_input_without_normalising():
    design = BlockDesign(shortcut="B", order="full-preactivation")
    block, x = Block(8, 16, 2, design), images()
    activated = block.relu(block.bn1(x))
    branch = block.conv2(block.relu(block.bn2(block.conv1(activated))))
    assert torch.equal(block(x), block.downsample[0](activated) + branch)
    assert len(block.downsample) == 1


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("shortcut", ["none", "A", "B"])
def test_block_leaves_its_input_untouched(order, shortcut):
    x = images()
    before = x.clone()
    Block(8, 8, design=BlockDesign(shortcut=shortcut, order=order))(x)
    assert torch.equal(x, before)


def test_without_batch_norm_convolutions_have_biases_that_start_at_zero():
    block = Block(8, 8, design=BlockDesign(batch_norm=False))
    assert not any(isinstance(m, nn.BatchNorm2d) for m in block.modules())
    assert torch.equal(block.conv1.bias, torch.zeros(8))


def test_branch_is_what_the_shortcut_is_added_to():
    block, x = Block(8, 8, design=BlockDesign(order="full-preactivation")), images()
    assert torch.equal(block(x), x + block.branch(x))
