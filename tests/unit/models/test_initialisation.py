"""The weights that a network starts from."""

import pytest
import torch
from torch import nn

from resnet_book.models.initialisation import pass_on
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


@pytest.mark.parametrize("channels", [1, 16])
def test_layer_that_passes_its_input_on_keeps_it_to_the_last_bit(channels):
    conv = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
    norm = nn.BatchNorm2d(channels)
    for part in (norm.running_mean, norm.running_var, norm.weight, norm.bias):
        part.detach().uniform_(0.5, 3)
    pass_on(conv, norm)
    x = 37 * torch.rand(3, channels, 8, 8)
    assert torch.equal(norm.eval()(conv(x)).relu(), x)
    assert not torch.equal(norm.train()(conv(x)).relu(), x)


def test_layers_that_pass_their_input_on_make_a_plain_56_of_a_plain_20():
    shallow = cifar_resnet(20, "none", seed=1).eval()
    deep = cifar_resnet(56, "none")
    deep.load_state_dict(deep.state_dict() | shallow.state_dict())
    for stage in (deep.layer1, deep.layer2, deep.layer3):
        for block in stage[3:]:
            pass_on(block.conv1, block.bn1)
            pass_on(block.conv2, block.bn2)
    x = torch.randn(2, 3, 32, 32)
    assert torch.equal(deep.eval()(x), shallow(x))


@pytest.mark.parametrize(
    "conv", [nn.Conv2d(2, 4, 3, padding=1), nn.Conv2d(2, 2, 3, stride=2, padding=1)]
)
def test_layer_that_changes_the_shape_cannot_pass_its_input_on(conv):
    with pytest.raises(ValueError, match="changes the shape"):
        pass_on(conv, nn.BatchNorm2d(conv.out_channels))
