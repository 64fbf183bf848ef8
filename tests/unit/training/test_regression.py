"""Teaching a small network a function."""

import pytest
import torch
from torch import nn

from resnet_book.training.regression import learn


@pytest.fixture
def inputs():
    return torch.randn(200, 4, generator=torch.Generator().manual_seed(0))


def linear(weight=0.0):
    layer = nn.Linear(4, 4, bias=False)
    nn.init.constant_(layer.weight, weight)
    return layer


def test_error_of_answering_zero_is_the_inputs_size_in_units_of_their_variance(inputs):
    (first, *_) = learn(linear(), inputs, 0.01, steps=2, batch_size=5000)
    variance = (inputs - inputs.mean(0)).square().mean()
    assert first == pytest.approx((inputs.square().mean() / variance).item(), rel=0.05)


def test_linear_layer_learns_the_identity_and_another_target(inputs):
    layer = linear()
    errors = learn(layer, inputs, 0.3)
    assert errors[-1] < 1e-3 < errors[0]
    torch.testing.assert_close(layer.weight.detach(), torch.eye(4), rtol=0, atol=0.05)
    learn(layer, inputs, 0.3, target=lambda x: 2 * x.flip(1))
    torch.testing.assert_close(layer.weight.detach(), 2 * torch.eye(4).flip(1), rtol=0, atol=0.1)


def test_seed_decides_the_batches(inputs):
    one, same, other = (learn(linear(0.1), inputs, 0.1, seed, steps=3) for seed in (0, 0, 1))
    assert one == same != other


def test_inputs_that_do_not_vary_are_refused():
    with pytest.raises(ValueError, match="do not vary"):
        learn(linear(), torch.ones(10, 4), 0.1)
