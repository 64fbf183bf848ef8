"""Blocks: the figures of the papers, and every choice about a block."""

import pytest
import torch
from torch import nn

from resnet_book.models.blocks import ORDERS, Block, BlockDesign, arrange, block_design

# He et al. 2016, Figure 4, read from the picture: the branch, and what follows the addition.
FIGURE_4 = {
    "original": ("conv1 bn1 relu conv2 bn2", "relu"),
    "bn-after-addition": ("conv1 bn1 relu conv2", "bn2 relu"),
    "relu-before-addition": ("conv1 bn1 relu conv2 bn2 relu", ""),
    "relu-only-preactivation": ("relu conv1 bn1 relu conv2 bn2", ""),
    "full-preactivation": ("bn1 relu conv1 bn2 relu conv2", ""),
}


def images(channels=8, size=8, seed=0):
    return torch.randn(2, channels, size, size, generator=torch.Generator().manual_seed(seed))


def zero_branch(block: Block) -> Block:
    for module in block.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.zeros_(module.weight)
    return block


@pytest.mark.parametrize("order", ORDERS)
def test_activation_order_is_that_of_figure_4(order):
    block = Block(8, 8, design=BlockDesign(order=order))
    x = images()
    branch, after = FIGURE_4[order]
    expected = x
    for name in branch.split():
        expected = getattr(block, name)(expected)
    expected = expected + x
    for name in after.split():
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


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"shape": "wide"}, "'wide' is not one of: basic, bottleneck"),
        ({"order": "reversed"}, "'reversed' is not one of: original, bn-after"),
        ({"shortcut": "D"}, "'D' is not one of: none, A, B, C, conv"),
        ({"shortcut": "scaling=a"}, "'a' is not a list of numbers"),
        ({"shortcut": "A=1"}, "takes 0 number"),
        ({"shortcut": "none="}, "'' is not a list of numbers"),
        ({"shortcut": "scaling=nan"}, "'nan' is not finite"),
        ({"shortcut": "dropout=1"}, "at least 0 and below 1"),
        ({"stride_on": "5x5"}, "'5x5' is not one of: 1x1, 3x3"),
        ({"order": "bn-after-addition", "batch_norm": False}, "needs batch_norm=True"),
    ],
)
def test_wrong_choice_is_named_with_the_allowed_ones(wrong, named):
    with pytest.raises(ValueError, match=named):
        BlockDesign(**wrong)


@pytest.mark.parametrize("order", ORDERS)
def test_operations_are_arranged_as_in_figure_4(order):
    found = arrange(BlockDesign(order=order))
    assert found.before == ()
    assert (" ".join(found.branch), " ".join(found.after)) == FIGURE_4[order]


def test_arrangement_of_other_designs():
    bottleneck = arrange(BlockDesign("bottleneck"))
    assert " ".join(bottleneck.branch) == "conv1 bn1 relu conv2 bn2 relu conv3 bn3"
    shared = arrange(BlockDesign(order="full-preactivation"), shared=True)
    assert (shared.before, shared.branch[0]) == (("bn1", "relu"), "conv1")
    bare = arrange(BlockDesign(batch_norm=False))
    assert bare == ((), ("conv1", "relu", "conv2"), ("relu",))
    squeezed = arrange(BlockDesign(order="bn-after-addition", squeeze_excitation=4))
    assert squeezed.branch[-2:] == ("conv2", "se")
    assert squeezed.after == ("bn2", "relu")


def test_choices_by_name_make_a_design_and_unknown_ones_are_named():
    assert block_design(block="bottleneck", order="original") == BlockDesign("bottleneck")
    with pytest.raises(TypeError, match="'colour' is not an option of blocks: block, shortcut"):
        block_design(colour="red")
