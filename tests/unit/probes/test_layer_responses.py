"""Layer responses: computed from γ and β, and measured on images."""

import pytest
import torch

from resnet_book.models.resnet import cifar_resnet
from resnet_book.probes.layer_responses import responses, responses_from_weights


@pytest.fixture
def network():
    """ResNet-8 with scales and shifts as after a training."""
    network = cifar_resnet(8, in_channels=1)
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if "bn" in name:
                parameter.copy_(torch.randn(parameter.shape, generator=generator))
    return network


@pytest.fixture
def images():
    return torch.randn(64, 1, 16, 16, generator=torch.Generator().manual_seed(0))


def test_computed_responses_are_those_measured_with_the_batchs_statistics(network, images):
    computed = responses_from_weights(network)
    measured = responses(network, [(images, None)], running=False)
    assert [r.name for r in computed] == [r.name for r in measured]
    for one, other in zip(computed, measured, strict=True):
        assert one.std == pytest.approx(other.std, rel=1e-3)
        assert one.within == pytest.approx(other.within, rel=1e-3)


def test_computed_responses_are_those_measured_when_running_statistics_match(network, images):
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = None  # a plain mean: of one batch, that batch's
    network.train()(images)
    network.eval()
    for one, other in zip(
        responses_from_weights(network), responses(network, [(images, None)]), strict=True
    ):
        assert one.std == pytest.approx(other.std, rel=0.01)


def test_measuring_in_batches_equals_measuring_at_once(network, images):
    network.eval()
    whole = responses(network, [(images, None)])
    parts = responses(network, [(part, None) for part in images.split(20)])
    for one, other in zip(whole, parts, strict=True):
        assert one.std == pytest.approx(other.std, rel=1e-5)


def test_layers_are_in_order_and_the_blocks_ends_are_marked(network):
    found = responses_from_weights(network)
    assert [r.name for r in found[:3]] == ["bn1", "layer1.0.bn1", "layer1.0.bn2"]
    assert [r.index for r in found] == list(range(1, 8))
    assert [r.ends_branch for r in found] == [False] + [False, True] * 3


@pytest.mark.parametrize("changes", [{"batch_norm": False}, {"order": "full-preactivation"}])
def test_a_network_without_such_responses_is_refused(changes):
    with pytest.raises(ValueError, match="batch normalisation behind"):
        responses_from_weights(cifar_resnet(8, **changes))


def test_network_is_left_as_it_was(network, images):
    before = {name: value.clone() for name, value in network.state_dict().items()}
    responses(network, [(images, None)], running=False)
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
    assert not any(module._forward_hooks for module in network.modules())
