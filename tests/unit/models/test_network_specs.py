"""Specs of networks: their names, the papers' blocks and depths, and what is refused."""

import pytest

from resnet_book.models.network_specs import (
    IMAGENET,
    NetworkSpec,
    cifar_spec,
    imagenet_spec,
    usual_shortcut,
)


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        (cifar_spec(20, "none"), "plain-20"),
        (cifar_spec(56), "resnet-56-A"),
        (cifar_spec(20, batch_norm=False), "resnet-20-A-without-bn"),
        (
            cifar_spec(164, "B", block="bottleneck", order="full-preactivation"),
            "resnet-164-B-bottleneck-full-preactivation",
        ),
        (cifar_spec(20, width=8), "resnet-20-A-width-8"),
        (imagenet_spec(50), "resnet-50-B"),
    ],
)
def test_name(spec, name):
    assert spec.name == name


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: cifar_spec(21), r"depth 21 is not 6n \+ 2 .*8, 14, 20"),
        (lambda: cifar_spec(2), "depth 2 is not"),
        (lambda: cifar_spec(20.0), "depth 20.0 is not"),
        (lambda: cifar_spec(56, block="bottleneck", shortcut="X"), "shortcut 'X' is not one of"),
        (lambda: cifar_spec(60, block="bottleneck"), r"depth 60 is not 9n \+ 2 .*11, 20, 29"),
        (lambda: cifar_spec(20, width=0), "width 0 is not a whole number of at least 1"),
        (lambda: cifar_spec(20, width=1.5), "width 1.5 is not"),
        (lambda: cifar_spec(20, classes=0), "classes 0 is not"),
        (lambda: cifar_spec(20, in_channels=-1), "in_channels -1 is not"),
        (lambda: imagenet_spec(20), "depth 20 is not one of: 18, 34, 50, 101, 152"),
        (lambda: imagenet_spec(50, "D"), "shortcut 'D' is not one of: none, A, B, C"),
    ],
)
def test_wrong_value_is_named_with_the_allowed_ones(make, named):
    with pytest.raises(ValueError, match=named):
        make()


@pytest.mark.parametrize("depth", IMAGENET)
def test_layers_of_the_blocks_stem_and_classifier_are_the_depth(depth):
    shape, blocks = IMAGENET[depth]
    assert 2 + sum(blocks) * {"basic": 2, "bottleneck": 3}[shape] == depth
    spec = imagenet_spec(depth)
    assert (spec.design.shape, spec.blocks, spec.width) == (shape, blocks, 64)


@pytest.mark.parametrize(
    ("depth", "block", "blocks"),
    [(20, "basic", 3), (110, "basic", 18), (164, "bottleneck", 18), (1001, "bottleneck", 111)],
)
def test_stages_of_cifar_networks_have_equally_many_blocks(depth, block, blocks):
    spec = cifar_spec(depth, block=block)
    assert spec.blocks == (blocks,) * 3
    assert (spec.width, spec.in_channels, spec.classes) == (16, 3, 10)
    assert spec.design.stride_on == "1x1"  # as in the papers


def test_the_papers_own_shortcut_is_b_for_imagenet_from_50_layers_on():
    assert [usual_shortcut("imagenet", depth) for depth in IMAGENET] == [*"AABBB"]
    assert usual_shortcut("cifar", 164) == "A"


def test_equal_specs_are_one_key():
    assert {cifar_spec(20): 1}[cifar_spec(20, "A", width=16)] == 1
    assert isinstance(cifar_spec(20), NetworkSpec)


def test_another_stride_than_the_familys_is_in_the_name():
    assert cifar_spec(164, block="bottleneck").name == "resnet-164-A-bottleneck"
    other = cifar_spec(164, block="bottleneck", stride_on="3x3")
    assert other.name == "resnet-164-A-bottleneck-stride-3x3"
    assert imagenet_spec(50).name == "resnet-50-B"
    assert imagenet_spec(50, stride_on="1x1").name == "resnet-50-B-stride-1x1"
    assert cifar_spec(20, stride_on="3x3").name == "resnet-20-A"  # basic blocks have no choice
