"""Networks in rows: every stage with all of its blocks, bars that a phone can show."""

import itertools

import pytest
from legible import check, texts

from resnet_book.drawing import network_strips
from resnet_book.drawing.diagrams.networks.network_layers import resnet_layers
from resnet_book.drawing.diagrams.networks.strip_rows import in_rows
from resnet_book.models.network_specs import imagenet_spec

DEPTHS = (34, 50)
NETWORKS = [resnet_layers(imagenet_spec(depth)) for depth in DEPTHS]


def test_every_layer_stands_in_one_row_at_one_scale():
    rows = in_rows(NETWORKS, 342)
    for network, strips in zip(NETWORKS, rows, strict=True):
        bars = [bar for strip in strips for bar in strip.bars]
        assert [bar.layer for bar in bars] == list(network.layers)
        bows = [bow for strip in strips for bow in strip.bows]
        assert sorted(bows, key=str) == sorted(network.bows, key=str)
    bars = [bar for strips in rows for strip in strips for bar in strip.bars]
    of_64 = {round(bar.width, 6) for bar in bars if bar.layer.channels == 64}
    assert len(of_64) == 1
    assert min(of_64) >= 2.5


def test_rows_keep_within_the_drawing():
    for strip in itertools.chain(*in_rows(NETWORKS, 342)):
        last = strip.bars[-1]
        assert last.x + last.width <= 342 - 15.9


def test_rows_that_would_be_too_fine_are_not_drawn():
    assert in_rows([resnet_layers(imagenet_spec(152))], 342) == []


@pytest.mark.parametrize("depth", DEPTHS)
def test_on_a_phone_a_deep_network_has_a_row_for_each_stage(depth):
    diagram = network_strips(imagenet_spec(34), imagenet_spec(50))
    check(diagram)
    narrow = texts(diagram.narrow)
    assert narrow.count("56×56") == narrow.count("7×7") == len(DEPTHS)
    assert f"1 + {depth - 2} + 1 = {depth}" in narrow
    assert not any("dots" in text for text in narrow)
