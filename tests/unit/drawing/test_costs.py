"""Figures about cost."""

import pytest

from resnet_book.drawing.costs import error_by_cost, time_by_layer
from resnet_book.palette import PLAIN, RESIDUAL
from resnet_book.results.papers import published

PICTURES = {
    "time": lambda: time_by_layer(
        {"narrow": {"3×3 convolution": 2.0}, "wide": {"1×1 convolution": 1.0, "ReLU": 3.0}},
        {"narrow": 2.0, "wide": 1.9},
    ),
    "cost": lambda: error_by_cost(
        {
            published("he2015", 3, "ResNet-34 B", "top-1 error"): 3.6,
            published("he2015", 3, "VGG-16", "top-1 error"): 15.5,
        }
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_figures_have_words_and_labelled_axes(name):
    picture = PICTURES[name]()
    assert picture.svg().count("<svg") == 1
    (axes,) = picture.figure.axes
    assert axes.get_xlabel()


def test_alternative_texts_hold_the_numbers():
    assert "wide: 4.0 (1×1 convolution 1.0, ReLU 3.0), 1.9 by" in PICTURES["time"]().alt
    assert "ResNet-34 B: 3.6 billion, 24.52 %; VGG-16: 15.5" in PICTURES["cost"]().alt


def test_times_have_a_row_for_each_kind_of_layer_and_one_for_the_count():
    axes = PICTURES["time"]().figure.axes[0]
    rows = ["all layers", "3×3 convolution", "1×1 convolution", "ReLU", "all, by multiply-adds"]
    assert [text.get_text() for text in axes.texts] == rows
    narrow, wide = axes.lines
    assert list(narrow.get_xdata()) == [2, 2, 2]
    assert list(zip(wide.get_xdata(), wide.get_ydata(), strict=True)) == [
        *((4, 0), (1, 2), (3, 3), (1.9, 4))
    ]


def test_residual_networks_have_a_colour_and_a_mark_of_their_own():
    residual, other = PICTURES["cost"]().figure.axes[0].lines
    assert (residual.get_color(), residual.get_marker()) == (RESIDUAL, "s")
    assert (other.get_color(), other.get_marker()) == (PLAIN, "o")
