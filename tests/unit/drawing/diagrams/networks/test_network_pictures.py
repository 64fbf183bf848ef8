"""Whole networks: as many bars as layers with weights, stages with their sizes and channels."""

import re

import pytest
import torch
from legible import check, texts

from resnet_book.drawing import network_strips, vgg_strips
from resnet_book.drawing.diagrams.networks.network_layers import resnet_layers
from resnet_book.models import cifar_resnet, imagenet_resnet, vgg
from resnet_book.models.resnet import ResNet
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
    """Of all blocks, or of those that the drawing says are drawn."""
    diagram = network_strips(network)
    check(diagram)
    plain = network.design.shortcut == "none"
    layers = {"basic": 2, "bottleneck": 3}[network.design.shape]
    for canvas in (diagram.wide, diagram.narrow):
        drawn = drawn_blocks(canvas, network)
        svg = canvas.svg(diagram.alt, "wide")
        assert len(re.findall(r'class="bar( stem)?"', svg)) == 2 + layers * sum(drawn)
        beads = svg.count('class="bead"')
        lines = len(re.findall(r'<path[^>]*class="(?:thin|fine)', svg))
        assert lines == (0 if plain else sum(drawn)) + beads  # a bead divides its line in two
        assert ('class="plain"' in svg) == plain
        left_out = sum(some < total for some, total in zip(drawn, network.blocks, strict=True))
        assert svg.count('class="others"') == 3 * left_out
        assert any("dots" in text for text in texts(canvas)) == (left_out > 0)
        sums = [text for text in texts(canvas) if text.endswith(f"= {network.depth}")]
        assert len(sums) == 1
    assert f"{network.depth} layers with weights" in diagram.alt


def drawn_blocks(canvas, network):
    """How many blocks of each stage are drawn, as the drawing says, with the module's total."""
    drawn = [text for text in texts(canvas) if text.endswith(" drawn")]
    if not drawn:
        return list(network.blocks)
    totals = [text for text in texts(canvas) if re.match(r"\d+ blocks?$", text)][1:]
    assert totals == [f"{n} block" + "s" * (n != 1) for n in network.blocks]
    pairs = zip(drawn, network.blocks, strict=True)
    return [n if text == "all drawn" else int(text.split()[0]) for text, n in pairs]


@pytest.mark.parametrize("depth", [20, 56, 110])
def test_few_blocks_are_drawn_only_where_bars_would_be_too_narrow(depth):
    diagram = network_strips(SPECS[f"ResNet-{depth}"])
    for canvas, all_drawn in ((diagram.wide, depth < 110), (diagram.narrow, depth < 56)):
        assert (
            drawn_blocks(canvas, SPECS[f"ResNet-{depth}"]) == list(SPECS[f"ResNet-{depth}"].blocks)
        ) == all_drawn
        widths = re.findall(r'width="([\d.]+)"[^>]*class="bar', canvas.svg("alt", "wide"))
        assert min(map(float, widths)) >= 1.7


def test_networks_in_one_drawing_have_one_scale():
    diagram = network_strips(SPECS["plain-20"], SPECS["ResNet-110"])
    for canvas in (diagram.wide, diagram.narrow):
        widths = re.findall(r'width="([\d.]+)"[^>]*class="bar"', canvas.svg("alt", "wide"))
        assert len(set(widths)) == 3  # 16, 32 and 64 channels


@pytest.mark.parametrize(("option", "rings"), [("A", 0), ("B", 2), ("C", 9)])
def test_dotted_where_the_shape_changes_and_a_ring_where_there_are_weights(option, rings):
    network = spec(cifar_resnet, 20, option)
    diagram = network_strips(network)
    for canvas in (diagram.wide, diagram.narrow):
        svg = canvas.svg("alt", "wide")
        halves = 2 if rings else 1  # a ring divides its line
        assert svg.count("dotted") == halves * sum(bow.changes for bow in bows(network))
        assert svg.count('class="bead"') == rings
        words = " ".join(texts(canvas))
        assert "Dotted: the shape changes" in words
        assert ("Purple ring" in words) == (rings > 0)


def bows(network):
    return resnet_layers(network).bows


def test_it_says_where_bottlenecks_stride():
    for stride_on, words in (("3x3", "stride on the 3×3"), ("1x1", "stride on the first 1×1")):
        diagram = network_strips(spec(imagenet_resnet, 50, stride_on=stride_on))
        for canvas in (diagram.wide, diagram.narrow):
            assert words in " ".join(texts(canvas))
    basic = " ".join(texts(network_strips(SPECS["ResNet-34"]).wide))
    assert "stride on" not in basic  # each stride stands at its layer, and there is no choice
    assert "/2: stride 2 (every second pixel)." in basic.replace("\u00a0", " ")


STRIDING = SPECS | {
    f"ResNet-{n}, 1×1": spec(imagenet_resnet, n, stride_on="1x1") for n in (50, 101)
}


@pytest.mark.parametrize("network", STRIDING.values(), ids=STRIDING)
def test_a_stride_stands_below_the_layer_whose_module_has_it(network):
    with torch.device("meta"):
        module = ResNet(network)
    convolutions = {
        name: each
        for name, each in module.named_modules()
        if isinstance(each, torch.nn.Conv2d) and "downsample" not in name
    }
    first = convolutions.pop("conv1")
    wanted = [f"/{each.stride[0]}" for each in convolutions.values() if each.stride[0] > 1]
    assert len(wanted) == len(network.blocks) - 1
    diagram = network_strips(network)
    for canvas in (diagram.wide, diagram.narrow):
        labels = [label for label in canvas.labels if re.fullmatch(r"/\d", label.text)]
        assert [label.text for label in labels] == wanted
        bars = rectangles(canvas, diagram.alt)
        beside = [label for label in canvas.labels if "max pooling" in label.text]
        for label in (*labels, *beside):
            left, top, right, bottom = label.box
            for x, y, width, height in bars:
                assert x + width <= left or right <= x or y + height <= top or bottom <= y
        if len(bars) == len(convolutions) + 2:  # all are drawn
            strided = [i for i, each in enumerate(convolutions.values(), 1) if each.stride[0] > 1]
            assert [nearest(label, bars) for label in labels] == strided
        stem = f"7×7, {first.out_channels}, /{first.stride[0]}, then 3×3 max pooling, /2"
        assert [label.text for label in beside] == ([stem] if network.family == "imagenet" else [])
    pooled = 2 * (network.family == "imagenet")
    assert diagram.alt.count("with stride 2") == len(wanted) + pooled


def rectangles(canvas, alt):
    """Left, top, width and height of each bar, in the order of the layers."""
    attributes = r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"'
    found = re.findall(attributes + r'[^>]*class="bar', canvas.svg(alt, "wide"))
    return [tuple(map(float, each)) for each in found]


def nearest(label, bars):
    """The bar that begins above a text and nearest to its middle."""
    left, top, right, _ = label.box
    middle = (left + right) / 2
    return min(
        range(len(bars)),
        key=lambda i: (
            abs(bars[i][0] + bars[i][2] / 2 - middle) + abs(bars[i][1] + bars[i][3] - top)
        ),
    )


@pytest.mark.parametrize(
    ("depth", "size", "shortcuts", "changes"), [(20, "32×32", 9, 2), (34, "56×56", 16, 3)]
)
def test_plain_network_and_its_twin_share_positions_and_labels(depth, size, shortcuts, changes):
    build = cifar_resnet if depth == 20 else imagenet_resnet
    diagram = network_strips(spec(build, depth, "none"), spec(build, depth, "A"))
    check(diagram)
    for canvas in (diagram.wide, diagram.narrow):
        assert texts(canvas).count(size) == 1
        svg = canvas.svg(diagram.alt, "wide")
        lefts = re.findall(r'<rect x="([\d.]+)"[^>]*class="bar', svg)
        assert len(lefts) == 2 * depth
        assert lefts[:depth] == lefts[depth:]
    assert "no shortcuts" in diagram.alt
    said = f"{shortcuts} shortcuts, of which {changes} change the shape and 0 are projections"
    assert said in diagram.alt


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


def test_vgg_rows_say_how_many_layers_each_stage_has():
    found = texts(vgg_strips().narrow)
    for name in "ABCDE":
        with torch.device("meta"):
            network = vgg(name)
        counts, fully = [0], 0
        for module in network.modules():
            counts[-1] += isinstance(module, torch.nn.Conv2d)
            fully += isinstance(module, torch.nn.Linear)
            if isinstance(module, torch.nn.MaxPool2d):
                counts.append(0)
        total = " + ".join(map(str, [*counts[:-1], fully]))
        assert found[found.index(f"VGG {name}") + 1] == f"{weight_layers(name)} layers = {total}"
    assert {"fully", "connected", "14²", "224²"} <= set(found)


def test_errors():
    with pytest.raises(ValueError, match="no network"):
        network_strips()
    with pytest.raises(ValueError, match="'F' is not one of"):
        vgg_strips("F")
