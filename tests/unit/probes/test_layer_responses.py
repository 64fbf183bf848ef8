"""Layer responses: what γ and β say is what is measured."""

import pytest
import torch

from resnet_book.models.resnet import cifar_resnet
from resnet_book.probes.branch_sizes import branch_ratios
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


def test_weights_tell_what_is_measured_with_the_batchs_statistics(network, images):
    told = responses_from_weights(network)
    measured = responses(network, [(images, None)], running=False)
    assert [r.name for r in told] == [r.name for r in measured]
    for one, other in zip(told, measured, strict=True):
        assert one.std == pytest.approx(other.std, rel=1e-3)
        assert one.within == pytest.approx(other.within, rel=1e-3)


def test_weights_tell_what_is_measured_when_running_statistics_match(network, images):
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = None  # a plain mean: of one batch, that batch's
    network.train()(images)
    network.eval()
    for one, other in zip(
        responses_from_weights(network), responses(network, [(images, None)]), strict=True
    ):
        assert one.std == pytest.approx(other.std, rel=0.01)


def test_measured_over_batches_is_measured_over_all(network, images):
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


def test_shares_do_not_see_a_free_scale_and_responses_do(network, images):
    shares, before = branch_ratios(network, images), responses_from_weights(network)
    with torch.no_grad():
        network.layer2[0].bn1.weight.mul_(3)
        network.layer2[0].bn1.bias.mul_(3)
    assert branch_ratios(network, images) == pytest.approx(shares, rel=1e-2)
    assert responses_from_weights(network)[3].std == pytest.approx(3 * before[3].std)


@pytest.mark.parametrize("changes", [{"batch_norm": False}, {"order": "full-preactivation"}])
def test_a_network_without_such_responses_is_refused(changes):
    with pytest.raises(ValueError, match="batch normalisation behind"):
        responses_from_weights(cifar_resnet(8, **changes))


def test_network_is_left_as_it_was(network, images):
    before = {name: value.clone() for name, value in network.state_dict().items()}
    responses(network, [(images, None)], running=False)
    branch_ratios(network, images)
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
    assert not any(module._forward_hooks for module in network.modules())
