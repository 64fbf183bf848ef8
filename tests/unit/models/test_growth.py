"""Blocks appended to a trained network."""

import copy

import pytest
import torch
from torch import nn

from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.blocks import Block
from resnet_book.models.growth import STARTS, appended, grow, set_last_scales
from resnet_book.models.resnet import cifar_resnet


@pytest.fixture
def network():
    """A small plain network whose normalisations have seen something."""
    made = cifar_resnet(8, "none", in_channels=1, width=4)
    made.train()(torch.randn(32, 1, 8, 8, generator=torch.Generator().manual_seed(1)))
    return made


@pytest.fixture
def images():
    return torch.randn(32, 1, 8, 8, generator=torch.Generator().manual_seed(2))


def answers(network, images, training):
    with torch.no_grad():
        return copy.deepcopy(network).train(training)(images)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("start", ["zero scale", "zero convolution"])
def test_blocks_begun_at_zero_change_no_output(network, images, start, training):
    grown = grow(network, 2, start)
    expected = answers(network, images, training)
    assert torch.equal(answers(grown, images, training), expected)


def test_identity_layers_have_no_shortcut_and_only_round(network, images):
    grown = grow(network, 2, "identity layers", images=images)
    torch.testing.assert_close(
        answers(grown, images, False), answers(network, images, False), rtol=1e-4, atol=1e-4
    )
    shortcuts = {type(block.downsample).__name__ for block in appended(grown, 2)}
    assert shortcuts == {"NoShortcut"}


def test_ordinary_weights_change_the_outputs(network, images):
    grown = grow(network, 2, "ordinary weights")
    gap = answers(grown, images, False) - answers(network, images, False)
    assert gap.abs().max() > 0.1


@pytest.mark.parametrize("start", STARTS)
def test_each_stage_gets_as_many_blocks_and_the_network_stays(network, images, start):
    before = copy.deepcopy(network.state_dict())
    grown = grow(network, 3, start, images=images)
    assert [len(grown.blocks(stage)) for stage in grown.stages] == [4, 4, 4]
    assert [len(network.blocks(stage)) for stage in network.stages] == [1, 1, 1]
    new = appended(grown, 3)
    assert len(new) == 9
    assert [block.conv1.out_channels for block in new[::3]] == [4, 8, 16]
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())


def test_seed_decides_the_new_weights_and_global_generator_stays(network):
    state = torch.get_rng_state()
    one, same, other = (
        appended(grow(network, 1, "zero scale", seed), 1)[0].conv1.weight for seed in (0, 0, 1)
    )
    assert torch.equal(one, same)
    assert not torch.equal(one, other)
    assert torch.equal(torch.get_rng_state(), state)


def test_wrong_arguments_are_named(network):
    with pytest.raises(ValueError, match="start 'zero' is not one of: zero scale"):
        grow(network, 1, "zero")
    with pytest.raises(ValueError, match="added 0 is below 1"):
        grow(network, 0, "zero scale")
    with pytest.raises(ValueError, match="identity layers need images"):
        grow(network, 1, "identity layers")


def test_last_scales_are_those_of_the_last_normalisation_alone():
    network = cifar_resnet(11, "B", in_channels=1, width=4, block="bottleneck")
    set_last_scales(network, 0.0)
    blocks = [module for module in network.modules() if isinstance(module, Block)]
    assert len(blocks) == 3
    for block in blocks:
        assert not block.get_submodule("bn3").weight.any()
        others = [m for m in block.modules() if isinstance(m, nn.BatchNorm2d)]
        assert sum(bool(m.weight.all()) for m in others) == len(others) - 1


def test_last_scale_of_a_single_block():
    block = Block(4, 4, design=BlockDesign(shortcut="A"))
    set_last_scales(block, 0.5)
    assert block.bn2.weight.tolist() == [0.5] * 4
