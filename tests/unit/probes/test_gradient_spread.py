"""The energy of a pixel's gradient, and how far it reaches."""

import math

import pytest
import torch

from resnet_book.models import cifar_resnet, view
from resnet_book.probes.gradient_spread import gradient_energy, side_with, spread


def energy_of(depth, shortcut, side=96):
    network = cifar_resnet(depth, shortcut, width=8)
    images = torch.randn(4, 3, side, side, generator=torch.Generator().manual_seed(0))
    return network, gradient_energy(network, images, torch.Generator().manual_seed(0))


@pytest.mark.parametrize("shortcut", ["none", "A"])
def test_energy_fills_the_receptive_field_and_nothing_else(shortcut):
    network, energy = energy_of(8, shortcut)
    assert energy.sum().item() == pytest.approx(1)
    rows = energy.sum(1).nonzero().flatten()
    assert (rows[-1] - rows[0] + 1).item() == view(network)
    assert side_with(energy, 1) in (view(network), view(network) + 1)


def test_plain_layers_spread_energy_as_much_as_random_steps_of_their_kernels():
    """Each 3×3 of step s adds s² · 2/3 to the variance: the spread of random weights."""
    _, energy = energy_of(20, "none")
    steps = [1] * 8 + [2] * 6 + [4] * 5  # strided convolutions step as those before them
    expected = math.sqrt(sum(2 / 3 * step**2 for step in steps))
    assert spread(energy) == pytest.approx(expected, rel=0.1)


def test_shortcuts_narrow_the_spread():
    _, plain = energy_of(20, "none")
    _, residual = energy_of(20, "A")
    assert spread(residual) < spread(plain)


def test_the_network_is_left_as_it_was():
    network = cifar_resnet(8).train()
    gradient_energy(network, torch.randn(2, 3, 32, 32), torch.Generator().manual_seed(0))
    assert network.training
    assert network.bn1.momentum == 0.1
    assert torch.equal(network.bn1.running_mean, torch.zeros(16))
    assert not network.layer3._forward_hooks


def test_spread_and_side_of_known_energies():
    energy = torch.zeros(9, 9)
    energy[4, 4] = 0.5
    energy[4, 2] = energy[4, 6] = 0.25
    assert spread(energy) == pytest.approx(1)  # variance 2 along one axis, 0 along the other
    assert (side_with(energy, 0.5), side_with(energy, 0.6), side_with(energy, 1)) == (1, 5, 5)
    with pytest.raises(ValueError, match="share 0 is not above 0"):
        side_with(energy, 0)
