"""How large a branch is."""

import copy

import pytest
import torch
from torch import nn

from resnet_book.models.blocks import Block
from resnet_book.models.resnet import cifar_resnet
from resnet_book.probes.branch_sizes import branch_ratios


def images(size=8):
    return torch.randn(16, 3, size, size, generator=torch.Generator().manual_seed(0))


def test_ratio_is_the_size_of_the_branch_over_that_of_the_input():
    network = cifar_resnet(8)
    (ratio,) = branch_ratios(network, images(), [network.layer1[0]])
    network.train()
    x = network.relu(network.bn1(network.conv1(images())))
    branch = network.layer1[0].branch(x)
    assert ratio == pytest.approx((branch.norm() / x.norm()).item(), rel=1e-5)


def test_ratios_come_block_by_block_and_zero_scales_give_zero():
    network = cifar_resnet(14)
    nn.init.zeros_(network.layer2[1].bn2.weight)
    ratios = branch_ratios(network, images())
    assert len(ratios) == 6
    assert [ratio == 0 for ratio in ratios] == [False] * 3 + [True] + [False] * 2


def test_measuring_leaves_the_network_as_it_was():
    network = cifar_resnet(8).eval()
    before = copy.deepcopy(network.state_dict())
    branch_ratios(network, images())
    assert not network.training
    assert not any(m._forward_pre_hooks for m in network.modules())
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())


def test_blocks_of_another_network_are_refused():
    with pytest.raises(ValueError, match="none of them is a block of the network"):
        branch_ratios(cifar_resnet(8), images(), [Block(16, 16)])
