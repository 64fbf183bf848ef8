"""What each layer costs and sees, against counts on the whole network and on single modules."""

import pytest
import torch
from torch import nn

from resnet_book.models import cifar_resnet, imagenet_resnet, vgg, view
from resnet_book.models.counting import costs
from resnet_book.models.layer_costs import layer_costs

NETWORKS = {
    "plain-20": (lambda: cifar_resnet(20, "none"), 32),
    "ResNet-20, C": (lambda: cifar_resnet(20, "C"), 32),
    "ResNet-29, pre-activation": (
        lambda: cifar_resnet(29, block="bottleneck", order="full-preactivation"), 32,
    ),
    "ResNet-34": (lambda: imagenet_resnet(34, "A"), 224),
    "ResNet-50": (lambda: imagenet_resnet(50, stride_on="1x1"), 224),
    "VGG-16": (lambda: vgg("D"), 224),
}  # fmt: skip


def on_meta(name):
    build, size = NETWORKS[name]
    with torch.device("meta"):
        return build(), size


@pytest.mark.parametrize("name", NETWORKS)
def test_layers_sum_to_the_network(name):
    network, size = on_meta(name)
    layers, whole = layer_costs(network, size), costs(network, (3, size, size))
    assert sum(layer.parameters for layer in layers) == whole.parameters
    assert sum(layer.multiply_adds for layer in layers) == whole.multiply_adds


@pytest.mark.parametrize("name", NETWORKS)
def test_every_module_with_weights_is_a_layer(name):
    network, size = on_meta(name)
    modules = {n: m for n, m in network.named_modules() if isinstance(m, nn.Conv2d | nn.Linear)}
    layers = layer_costs(network, size)
    assert {layer.name for layer in layers} == set(modules)
    for layer in layers:
        module = modules[layer.name]
        assert layer.projection == ("downsample" in layer.name)
        if isinstance(module, nn.Linear):
            assert (layer.in_channels, layer.out_channels) == module.weight.shape[::-1]
            continue
        assert (layer.in_channels, layer.out_channels) == (module.in_channels, module.out_channels)
        assert layer.stride == module.stride[0]
        assert layer.kernel == module.kernel_size[0]
        assert layer.in_size == layer.stride * layer.out_size
        assert layer.memory == 4 * layer.out_channels * layer.out_size**2


@pytest.mark.parametrize("name", NETWORKS)
def test_last_map_sees_what_the_network_sees(name):
    network, size = on_meta(name)
    path = [each for each in layer_costs(network, size) if not each.projection]
    # The first linear layer reads the last map, 7×7 or 8×8; the steps are those of all strides.
    side, step = (7, 32) if size == 224 else (8, 4)
    linear = next(each for each in path if not each.kernel)
    assert linear.field == view(network) + (side - 1) * step
    assert [each.field for each in path] == sorted(each.field for each in path)


def test_field_of_view_by_hand():
    network, size = on_meta("ResNet-50")
    found = {layer.name: layer.field for layer in layer_costs(network, size)}
    assert found["conv1"] == 7
    assert found["layer1.0.conv1"] == 7 + 2 * 2  # max pooling, in steps of two pixels
    assert found["layer1.0.conv2"] == 11 + 2 * 4
    assert found["layer1.0.downsample.0"] == 11  # of the block's input, one pixel at a time
    assert found["fc"] == 483 + 6 * 32  # an average over 7×7
    network, size = on_meta("VGG-16")
    found = {layer.name: layer.field for layer in layer_costs(network, size)}
    assert (found["features.0"], found["features.2"], found["features.5"]) == (3, 5, 5 + 1 + 4)


def test_normalisation_belongs_to_the_layer_before_it():
    network, size = on_meta("ResNet-34")
    first = layer_costs(network, size)[0]
    assert first.parameters == 7 * 7 * 3 * 64 + 2 * 64
