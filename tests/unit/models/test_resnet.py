"""Networks: the papers' tables, torchvision's networks, shapes stage by stage."""

from functools import cache

import pytest
import torch
import torchvision

from resnet_book.models.network_specs import imagenet_spec
from resnet_book.models.resnet import build, cifar_resnet, imagenet_resnet, initialise

# Trainable parameters, computed by hand for the paper's networks (batch norm on projections).
COUNTS = {
    "A": {20: 269722, 32: 464154, 44: 658586, 56: 853018, 110: 1727962, 1202: 19421274},
    "B": {20: 272474, 32: 466906, 44: 661338, 56: 855770, 110: 1730714, 1202: 19424026},
    "C": {20: 283962, 32: 489594, 44: 695226, 56: 900858, 110: 1826202, 1202: 20538714},
}


# He et al. 2015, Table 6: millions of parameters, as printed.
TABLE_6 = {20: 0.27, 32: 0.46, 44: 0.66, 56: 0.85, 110: 1.7, 1202: 19.4}


@pytest.fixture
def meta():
    """Counting needs no weights."""
    with torch.device("meta"):
        yield


def parameters(network):
    return sum(p.numel() for p in network.parameters())


@cache
def counted(depth, option):
    return parameters(cifar_resnet(depth, option))


def stage_shapes(network, image):
    shapes = []
    for name in ["conv1", "maxpool", *network.stages, "avgpool", "fc"]:
        network.get_submodule(name).register_forward_hook(
            lambda module, inputs, output: shapes.append(tuple(output.shape[1:]))
        )
    network.eval()(image)
    return shapes


@pytest.mark.usefixtures("meta")
@pytest.mark.parametrize("option", COUNTS)
@pytest.mark.parametrize("depth", COUNTS["A"])
def test_parameter_count(option, depth):
    assert counted(depth, option) == COUNTS[option][depth]


@pytest.mark.usefixtures("meta")
@pytest.mark.parametrize("depth", TABLE_6)
def test_parameter_count_is_the_papers_table_6(depth):
    millions = counted(depth, "A") / 1e6
    digits = 2 if millions < 1 else 1
    assert round(millions, digits) == TABLE_6[depth]


@pytest.mark.usefixtures("meta")
@pytest.mark.parametrize("depth", [20, 32, 44, 56, 110, 1202])
def test_plain_network_has_exactly_the_parameters_of_option_a(depth):
    plain, residual = cifar_resnet(depth, "none"), cifar_resnet(depth, "A")
    shapes = {name: p.shape for name, p in residual.named_parameters()}
    assert {name: p.shape for name, p in plain.named_parameters()} == shapes


@pytest.mark.usefixtures("meta")
@pytest.mark.parametrize("depth", [18, 34])
def test_plain_imagenet_network_has_exactly_the_parameters_of_option_a(depth):
    plain, residual = imagenet_resnet(depth, "none"), imagenet_resnet(depth, "A")
    assert parameters(plain) == parameters(residual)


@pytest.mark.usefixtures("meta")
@pytest.mark.parametrize("depth", [20, 110])
@pytest.mark.parametrize(
    ("shortcut", "order"),
    [("none", "original"), ("A", "original"), ("B", "full-preactivation"), ("C", "original"),
     ("A", "full-preactivation"), ("exclusive-gating", "original")],
)  # fmt: skip
def test_cifar_feature_maps_halve_twice_while_channels_double(depth, shortcut, order):
    shapes = stage_shapes(cifar_resnet(depth, shortcut, order=order), torch.empty(1, 3, 32, 32))
    assert shapes == [
        (16, 32, 32), (16, 32, 32), (16, 32, 32), (32, 16, 16), (64, 8, 8), (64, 1, 1), (10,),
    ]  # fmt: skip


@pytest.mark.usefixtures("meta")
@pytest.mark.parametrize("depth", [164, 1001])
def test_bottleneck_feature_maps(depth):
    network = cifar_resnet(depth, "B", block="bottleneck", order="full-preactivation")
    shapes = stage_shapes(network, torch.empty(1, 3, 32, 32))
    assert shapes[2:5] == [(64, 32, 32), (128, 16, 16), (256, 8, 8)]


@pytest.mark.usefixtures("meta")
def test_parameters_of_1001_layers_are_the_papers_10_2_million_to_two_percent():
    network = cifar_resnet(1001, "B", block="bottleneck", order="full-preactivation")
    assert parameters(network) == 10_327_706
    assert parameters(network) / 10.2e6 == pytest.approx(1, abs=0.02)


@pytest.mark.usefixtures("meta")
def test_activation_order_changes_no_parameter_count():
    orders = ["original", "bn-after-addition", "relu-before-addition", "relu-only-preactivation",
              "full-preactivation"]  # fmt: skip
    assert {parameters(cifar_resnet(110, order=order)) for order in orders} == {1727962}


@pytest.mark.usefixtures("meta")
@pytest.mark.parametrize("depth", [18, 34, 50, 101, 152])
@pytest.mark.parametrize("stride_on", ["1x1", "3x3"])
def test_imagenet_feature_maps(depth, stride_on):
    network = imagenet_resnet(depth, stride_on=stride_on)
    shapes = stage_shapes(network, torch.empty(1, 3, 224, 224))
    e = 1 if depth < 50 else 4
    assert shapes == [
        (64, 112, 112), (64, 56, 56), (64 * e, 56, 56), (128 * e, 28, 28), (256 * e, 14, 14),
        (512 * e, 7, 7), (512 * e, 1, 1), (1000,),
    ]  # fmt: skip


@pytest.mark.parametrize("depth", [18, 34, 50, 101, 152])
def test_torchvision_weights_load_strictly_and_give_its_outputs(depth):
    """Both ways of running: batch statistics, and running ones, which training has moved."""
    with torch.device("meta"):
        reference = getattr(torchvision.models, f"resnet{depth}")()
        ours = imagenet_resnet(depth)
    generator = torch.Generator().manual_seed(0)
    reference = initialise(reference.to_empty(device="cpu"), generator)
    for module in reference.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.reset_parameters()
            module.weight.data.uniform_(0.5, 1.5, generator=generator)
    ours = ours.to_empty(device="cpu")
    ours.load_state_dict(reference.state_dict(), strict=True)
    images = torch.randn(2, 3, 64, 64, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        torch.testing.assert_close(
            ours.train()(images), reference.train()(images), atol=1e-5, rtol=1e-5
        )
        torch.testing.assert_close(
            ours.eval()(images), reference.eval()(images), atol=1e-5, rtol=1e-5
        )
    for ours_now, theirs_now in zip(ours.buffers(), reference.buffers(), strict=True):
        torch.testing.assert_close(ours_now, theirs_now)


@pytest.mark.parametrize("order", ["full-preactivation", "relu-only-preactivation"])
def test_preactivation_network_begins_and_ends_as_the_2016_appendix_says(order):
    """The first unit activates before its split; one more activation follows the last addition."""
    network = cifar_resnet(8, order=order).eval()
    images = torch.randn(2, 3, 16, 16, generator=torch.Generator().manual_seed(0))
    x = network.conv1(images)
    if order == "relu-only-preactivation":
        x = network.bn1(x)
    for number, block in enumerate([network.layer1[0], network.layer2[0], network.layer3[0]]):
        if order == "full-preactivation":
            activated = block.bn1(x).relu()
            branch = block.conv2(block.bn2(block.conv1(activated)).relu())
        else:
            activated = x.relu()
            branch = block.bn2(block.conv2(block.bn1(block.conv1(activated)).relu()))
        x = block.downsample.carry(activated if number == 0 else x) + branch
    if order == "full-preactivation":
        x = network.bn_last(x)
    expected = network.fc(x.relu().mean((2, 3)))
    torch.testing.assert_close(network(images), expected)


def test_spec_builds_the_same_network_again():
    network = cifar_resnet(20, "exclusive-gating=-3", width=8, in_channels=1, seed=2)
    again = build(network.spec, seed=2)
    images = torch.randn(2, 1, 8, 8, generator=torch.Generator().manual_seed(0))
    assert torch.equal(network.eval()(images), again.eval()(images))
    assert torch.equal(again.layer1[0].downsample.gate.bias, torch.full((8,), -3.0))


@pytest.mark.parametrize("depth", [18, 50])
def test_imagenet_spec_is_that_of_the_network(depth):
    with torch.device("meta"):
        network = imagenet_resnet(depth, "A", classes=10, stride_on="1x1")
    assert imagenet_spec(depth, "A", classes=10, stride_on="1x1") == network.spec
