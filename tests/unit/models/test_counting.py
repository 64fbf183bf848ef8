"""Costs against the paper's Table 1, hand counts and torchvision."""

import pytest
import torch
import torchvision
from torch import nn

from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.blocks import Block
from resnet_book.models.counting import costs, operations, parameter_count, training_memory
from resnet_book.models.network_specs import cifar_spec
from resnet_book.models.resnet import ResNet, cifar_resnet, imagenet_resnet
from resnet_book.models.vgg_networks import vgg

IMAGE = (3, 224, 224)


@pytest.fixture(autouse=True)
def meta():
    with torch.device("meta"):
        yield


@pytest.mark.parametrize(
    ("depth", "shortcut", "printed"),
    [(18, "A", 1.8), (34, "A", 3.6), (101, "B", 7.6), (152, "B", 11.3)],
)
def test_multiply_adds_round_to_table_1(depth, shortcut, printed):
    network = imagenet_resnet(depth, shortcut, stride_on="1x1")
    assert round(costs(network, IMAGE).multiply_adds / 1e9, 1) == printed


def test_table_1_prints_50_layers_cut_off_and_not_rounded():
    count = costs(imagenet_resnet(50, stride_on="1x1"), IMAGE).multiply_adds
    assert count == 3_857_973_248
    assert int(count / 1e8) / 10 == 3.8


@pytest.mark.parametrize(("depth", "more"), [(50, 231_211_008), (101, 231_211_008)])
def test_stride_on_the_3x3_costs_more_than_on_the_first_1x1(depth, more):
    paper = costs(imagenet_resnet(depth, stride_on="1x1"), IMAGE)
    torchvisions = costs(imagenet_resnet(depth, stride_on="3x3"), IMAGE)
    assert torchvisions.multiply_adds - paper.multiply_adds == more
    assert torchvisions.parameters == paper.parameters


@pytest.mark.parametrize("depth", [18, 34, 50, 101, 152])
def test_ours_costs_what_torchvisions_costs_stage_by_stage(depth):
    reference = getattr(torchvision.models, f"resnet{depth}")()
    assert costs(imagenet_resnet(depth), IMAGE) == costs(reference, IMAGE)


def test_plain_34_is_the_papers_3_6_billion():
    assert round(costs(imagenet_resnet(34, "none"), IMAGE).multiply_adds / 1e9, 1) == 3.6


def test_resnet_20_counted_by_hand():
    found = costs(cifar_resnet(20))
    n, stages = 3, {}
    stages["conv1"] = (3 * 16 * 9, 32 * 32)
    before = 16
    for name, width, size in (("layer1", 16, 32), ("layer2", 32, 16), ("layer3", 64, 8)):
        weights = (before * width + (2 * n - 1) * width * width) * 9
        stages[name] = (weights, size * size)
        before = width
    for name, (weights, positions) in stages.items():
        assert found[name].multiply_adds == weights * positions
    assert found["layer2"].parameters == stages["layer2"][0] + 6 * 2 * 32
    assert found["fc"].multiply_adds == 640
    assert found.multiply_adds == sum(w * p for w, p in stages.values()) + 640
    assert found["layer3"].shape == (64, 8, 8)


def test_projections_cost_what_their_1x1_convolutions_cost():
    a, b = costs(cifar_resnet(20, "A")), costs(cifar_resnet(20, "B"))
    assert b["layer2"].multiply_adds - a["layer2"].multiply_adds == 16 * 32 * 16 * 16
    assert b["layer3"].multiply_adds - a["layer3"].multiply_adds == 32 * 64 * 8 * 8


def test_counting_leaves_the_network_as_it_was():
    with torch.device("cpu"):
        network = cifar_resnet(8).train()
        before = {name: value.clone() for name, value in network.state_dict().items()}
        costs(network)
    assert network.training
    assert not network.layer1._forward_hooks
    for name, value in network.state_dict().items():
        assert value.device.type == "cpu"
        assert torch.equal(value, before[name])


def test_unknown_stage_is_named_with_those_there_are():
    with pytest.raises(KeyError, match="'layer9' is not one of: conv1, bn1, layer1"):
        costs(cifar_resnet(8))["layer9"]


SHAPE = (3, 224, 224)


@pytest.mark.parametrize(
    "make",
    [
        lambda: imagenet_resnet(50),
        lambda: imagenet_resnet(18, "none"),
        lambda: cifar_resnet(20, "C"),
        lambda: vgg("A"),
    ],
)
def test_operations_add_up_to_what_pytorch_counts(make):
    with torch.device("meta"):
        network = make()
        expected = costs(network, SHAPE).multiply_adds
        assert sum(each.multiply_adds for each in operations(network, SHAPE)) == expected


@pytest.mark.parametrize(
    ("block", "channels", "numbers"),
    [
        (Block(64, 64), 64, 15 * 64),
        (Block(64, 64, design=BlockDesign(shortcut="none")), 64, 12 * 64),
        (Block(256, 64, design=BlockDesign("bottleneck")), 256, 48 * 64),
        (Block(256, 64, design=BlockDesign("bottleneck", "C")), 256, (48 + 16) * 64),
    ],
)
def test_numbers_moved_are_those_counted_by_hand(block, channels, numbers):
    """A projection adds a convolution and its batch normalisation: 8w each."""
    moved = sum(each.values for each in operations(block, (channels, 8, 8)))
    assert moved == numbers * 8 * 8


def test_operations_come_in_order_with_their_kinds():
    block = Block(8, 2, design=BlockDesign("bottleneck"))
    assert [each.kind for each in operations(block, (8, 4, 4))] == [
        "1×1 convolution", "batch normalisation", "ReLU", "3×3 convolution",
        "batch normalisation", "ReLU", "1×1 convolution", "batch normalisation", "addition", "ReLU",
    ]  # fmt: skip


def test_intensity_is_the_formula():
    convolution = operations(nn.Sequential(nn.Conv2d(256, 64, 1)), (256, 7, 7))[0]
    assert convolution.intensity == 256 * 64 / (4 * (256 + 64))


def test_listing_operations_leaves_the_network_as_it_was():
    with torch.device("cpu"):
        network = cifar_resnet(8).train()
    operations(network, (3, 8, 8))
    costs(network, (3, 8, 8))
    assert network.training
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in network.modules())
    assert torch.equal(network.bn1.running_mean, torch.zeros(16, device="cpu"))


@pytest.mark.parametrize(
    "spec",
    [cifar_spec(20), cifar_spec(38, "C", block="bottleneck"), cifar_spec(32, squeeze_excitation=4),
     imagenet_resnet(50).spec],
    ids=lambda spec: spec.name,
)  # fmt: skip
def test_parameters_are_counted_without_building_the_network(spec):
    with torch.device("meta"):
        assert parameter_count(spec) == sum(p.numel() for p in ResNet(spec).parameters())


def test_parameters_of_a_network_that_no_machine_holds_are_counted():
    assert parameter_count(cifar_spec(6_000_002, width=1024)) > 10**14


@pytest.mark.parametrize(
    "choices", [{}, {"width": 4}, {"block": "bottleneck", "shortcut": "none", "depth": 29}]
)
def test_training_takes_three_times_the_weights_and_the_branches_outputs(choices):
    spec = cifar_spec(**{"depth": 20} | choices)
    network, outputs = ResNet(spec), []
    for name, module in network.named_modules():
        if isinstance(module, nn.Conv2d) and ".conv" in name:
            module.register_forward_hook(lambda *call: outputs.append(call[2].numel()))
    network(torch.empty(8, 3, 32, 32))
    weights = sum(p.numel() for p in network.parameters())
    assert training_memory(spec, images=8, size=32) == 4 * (3 * weights + sum(outputs))
