"""The network map: its numbers are those of the modules, its times those of the record."""

import gzip
import json

import pytest
import torch
import torchvision
from torch import nn

from resnet_book.drawing.diagrams.blocks.anatomy import anatomy
from resnet_book.explorers.network_map import MEASURES, NetworkMap
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.counting import costs
from resnet_book.models.families import families, member
from resnet_book.models.field_of_view import view
from resnet_book.models.network_specs import imagenet_spec
from resnet_book.models.resnet import cifar_resnet
from resnet_book.results import layer_times
from resnet_book.results.paper_networks import counted
from resnet_book.results.papers import published

MEMBERS = [each for family in families().values() for each in family]
FEW = [member(key) for key in ("resnet-50-B", "resnet-34-C", "resnet-20-A", "plain-56", "vgg-16")]


@pytest.fixture(scope="module")
def explorer():
    return NetworkMap()


def shown(explorer, key):
    """The layers of a network as the page has them."""
    content = explorer.state["content"]
    network = content["networks"][key]
    rows = [content["designs"][i] for i in network["design"]]
    found = [dict(zip(content["columns"], row, strict=True)) for row in rows]
    for name in ("names", "stage", "block", "time", "field"):
        for layer, value in zip(found, network[name], strict=True):
            layer[name.removesuffix("s")] = value
    return found


def on_meta(each):
    with torch.device("meta"):
        return each.build()


@pytest.mark.parametrize("each", MEMBERS, ids=lambda each: each.key)
def test_layers_are_the_modules_with_weights(explorer, each):
    network = on_meta(each)
    modules = {n: m for n, m in network.named_modules() if isinstance(m, nn.Conv2d | nn.Linear)}
    layers = shown(explorer, each.key)
    assert {layer["name"] for layer in layers} == set(modules)
    assert len(layers) == len(modules)
    for layer in layers:
        module = modules[layer["name"]]
        if isinstance(module, nn.Linear):
            assert layer["kernel"] == 0
            continue
        assert layer["kernel"] == module.kernel_size[0]
        assert layer["stride"] == module.stride[0]
        assert (layer["in_channels"], layer["out_channels"]) == module.weight.shape[1::-1]


@pytest.mark.parametrize("each", FEW, ids=lambda each: each.key)
def test_numbers_sum_to_what_is_counted_on_the_network(explorer, each):
    network = on_meta(each)
    counted_by_stage = costs(network, (3, each.size, each.size))
    layers = shown(explorer, each.key)
    for what in ("parameters", "multiply_adds"):
        assert sum(layer[what] for layer in layers) == getattr(counted_by_stage, what)
        for stage in counted_by_stage.stages:
            inside = [layer for layer in layers if layer["name"].startswith(f"{stage.name}.")]
            if inside:
                assert sum(layer[what] for layer in inside) == getattr(stage, what)
    maps = [layer["field"] for layer in layers if layer["kernel"] and not layer["projection"]]
    pooled = 16 if each.key.startswith("vgg") else 0  # by the last max pooling
    assert maps[-1] + pooled == view(network)


def test_times_are_those_of_the_record(explorer):
    recorded = layer_times.load()
    assert set(recorded.networks) == {each.key for each in MEMBERS}
    for each in MEMBERS:
        times = {layer["name"]: layer["time"] for layer in shown(explorer, each.key)}
        assert times == recorded.networks[each.key]
    assert recorded.environment.place in explorer.caption


def test_it_offers_what_torchvision_has(explorer):
    for key, name in (("resnet-50-B-stride-3x3", "resnet50"), ("vgg-16", "vgg16")):
        with torch.device("meta"):
            theirs = getattr(torchvision.models, name)()
        found = sum(layer["parameters"] for layer in shown(explorer, key))
        assert found == sum(p.numel() for p in theirs.parameters())


def test_blocks_and_stages(explorer):
    layers = shown(explorer, "resnet-50-B")
    sizes = {stage: sum(each["stage"] == stage for each in layers) for stage in range(6)}
    assert sizes == {0: 1, 1: 10, 2: 13, 3: 19, 4: 10, 5: 1}  # with a projection in each stage
    assert sum(layer["projection"] for layer in layers) == 4
    assert [each["stage"] for each in shown(explorer, "vgg-11")] == [
        1,
        2,
        3,
        3,
        4,
        4,
        5,
        5,
        6,
        6,
        6,
    ]
    networks = explorer.state["content"]["networks"]
    assert {key for key, each in networks.items() if each["plain"]} == {
        each.key for each in MEMBERS if each.key.startswith("plain")
    }
    assert not networks["vgg-16"]["residual"]


def test_papers_counts_stand_beside_exactly_their_network(explorer):
    networks = explorer.state["content"]["networks"]
    (printed,) = networks["resnet-50-B"]["printed"]
    assert printed["value"] == published("he2015", 1, "ResNet-50", "multiply-adds").value
    assert printed["what"] == "multiply-adds, billions: He et al. 2015, arXiv:1512.03385, Table 1"
    assert networks["resnet-50-C"]["printed"] == networks["plain-34"]["printed"] == []
    assert sum(len(each["printed"]) for each in networks.values()) == len(counted()) - 1
    rows = {row[0]: row for row in explorer.table.rows if row[1] == "all"}
    assert rows["ResNet-1202"][-1].startswith("19.4 (parameters, millions")
    with torch.device("meta"):
        deepest = cifar_resnet(1202)
    assert rows["ResNet-1202"][2] == f"{sum(p.numel() for p in deepest.parameters()):,}"


def test_all_networks_together_are_small(explorer):
    state = json.dumps({**explorer.state, "table": None}, ensure_ascii=False)
    assert len(gzip.compress(state.encode())) < 20_000


def test_table_sums_by_stage(explorer):
    expected = {"ResNet-50": 4_089_184_256, "ResNet-50, stride on the 1×1": 3_857_973_248}
    for label, total in expected.items():
        rows = [row for row in explorer.table.rows if row[0] == label]
        numbers = [int(row[3].replace(",", "")) for row in rows]
        assert len(rows) == 7
        assert sum(numbers[:-1]) == numbers[-1] == total
        assert rows[0][1] == "112×112, stem"
        assert rows[-2][1] == "linear"


def test_it_opens_on_the_stride_that_the_books_drawings_show(explorer):
    """The package's default, torchvision's: drawings of bottlenecks have the same one."""
    assert member(explorer.network).design == imagenet_spec(50)
    layers = {layer["name"]: layer for layer in shown(explorer, explorer.network)}
    drawn = anatomy(BlockDesign("bottleneck", "B"), stride=2).branch
    strides = {part.name: part.stride for part in drawn if part.kind == "conv"}
    assert {name: layers[f"layer2.0.{name}"]["stride"] for name in strides} == strides
    assert "Bottlenecks stride on the 3×3" in explorer.caption


@pytest.mark.parametrize("measure", MEASURES)
def test_picture_tells_every_stage(measure):
    picture = NetworkMap("resnet-18-A", measure).picture()
    assert picture.alt.startswith(f"ResNet-18, {MEASURES[measure]} of each layer")
    assert "stage 4, 7×7" in picture.alt


def test_view_at_the_start_is_given_by_names():
    explorer = NetworkMap("resnet-18-A", "time", "layer2.0.conv1")
    view = {"network": "resnet-18-A", "measure": "time", "layer": "layer2.0.conv1"}
    assert explorer.values() == view
    explorer.network = "resnet-152-B"
    assert explorer.layer == "layer2.0.conv1"  # which it has too
    explorer.network = "vgg-11"
    assert explorer.layer == "features.0"
    for wrong in (("resnet-51",), ("resnet-18-A", "beauty"), ("resnet-18-A", "time", "conv7")):
        with pytest.raises(ValueError, match=wrong[-1]):
            NetworkMap(*wrong)
