"""The sum of one block, term by term."""

import copy

import pytest
import torch

from resnet_book.models.block_designs import ORDERS, BlockDesign
from resnet_book.models.blocks import Block, last_norm
from resnet_book.models.initialisation import initialise
from resnet_book.probes.sum_terms import block_sum, obstacles


def made(shortcut="A", order="original", shape="basic"):
    block = Block(8 if shape == "basic" else 32, 8, 1, BlockDesign(shape, shortcut, order))
    return initialise(block, torch.Generator().manual_seed(1))


def random_input(channels=8):
    return torch.randn(4, channels, 6, 6, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("shape", ["basic", "bottleneck"])
def test_terms_are_those_of_the_block(shape, order):
    block = made("scaling=0.5,1", order, shape)
    x = random_input(8 if shape == "basic" else 32)
    before = copy.deepcopy(block.state_dict())
    found = block_sum(block, x)
    assert all(torch.equal(value, before[key]) for key, value in block.state_dict().items())
    assert torch.equal(found.carried, 0.5 * x)
    with torch.no_grad():
        torch.testing.assert_close(found.added, block.branch(x))
        torch.testing.assert_close(found.output, block(x))
    torch.testing.assert_close(found.total, found.carried + found.added)


def test_gamma_is_the_weight_of_the_last_normalisation():
    block = made()
    assert last_norm(block) is block.bn2
    assert last_norm(made(shape="bottleneck")).weight.shape == (32,)
    x = random_input()
    whole, half = block_sum(block, x, 1.0), block_sum(block, x, 0.5)
    torch.testing.assert_close(half.added, 0.5 * whole.added, atol=1e-6, rtol=1e-5)
    with pytest.raises(ValueError, match="no batch normalisation"):
        last_norm(Block(8, 8, 1, BlockDesign(batch_norm=False)))


def test_nothing_stands_in_the_way_of_what_is_not_negative():
    x = random_input()
    assert obstacles(made(), x.relu()) == ()
    assert obstacles(made(), x) == ("relu",)
    assert obstacles(made(order="full-preactivation"), x) == ()
    assert obstacles(made(order="bn-after-addition"), x.relu()) == ("norm",)
    assert obstacles(made("none"), x) == ("none",)
    assert obstacles(made("scaling=0.5,1"), x.relu()) == ("shortcut",)
    assert obstacles(made("conv"), x) == ("shortcut", "relu")
    assert obstacles(made("dropout=0.5", "full-preactivation"), x) == ("shortcut",)
