"""Figures over the layers of a network."""

import re
import xml.etree.ElementTree as ElementTree

from made_results import layers

from resnet_book import drawing as plots
from resnet_book.drawing.layers import by_number
from resnet_book.models.network_specs import cifar_spec
from resnet_book.palette import PLAIN, RESIDUAL

PICTURES = {
    "layers": lambda: plots.by_layer(
        {
            "before": {
                cifar_spec(20, "none"): [layers(8, 2, 1), layers(9, 4, 1), layers(2, 3, 5)],
                cifar_spec(20): [layers(1, 2, 1)] * 3,
            }
        },
        "weight_gradient",
        ylabel="gradient norm",
    ),
}


def test_layers_are_drawn_as_the_median_and_the_range_over_seeds():
    axes = PICTURES["layers"]().figure.axes[0]
    assert axes.get_yscale() == "log"
    assert list(axes.get_lines()[0].get_ydata()) == [8, 3, 1]
    band = axes.collections[0].get_paths()[0].vertices[:, 1]
    assert (band.min(), band.max()) == (1, 9)


NUMBERS = {
    "lines": lambda: by_number(
        {"plain": [(2, [0.1, 0.2, 0.4]), (6, [1, 2, 3])], "residual": [(2, [0.01]), (6, [0.1])]},
        xlabel="layers",
        ylabel="error",
    ),
}


def test_line_is_the_median_and_the_band_the_range():
    axes = NUMBERS["lines"]().figure.axes[0]
    assert list(axes.get_lines()[0].get_ydata()) == [0.2, 2]
    band = axes.collections[0].get_paths()[0].vertices[:, 1]
    assert (band.min(), band.max()) == (0.1, 3)
    assert list(axes.get_xticks()) == [2, 6]


def test_a_line_of_numbers_may_stand_for_a_network():
    specs = [cifar_spec(56, "none"), cifar_spec(56)]
    picture = by_number({s: [(1, [0.1]), (2, [0.2])] for s in specs}, xlabel="x", ylabel="y")
    assert [line.get_color() for line in picture.figure.axes[0].lines] == [PLAIN, RESIDUAL]
    assert "plain-56: 0.1 at 1, 0.2 at 2; ResNet-56: " in picture.alt


def test_lines_can_be_read_in_both_themes_and_by_a_screen_reader():
    picture = NUMBERS["lines"]()
    svg = picture.svg()
    assert ElementTree.fromstring(svg).get("aria-label") == picture.alt
    assert not re.search(r"#(000000|010203)", svg)
    assert "plain: 0.2 at 2, 2 at 6" in picture.alt


def test_responses_are_drawn_in_order_and_ranked():
    picture = plots.response_curves(
        {cifar_spec(20, "none"): [1.0, 3.0, 2.0], cifar_spec(20): [0.5, 0.7]}
    )
    order, ranked = picture.figure.axes
    assert list(order.lines[0].get_ydata()) == [1, 3, 2]
    assert list(ranked.lines[0].get_ydata()) == [3, 2, 1]
    assert "plain-20: 1.00 to 3.00, mean 2.00" in picture.alt
