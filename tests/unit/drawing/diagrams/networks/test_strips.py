"""A network as a strip: bars in order, to scale, further apart from stage to stage."""

import itertools

import pytest

from resnet_book.drawing.diagrams.networks.network_layers import resnet_layers, vgg_layers
from resnet_book.drawing.diagrams.networks.strips import lay_out, lay_out_alike
from resnet_book.models.network_specs import cifar_spec

WIDTHS = (688, 342)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("depth", [20, 56, 110])
def test_bars_follow_each_other_within_the_drawing(depth, width):
    strip = lay_out(resnet_layers(cifar_spec(depth)), width, to_scale=True)
    assert len(strip.bars) == depth
    assert strip.bars[0].x >= 0
    assert strip.bars[-1].x + strip.bars[-1].width <= width - 15.9
    gaps = {"layer": set(), "block": set(), "stage": set()}
    for a, b in itertools.pairwise(strip.bars):
        gap = b.x - a.x - a.width
        one, two = a.layer, b.layer
        kind = "layer" if (one.stage, one.block) == (two.stage, two.block) else "block"
        gaps[kind if one.stage == two.stage else "stage"].add(round(gap, 6))
    assert 0 < max(gaps["layer"]) < min(gaps["block"])
    assert max(gaps["block"]) < min(gaps["stage"])


@pytest.mark.parametrize("width", WIDTHS)
def test_widths_and_heights_are_to_scale_for_cifar(width):
    strip = lay_out(resnet_layers(cifar_spec(56)), width, to_scale=True)
    stages = [[bar for bar in strip.bars if bar.layer.stage == stage] for stage in (1, 2, 3)]
    widths = [{round(bar.width, 6) for bar in bars} for bars in stages]
    heights = [{strip.height(bar.layer) for bar in bars} for bars in stages]
    assert all(len(found) == 1 for found in (*widths, *heights))
    (one,), (two,), (four,) = widths
    assert [two / one, four / one] == pytest.approx([2, 4], rel=1e-5)
    (tall,), (half,), (quarter,) = heights
    assert [tall / half, tall / quarter] == [2, 4]


def test_stages_start_where_those_of_the_longer_network_do():
    longest = vgg_layers("E")
    model = lay_out(longest, 688, to_scale=False)
    for name in "ABCD":
        strip = lay_out(vgg_layers(name), 688, to_scale=False, like=longest)
        for stage in (*longest.stages, 6):
            assert strip.span(stage)[0] == pytest.approx(model.span(stage)[0])


@pytest.mark.parametrize(("most", "drawn"), [(None, 18), (4, 4), (2, 2), (17, 18)])
def test_of_many_blocks_the_first_and_the_last_are_drawn(most, drawn):
    strip = lay_out(resnet_layers(cifar_spec(110)), 688, to_scale=True, most=most)
    assert [strip.drawn(stage) for stage in (1, 2, 3)] == [(drawn, 18)] * 3
    assert len(strip.bars) == 2 + 3 * 2 * drawn
    assert len(strip.bows) == 3 * drawn
    assert {bar.layer.block for bar in strip.bars if bar.layer.stage == 1} == {
        *range(drawn - 1),
        17,
    }
    assert len(strip.network.layers) == 110


def test_several_networks_have_one_scale():
    networks = [resnet_layers(cifar_spec(depth)) for depth in (20, 110)]
    short, long = lay_out_alike(networks, 342, to_scale=True)
    assert short.bars[1].width == long.bars[1].width >= 1.7
    assert long.bars[-1].x + long.bars[-1].width <= 342 - 15.9
