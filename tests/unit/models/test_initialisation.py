"""The weights that a network starts from."""

import pytest
import torch

from resnet_book.models.resnet import cifar_resnet, initialise


def test_weights_come_from_the_seed_alone():
    torch.manual_seed(1)
    state = torch.get_rng_state()
    one, two = cifar_resnet(20, seed=3), cifar_resnet(20, seed=3)
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.equal(one.layer3[0].conv1.weight, two.layer3[0].conv1.weight)
    other = cifar_resnet(20, seed=4)
    assert not torch.equal(one.layer3[0].conv1.weight, other.layer3[0].conv1.weight)


def test_plain_and_residual_twins_start_from_the_same_weights():
    plain, residual = cifar_resnet(56, "none", seed=5), cifar_resnet(56, "A", seed=5)
    for ours, theirs in zip(plain.parameters(), residual.parameters(), strict=True):
        assert torch.equal(ours, theirs)


@pytest.mark.parametrize("gain", [0.5, 1, 2])
def test_he_initialisation_has_its_deviation(gain):
    network = initialise(cifar_resnet(20), torch.Generator().manual_seed(0), gain)
    expected = gain * (2 / (9 * 64)) ** 0.5
    assert network.layer3[1].conv1.weight.std().item() == pytest.approx(expected, rel=0.02)


def test_classifier_starts_small_and_without_bias():
    fc = cifar_resnet(20, classes=1000).fc
    assert fc.weight.std().item() == pytest.approx((1 / 64) ** 0.5, rel=0.02)
    assert torch.equal(fc.bias, torch.zeros(1000))
