"""The layers of a drawing are those of the network: counted, and measured, one by one."""

import pytest
import torch
from torch import nn

from resnet_book.drawing.diagrams.networks.network_layers import resnet_layers, vgg_layers
from resnet_book.models import cifar_resnet, imagenet_resnet, vgg
from resnet_book.models.network_specs import cifar_spec
from resnet_book.models.vgg_networks import CONFIGURATIONS, weight_layers


def on_meta(build, *arguments, **options):
    with torch.device("meta"):
        return build(*arguments, **options)


NETWORKS = {
    "plain-20": on_meta(cifar_resnet, 20, "none"),
    "ResNet-20": on_meta(cifar_resnet, 20),
    "ResNet-56": on_meta(cifar_resnet, 56),
    "ResNet-110": on_meta(cifar_resnet, 110),
    "ResNet-20, C": on_meta(cifar_resnet, 20, "C"),
    "ResNet-20, gates": on_meta(cifar_resnet, 20, "exclusive-gating"),
    "ResNet-164": on_meta(cifar_resnet, 164, block="bottleneck", order="full-preactivation"),
    "plain-34": on_meta(imagenet_resnet, 34, "none"),
    **{f"ResNet-{n}": on_meta(imagenet_resnet, n) for n in (18, 34, 50, 101, 152)},
}


def with_weights(network):
    """Convolutions and linear layers by name, without those on shortcuts."""
    found = network.named_modules()
    return [
        module
        for name, module in found
        if isinstance(module, nn.Conv2d | nn.Linear) and "downsample" not in name
    ]


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_layers_are_the_modules_with_weights(network):
    layers = resnet_layers(network.spec)
    modules = with_weights(network)
    assert layers.depth == network.spec.depth == len(modules)
    assert [each.channels for each in layers.layers] == [
        module.out_channels if isinstance(module, nn.Conv2d) else module.out_features
        for module in modules
    ]
    size = {"cifar": 32, "imagenet": 224}[network.spec.family]
    for layer, module in zip(layers.layers, modules, strict=True):
        if isinstance(module, nn.Linear):
            assert (layer.size, layer.kind) == (1, "fc")
            continue
        assert (layer.kernel, layer.stride) == (module.kernel_size[0], module.stride[0])
        size //= module.stride[0]
        assert layer.size == size
        if layer.kind == "stem" and network.spec.family == "imagenet":
            pooling = network.maxpool
            assert (layers.pooling.kernel, layers.pooling.stride) == (3, 2)
            assert (pooling.kernel_size, pooling.stride) == (3, 2)
            size //= pooling.stride
    assert (layers.pooling is None) == (network.spec.family == "cifar")


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_shortcuts_are_those_of_the_blocks(network):
    bows = resnet_layers(network.spec).bows
    if network.spec.design.shortcut == "none":
        assert not bows
        return
    blocks = [block for stage in network.stages for block in network.blocks(stage)]
    assert len(bows) == len(blocks) == sum(network.spec.blocks)
    for bow, block in zip(bows, blocks, strict=True):
        last = [m for m in block.children() if isinstance(m, nn.Conv2d)][-1]
        strides = [m.stride[0] for m in block.children() if isinstance(m, nn.Conv2d)]
        changes = block.conv1.in_channels != last.out_channels or max(strides) > 1
        assert bow.changes == changes
        convs = [m for m in block.downsample.modules() if isinstance(m, nn.Conv2d)]
        assert bow.projects == (bool(convs) and network.spec.design.shortcut in "BC")


def test_stages_of_resnet_50():
    layers = resnet_layers(NETWORKS["ResNet-50"].spec)
    found = [(len(s), s[-1].size, s[-1].channels) for s in map(layers.stage, layers.stages)]
    assert found == [(9, 56, 256), (12, 28, 512), (18, 14, 1024), (9, 7, 2048)]
    assert sum(bow.projects for bow in layers.bows) == 4


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_vgg_has_the_papers_number_of_layers(name):
    layers = vgg_layers(name)
    network = on_meta(vgg, name)
    modules = [m for m in network.modules() if isinstance(m, nn.Conv2d | nn.Linear)]
    assert layers.depth == weight_layers(name) == len(modules)
    drawn = [each for each in layers.layers if each.kind != "lrn"]
    for layer, module in zip(drawn, modules, strict=True):
        if isinstance(module, nn.Conv2d):
            assert layer.channels == module.out_channels
            assert (layer.kind == "pointwise") == (module.kernel_size == (1, 1))
    assert [layers.stage(stage)[0].size for stage in layers.stages] == [224, 112, 56, 28, 14]
    assert sum(each.kind == "lrn" for each in layers.layers) == (name == "A-LRN")


def test_a_network_too_deep_to_be_run_often_is_remembered():
    assert resnet_layers(cifar_spec(20)) is resnet_layers(cifar_spec(20))
