"""The gradient at an image, and what a nudge makes of it."""

import pytest
import torch
from torch import nn
from torch.nn import functional

from resnet_book.models.resnet import cifar_resnet
from resnet_book.probes.input_gradients import agreement, nudged_gradients

SIZES = torch.tensor([0.0, 0.01, 0.5])


@pytest.fixture
def batch():
    generator = torch.Generator().manual_seed(0)
    return torch.randn(4, 1, 8, 8, generator=generator), torch.tensor([0, 3, 9, 1])


def nudge(network, batch, seed=0):
    return nudged_gradients(network, *batch, SIZES, torch.Generator().manual_seed(seed))


def test_without_a_nudge_it_is_the_gradient_of_the_summed_loss(batch):
    network = cifar_resnet(8, in_channels=1).train()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    found = nudge(network, batch)
    assert found.shape == (3, *batch[0].shape)
    assert found.dtype == torch.float64
    for name, value in network.state_dict().items():  # the network is as it was
        assert torch.equal(value, before[name])
    images = batch[0].clone().requires_grad_()
    functional.cross_entropy(network(images), batch[1], reduction="sum").backward()
    torch.testing.assert_close(found[0].float(), images.grad, rtol=1e-3, atol=1e-5)


def test_a_linear_network_s_gradient_points_the_same_way_from_everywhere(batch):
    """With two classes its gradient is a multiple of the difference of their weights."""
    network = nn.Sequential(nn.Flatten(), nn.Linear(64, 2))
    found = nudge(network, (batch[0], batch[1].clamp(max=1)))
    assert agreement(found) == pytest.approx(1)


def test_nudges_have_their_sizes_and_come_from_the_generator(batch):
    class Square(nn.Module):
        def forward(self, x):  # cross-entropy's gradient is then a function of x alone
            seen.append(x.detach())
            return x.flatten(1)[:, :10]

    seen = []
    nudge(Square(), batch)
    length = batch[0].double().flatten(1).norm(dim=1)
    for x, size in zip(seen, SIZES.tolist(), strict=True):
        moved = (x - batch[0]).flatten(1).norm(dim=1)
        torch.testing.assert_close(moved, size * length)
    first, seen = seen, []
    nudge(Square(), batch, seed=1)
    assert not torch.equal(first[1], seen[1])


def test_agreement_is_the_cosine_with_the_first_gradient():
    one = torch.randn(5, 1, 8, 8, dtype=torch.float64)
    stacked = torch.stack([one, 3 * one, -one])
    assert agreement(stacked)[0].tolist() == pytest.approx([1] * 5)
    assert agreement(stacked)[1].tolist() == pytest.approx([1] * 5)
    assert agreement(stacked)[2].tolist() == pytest.approx([-1] * 5)
