"""Plain stacks without normalisation, and weights that keep every norm."""

import pytest
import torch
from torch import nn

from resnet_book.models.bare_stacks import bare_stack, set_delta_orthogonal


@pytest.mark.parametrize(("channels", "out", "kernel"), [(1, 16, 3), (16, 16, 3), (4, 8, 1)])
def test_delta_orthogonal_convolution_keeps_every_norm(channels, out, kernel):
    generator = torch.Generator().manual_seed(0)
    conv = nn.Conv2d(channels, out, kernel, padding=kernel // 2, bias=False)
    set_delta_orthogonal(conv, generator)
    x = torch.randn(5, channels, 6, 6, generator=generator)
    torch.testing.assert_close(conv(x).flatten(1).norm(dim=1), x.flatten(1).norm(dim=1))
    set_delta_orthogonal(conv, generator, gain=3)
    torch.testing.assert_close(conv(x).norm(), 3 * x.norm())


@pytest.mark.parametrize("conv", [nn.Conv2d(8, 4, 3), nn.Conv2d(4, 4, 2)])
def test_convolution_that_cannot_keep_norms_is_refused(conv):
    with pytest.raises(ValueError, match="no isometry"):
        set_delta_orthogonal(conv, torch.Generator())


def test_stack_of_isometries_keeps_a_random_gradient_where_independent_weights_lose_it():
    generator = torch.Generator().manual_seed(0)
    x, end = (
        torch.randn(16, 1, 8, 8, generator=generator),
        torch.randn(16, 16, 8, 8, generator=generator),
    )

    def kept(start):
        states = bare_stack(30, 0, start=start).states(x)
        (first,) = torch.autograd.grad(states[-1], states[0], end)
        return (first.norm() / end.norm()).item()

    assert 0.4 < kept("delta-orthogonal") <= 1.0
    assert kept("normal") < kept("delta-orthogonal") / 3


def test_he_weights_with_relu():
    network = bare_stack(3, 0, start="normal", activation="relu", width=64)
    assert network.layers[1].weight.std().item() == pytest.approx((2 / (9 * 64)) ** 0.5, rel=0.02)
    assert all(not layer.bias.any() for layer in network.layers)
    assert network(torch.randn(2, 1, 8, 8)).shape == (2, 10)


@pytest.mark.parametrize(
    "wrong", [{"start": "zero"}, {"activation": "gelu"}, {"layers": 0}], ids=str
)
def test_bad_value_is_named(wrong):
    with pytest.raises(ValueError, match=str(next(iter(wrong.values())))):
        bare_stack(**({"layers": 2, "seed": 0} | wrong))
