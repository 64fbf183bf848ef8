"""The names of networks for readers."""

from dataclasses import dataclass

import pytest

from resnet_book.models.block_designs import ORDERS, BlockDesign, _choice
from resnet_book.models.labels import label_of_any_depth, network_label
from resnet_book.models.network_specs import IMAGENET, NetworkSpec, cifar_spec
from resnet_book.models.shortcuts import SHORTCUTS
from resnet_book.results import campaign
from resnet_book.results.runs import load_all
from resnet_book.words import CHOICES


def imagenet_spec(depth, **choices):
    shape, blocks = IMAGENET[depth]
    return NetworkSpec("imagenet", depth, blocks, BlockDesign(shape, **choices), 64, 3, 1000)


@pytest.mark.parametrize(
    ("spec", "label"),
    [
        (cifar_spec(20, "none"), "plain-20"),
        (cifar_spec(20, "none", in_channels=1), "plain-20"),
        (cifar_spec(20), "ResNet-20"),
        (cifar_spec(56, "B"), "ResNet-56, option B"),
        (cifar_spec(56, "C"), "ResNet-56, option C"),
        (cifar_spec(56, "conv"), "ResNet-56, 1×1 convolution"),
        (cifar_spec(110, "scaling=0.5,1"), "ResNet-110, shortcut × 0.5"),
        (cifar_spec(110, "scaling"), "ResNet-110, shortcut × 0.5"),
        (cifar_spec(110, "scaling=0.5,0.5"), "ResNet-110, shortcut × 0.5, branch × 0.5"),
        (cifar_spec(20, "exclusive-gating=-6"), "ResNet-20, exclusive gate, bias −6"),
        (cifar_spec(20, "shortcut-gating=0"), "ResNet-20, shortcut-only gate, bias 0"),
        (cifar_spec(20, "dropout=0.5"), "ResNet-20, dropout 0.5 on the shortcut"),
        (cifar_spec(20, order="bn-after-addition"), "ResNet-20, BN after addition"),
        (
            cifar_spec(164, block="bottleneck", order="full-preactivation"),
            "ResNet-164, bottlenecks, full pre-activation",
        ),
        (cifar_spec(20, "none", batch_norm=False), "plain-20, without BN"),
        (cifar_spec(20, width=8, squeeze_excitation=16), "ResNet-20, width 8, SE ratio 16"),
        (imagenet_spec(34, shortcut="none"), "plain-34"),
        (imagenet_spec(34, shortcut="A"), "ResNet-34"),
        (imagenet_spec(34, shortcut="B"), "ResNet-34, option B"),
        (imagenet_spec(50, shortcut="B"), "ResNet-50"),
        (imagenet_spec(50, shortcut="A"), "ResNet-50, option A"),
    ],
)
def test_label_says_how_a_network_differs_from_the_papers(spec, label):
    assert network_label(spec) == label


def test_a_label_of_any_depth_has_a_place_for_it():
    for shortcut in SHORTCUTS:
        spec = cifar_spec(32, shortcut, width=8, order="full-preactivation")
        assert label_of_any_depth(spec).format(depth=32) == network_label(spec)
    spec = cifar_spec(20, "scaling=0.20,1")
    assert label_of_any_depth(spec) == "ResNet-{depth}, shortcut × 0.2"


def test_all_recorded_and_wanted_networks_have_labels_of_their_own():
    specs = {run.spec for run in load_all()} | {each.spec for each in campaign.wanted()}
    assert len({network_label(spec) for spec in specs}) == len(specs)


def test_no_label_is_written_as_on_the_command_line():
    for shortcut in SHORTCUTS:
        for order in ORDERS:
            label = network_label(cifar_spec(20, shortcut, order=order))
            assert "=" not in label
            assert order == "original" or order not in label


def test_a_new_choice_about_blocks_is_in_the_label_by_itself(monkeypatch):
    @dataclass(frozen=True)
    class Design(BlockDesign):
        groups: int = _choice(1, label="groups-{}")

    spec = NetworkSpec("cifar", 20, (3, 3, 3), Design(groups=32), 16)
    assert network_label(spec) == "ResNet-20, groups-32"
    monkeypatch.setitem(CHOICES, "groups", "{} groups")
    assert network_label(spec) == "ResNet-20, 32 groups"
