"""Steps of the same relative size in every convolution."""

import pytest
import torch

from resnet_book.data import digits
from resnet_book.models.resnet import cifar_resnet
from resnet_book.training.equal_steps import step_equally, train_equally


def test_every_weight_moves_by_the_share_and_keeps_its_norm():
    generator = torch.Generator().manual_seed(0)
    weights = [torch.randn(4, 4, generator=generator) for _ in range(2)]
    before = [weight.clone() for weight in weights]
    for weight, size in zip(weights, (1e-3, 1e3), strict=True):
        weight.grad = size * torch.randn(4, 4, generator=generator)
        # at a right angle to the weights, as behind batch normalisation
        weight.grad -= weight * (weight.grad * weight).sum() / weight.square().sum()
    velocities = [torch.zeros_like(weight) for weight in weights]
    step_equally(weights, velocities, 0.01)
    for weight, old in zip(weights, before, strict=True):
        assert weight.norm().item() == pytest.approx(old.norm().item(), rel=1e-5)
        assert (weight - old).norm().item() == pytest.approx(0.01 * old.norm().item(), rel=1e-3)


def test_velocity_sums_the_directions_of_the_gradients():
    weight, velocity = torch.eye(2), torch.zeros(2, 2)
    weight.grad = torch.tensor([[0.0, 5.0], [0.0, 0.0]])
    step_equally([weight], [velocity], 0.1)
    step_equally([weight], [velocity], 0.1)
    torch.testing.assert_close(velocity, torch.tensor([[0.0, 1.9], [0.0, 0.0]]))


def test_weight_without_a_gradient_is_refused():
    with pytest.raises(ValueError, match="no gradient"):
        step_equally([torch.eye(2)], [torch.zeros(2, 2)], 0.1)


def test_network_learns_with_equal_steps_and_the_seed_decides():
    def trained(seed, share=0.01):
        return train_equally(
            cifar_resnet(8, in_channels=1, width=8), digits(), seed, share=share, steps=20
        )

    assert trained(0) < 60
    assert trained(0) == trained(0)
    assert trained(0) != trained(1)


def test_the_convolutions_step_is_exchangeable():
    seen = []
    train_equally(
        cifar_resnet(8, in_channels=1, width=4),
        digits(),
        share=0.01,
        steps=2,
        step=lambda weights, velocities, share: seen.append((len(weights), share)),
    )
    assert seen == [(7, 0.01), (7, pytest.approx(0.005))]
