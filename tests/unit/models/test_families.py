"""The networks of the papers, by family."""

import torch

from resnet_book.models.families import families, member
from resnet_book.models.network_specs import NetworkSpec
from resnet_book.models.vgg_networks import weight_layers
from resnet_book.results.paper_networks import counted


def test_keys_and_labels_are_unique():
    members = [each for family in families().values() for each in family]
    assert len({each.key for each in members}) == len({each.label for each in members}) == 27
    assert all(member(each.key) is each for each in members)


def test_labels_are_the_papers_names():
    labels = {name: [each.label for each in family] for name, family in families().items()}
    deep = [f"ResNet-{n}" for n in (50, 101, 152)]
    on_1x1 = [f"{name}, stride on the 1×1" for name in deep]
    assert labels["imagenet"][:8] == ["ResNet-18", "ResNet-34", *deep, *on_1x1]
    assert {"ResNet-110", "plain-56"} < set(labels["cifar"])
    assert labels["vgg"] == ["VGG-11 (A)", "VGG-13 (B)", "VGG-16 (D)", "VGG-19 (E)"]


def test_a_label_says_it_where_a_bottleneck_strides_on_the_1x1():
    members = [each for family in families().values() for each in family]
    specs = [(each, each.design) for each in members if isinstance(each.design, NetworkSpec)]
    for each, spec in specs:
        with torch.device("meta"):
            block = each.build().layer2[0]
        first = spec.design.shape == "bottleneck" and block.conv1.stride == (2, 2)
        assert ("stride on the 1×1" in each.label) == first


def test_every_network_that_the_paper_counts_is_here_but_the_one_of_1202_layers():
    specs = {each.design for family in families().values() for each in family}
    assert {spec.depth for spec in counted().values() if spec not in specs} == {1202}


def test_member_builds_its_network():
    with torch.device("meta"):
        assert member("plain-20").build().spec.name == "plain-20"
        assert weight_layers(member("vgg-16").build().configuration) == 16
    assert (member("plain-20").size, member("vgg-16").size) == (32, 224)


def test_member_has_the_shortcut_of_its_blocks():
    keys = ("plain-20", "resnet-50-B", "vgg-16")
    assert [member(key).shortcut for key in keys] == ["none", "B", ""]
