"""Forward and backward signals: against autograd and against theory."""

import pytest
import torch
from torch.nn import functional

from resnet_book.models.resnet import cifar_resnet, initialise
from resnet_book.probes.layer_signals import signals


@pytest.fixture
def batch():
    generator = torch.Generator().manual_seed(0)
    return torch.randn(16, 3, 16, 16, generator=generator), torch.arange(16) % 10


def test_gradients_are_autograds(batch):
    images, labels = batch
    network = cifar_resnet(8)
    layers = signals(network, images, labels)
    functional.cross_entropy(network.train()(images), labels).backward()
    for layer in layers:
        weight = network.get_submodule(layer.name).weight
        assert layer.weight_gradient == pytest.approx(weight.grad.norm().item(), rel=1e-4)
        assert layer.weight == pytest.approx(weight.detach().norm().item(), rel=1e-5)
        assert layer.relative_gradient == pytest.approx(layer.weight_gradient / layer.weight)


@pytest.mark.parametrize(("depth", "shortcut"), [(20, "none"), (20, "C"), (56, "A")])
def test_there_is_one_row_for_each_layer_that_the_depth_counts(batch, depth, shortcut):
    layers = signals(cifar_resnet(depth, shortcut), *batch)
    assert len(layers) == depth
    assert [layer.index for layer in layers] == list(range(1, depth + 1))
    assert layers[0].name == "conv1"
    assert layers[-1].name == "fc"
    assert not any("downsample" in layer.name for layer in layers)


def test_variance_is_that_of_the_layers_output(batch):
    network = cifar_resnet(8)
    expected = network.conv1(batch[0]).var().item()
    assert signals(network, *batch)[0].variance == pytest.approx(expected, rel=1e-5)


def test_output_gradient_does_not_depend_on_how_many_images_are_measured(batch):
    images, labels = batch
    network = cifar_resnet(8, batch_norm=False)
    once = signals(network, images, labels)
    twice = signals(network, images.repeat(2, 1, 1, 1), labels.repeat(2))
    for one, two in zip(once, twice, strict=True):
        assert two.gradient == pytest.approx(one.gradient, rel=1e-3)


def test_network_is_left_as_it_was(batch):
    network = cifar_resnet(8).eval()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    signals(network, *batch)
    assert not network.training
    assert all(p.grad is None for p in network.parameters())
    assert not any(m._forward_hooks for m in network.modules())
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())


def test_dropout_shortcuts_draw_the_same_every_time(batch):
    network = cifar_resnet(8, "dropout=0.5")
    state = torch.get_rng_state()
    found = signals(network, *batch)
    assert torch.equal(torch.get_rng_state(), state)
    torch.rand(1)
    assert signals(network, *batch) == found


def test_without_normalisation_the_gain_multiplies_the_variance_layer_by_layer(batch):
    """A gain of 1/2 divides each layer's variance by 4, so that it falls by 4^k after k layers."""

    def variances(gain):
        network = cifar_resnet(8, "none", batch_norm=False)
        initialise(network, torch.Generator().manual_seed(0), gain)
        return [layer.variance for layer in signals(network, *batch)]

    for k, (he, half) in enumerate(zip(variances(1.0), variances(0.5), strict=True), start=1):
        if k < 8:  # the classifier is not scaled
            assert half == pytest.approx(he / 4**k, rel=1e-3)


def test_scale_free_gradient_does_not_see_the_scale_of_normalised_weights(batch):
    network, scaled = cifar_resnet(8), cifar_resnet(8)
    with torch.no_grad():
        scaled.layer2[0].conv1.weight.mul_(10)
    one, ten = (
        next(layer for layer in signals(each, *batch) if layer.name == "layer2.0.conv1")
        for each in (network, scaled)
    )
    assert ten.weight_gradient == pytest.approx(one.weight_gradient / 10, rel=1e-2)
    assert ten.scale_free_gradient == pytest.approx(one.scale_free_gradient, rel=1e-2)
