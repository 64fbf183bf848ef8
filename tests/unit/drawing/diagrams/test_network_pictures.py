"""Whole networks: as many bars as layers with weights, stages with their sizes and channels."""

import re

import pytest
import torch
from legible import check, texts

from resnet_book.drawing import network_strips, vgg_strips
from resnet_book.models import cifar_resnet, imagenet_resnet
from resnet_book.models.vgg_networks import CONFIGURATIONS, weight_layers


def spec(build, *arguments, **options):
    with torch.device("meta"):
        return build(*arguments, **options).spec


SPECS = {
    "plain-20": spec(cifar_resnet, 20, "none"),
    "ResNet-20": spec(cifar_resnet, 20),
    "ResNet-20, C": spec(cifar_resnet, 20, "C"),
    "ResNet-56": spec(cifar_resnet, 56),
    "ResNet-110": spec(cifar_resnet, 110),
    "ResNet-164": spec(cifar_resnet, 164, block="bottleneck"),
    "plain-34": spec(imagenet_resnet, 34, "none"),
    **{f"ResNet-{n}": spec(imagenet_resnet, n) for n in (18, 34, 50, 101, 152)},
}


@pytest.mark.parametrize("network", SPECS.values(), ids=SPECS)
def test_a_bar_for_each_layer_with_weights_and_a_bow_for_each_shortcut(network):
    diagram = network_strips(network)
    check(diagram)
    plain = network.design.shortcut == "none"
    bows = 0 if plain else sum(network.blocks)
    for canvas in (diagram.wide, diagram.narrow):
        svg = canvas.svg(diagram.alt, "wide")
        assert len(re.findall(r'class="bar( stem)?"', svg)) == network.depth
        beads = svg.count('class="bead"')
        lines = len(re.findall(r'<path[^>]*class="(?:thin|fine)', svg))
        assert lines == bows + beads  # a bead divides its line in two
        assert ('class="plain"' in svg) == plain
        sums = [text for text in texts(canvas) if text.endswith(f"= {network.depth}")]
        assert len(sums) == 1
    assert f"{network.depth} layers with weights" in diagram.alt


def test_plain_network_and_its_twin_share_positions_and_labels():
    diagram = network_strips(SPECS["plain-20"], SPECS["ResNet-20"])
    check(diagram)
    for canvas in (diagram.wide, diagram.narrow):
        assert texts(canvas).count("32×32") == 1
        svg = canvas.svg(diagram.alt, "wide")
        lefts = re.findall(r'<rect x="([\d.]+)"[^>]*class="bar', svg)
        assert lefts[:20] == lefts[20:]
    assert "no shortcuts" in diagram.alt
    assert "9 shortcuts, of which 2 change the shape and 0 are projections" in diagram.alt


def test_stages_of_the_papers_networks():
    diagram = network_strips(SPECS["ResNet-34"], SPECS["ResNet-50"])
    check(diagram)
    found = texts(diagram.wide)
    assert {"56×56", "28×28", "14×14", "7×7", "2048 channels", "1 + 48 + 1 = 50"} <= set(found)
    assert any("not to scale" in text for text in found)
    assert "ResNet-50: bottlenecks" in found


def test_several_depths_below_each_other():
    diagram = network_strips(SPECS["ResNet-20"], SPECS["ResNet-56"], SPECS["ResNet-110"])
    check(diagram)
    assert {"6n + 2 = 20", "6n + 2 = 56", "6n + 2 = 110"} <= set(texts(diagram.narrow))


@pytest.mark.parametrize("names", [(), ("A", "E"), tuple(CONFIGURATIONS), ("A-LRN",)])
def test_vgg(names):
    diagram = vgg_strips(*names)
    check(diagram)
    names = names or ("A", "B", "C", "D", "E")
    for canvas in (diagram.wide, diagram.narrow):
        svg = canvas.svg(diagram.alt, "wide")
        pointwise = 3 * ("C" in names)
        bars = len(re.findall(r'class="bar( stem)?"', svg))
        assert bars + pointwise == sum(map(weight_layers, names))
        assert svg.count('class="chip"') == pointwise
        assert svg.count('class="norm"') == ("A-LRN" in names)


def test_errors():
    with pytest.raises(ValueError, match="no network"):
        network_strips()
    with pytest.raises(ValueError, match="'F' is not one of"):
        vgg_strips("F")
