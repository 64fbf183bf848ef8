"""Figures about cost."""

import pytest

from resnet_book.drawing.costs import error_by_cost, time_by_layer
from resnet_book.drawing.curves import block_curves
from resnet_book.training.loop import Epoch


def epochs(*errors):
    return [Epoch(i, 0.1, 1.0, error, None, None, 1.0) for i, error in enumerate(errors, 1)]


PICTURES = {
    "time": lambda: time_by_layer(
        {"narrow": {"3×3 convolution": 2.0}, "wide": {"1×1 convolution": 1.0, "ReLU": 3.0}},
        {"narrow": 2.0, "wide": 1.9},
    ),
    "cost": lambda: error_by_cost([("ResNet-34", 3.6, 24.5), ("VGG-16", 15.5, 28.1)]),
    "curves": lambda: block_curves(
        {"plain-20": epochs(9, 4), "resnet-38-exclusive-gating-bottleneck": epochs(3, 1)}
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_figures_have_words_and_labelled_axes(name):
    picture = PICTURES[name]()
    assert picture.svg().count("<svg") == 1
    assert picture.figure.get_figwidth() <= 5.2
    (axes,) = picture.figure.axes
    assert axes.get_xlabel()


def test_alternative_texts_hold_the_numbers():
    assert "wide: 4.0 (1×1 convolution 1.0, ReLU 3.0), 1.9 by" in PICTURES["time"]().alt
    assert "ResNet-34: 3.6 billion, 24.5 %" in PICTURES["cost"]().alt
    assert "plain-20 ends at 4.0 %" in PICTURES["curves"]().alt
