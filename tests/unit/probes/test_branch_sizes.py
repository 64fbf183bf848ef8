"""The size of a branch relative to its input."""

import copy

import pytest
import torch
from torch import nn

from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.blocks import Block
from resnet_book.models.resnet import cifar_resnet
from resnet_book.probes.branch_sizes import branch_ratios
from resnet_book.probes.layer_responses import responses_from_weights


@pytest.fixture(scope="module")
def images():
    return torch.randn(16, 3, 8, 8, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"order": "full-preactivation"},
        {"order": "bn-after-addition"},
        {"batch_norm": False},
        {"shortcut": "C"},
        {"shortcut": "none"},
    ],
)
def test_ratio_is_the_size_of_the_branch_over_that_of_the_input(images, changes):
    network = cifar_resnet(8, **changes)
    found = branch_ratios(network, images)
    x = network.train().conv1(images)
    if changes.get("order") != "full-preactivation":
        x = network.relu(network.bn1(x) if changes.get("batch_norm", True) else x)
    expected = []
    for block in (network.layer1[0], network.layer2[0], network.layer3[0]):
        expected.append((_rms(block.branch(x)) / _rms(x)).item())
        x = block(x)
    assert found == pytest.approx(expected, rel=1e-5)


def _rms(x):
    return x.square().mean().sqrt()


def test_ratios_come_block_by_block_and_zero_scales_give_zero(images):
    network = cifar_resnet(14)
    nn.init.zeros_(network.layer2[1].bn2.weight)
    ratios = branch_ratios(network, images)
    assert len(ratios) == 6
    assert [ratio == 0 for ratio in ratios] == [False] * 3 + [True] + [False] * 2


def test_chosen_blocks_are_measured_in_forward_order(images):
    network = cifar_resnet(14)
    ratios = branch_ratios(network, images)
    chosen = branch_ratios(network, images, [network.layer3[0], network.layer1[1]])
    assert chosen == [ratios[1], ratios[4]]


def test_factor_that_normalisation_undoes_changes_responses_but_not_ratios():
    images = torch.randn(64, 1, 16, 16, generator=torch.Generator().manual_seed(0))
    network = cifar_resnet(8, in_channels=1)
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if "bn" in name:
                parameter.copy_(torch.randn(parameter.shape, generator=generator))
    ratios, before = branch_ratios(network, images), responses_from_weights(network)
    with torch.no_grad():
        network.layer2[0].bn1.weight.mul_(3)
        network.layer2[0].bn1.bias.mul_(3)
    assert branch_ratios(network, images) == pytest.approx(ratios, rel=1e-2)
    assert responses_from_weights(network)[3].std == pytest.approx(3 * before[3].std)


@pytest.mark.parametrize("factor", [1e-25, 1e25])
def test_sizes_whose_squares_do_not_fit_into_float32_are_measured(images, factor):
    """Without normalisation and biases F(c x) = c F(x): the ratio does not depend on c."""
    network = nn.Sequential(Block(3, 3, design=BlockDesign(batch_norm=False)))
    assert branch_ratios(network, factor * images) == pytest.approx(
        branch_ratios(network, images), rel=1e-5
    )


def test_measuring_leaves_the_network_as_it_was(images):
    network = cifar_resnet(8).eval()
    before = copy.deepcopy(network.state_dict())
    branch_ratios(network, images)
    assert not network.training
    assert not any(m._forward_pre_hooks for m in network.modules())
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())


def test_dropout_shortcuts_draw_the_same_every_time(images):
    network = cifar_resnet(8, "dropout=0.5")
    state = torch.get_rng_state()
    ratios = branch_ratios(network, images)
    assert torch.equal(torch.get_rng_state(), state)
    torch.rand(1)
    assert branch_ratios(network, images) == ratios


def test_blocks_that_are_not_in_the_network_are_refused(images):
    network = cifar_resnet(8)
    message = "blocks must be at least one, and all of them in the network"
    for blocks in ([], [Block(16, 16)], [network.layer1[0], Block(16, 16)]):
        with pytest.raises(ValueError, match=message):
            branch_ratios(network, images, blocks)
    with pytest.raises(ValueError, match=message):
        branch_ratios(nn.Conv2d(3, 3, 3), images)
