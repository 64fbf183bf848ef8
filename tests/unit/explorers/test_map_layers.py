"""The layers of a network with all that the map shows."""

import pytest

from resnet_book.drawing.diagrams.networks.network_layers import resnet_layers, vgg_layers
from resnet_book.explorers.map_layers import placed, stage_sums, value
from resnet_book.models.families import member
from resnet_book.results import layer_times


@pytest.mark.parametrize("key", ["resnet-34-A", "resnet-50-C", "plain-20", "vgg-16"])
def test_layers_stand_where_the_drawings_have_them(key):
    each = member(key)
    layers = [layer for layer in placed(each, layer_times.load()) if not layer.cost.projection]
    drawn = vgg_layers(each.design) if isinstance(each.design, str) else resnet_layers(each.design)
    assert [
        (layer.stage, layer.block, layer.cost.out_size, layer.cost.out_channels) for layer in layers
    ] == [(layer.stage, layer.block, layer.size, layer.channels) for layer in drawn.layers]
    if key == "resnet-50-C":
        found = placed(each, layer_times.load())
        assert sum(layer.cost.projection for layer in found) == len(drawn.bows)


def test_stages_sum_up_and_the_widest_view_counts():
    layers = placed(member("resnet-20-A"), layer_times.load())
    sums = stage_sums(layers, "parameters")
    assert [(stage, size) for stage, size, _ in sums] == [(0, 32), (1, 32), (2, 16), (3, 8), (4, 1)]
    assert sum(total for *_, total in sums) == sum(layer.cost.parameters for layer in layers)
    assert stage_sums(layers, "field")[-1][2] == max(layer.cost.field for layer in layers)
    assert value(layers[0], "time") == layers[0].time
