"""Numbers at a logarithmic axis."""

import pytest

from resnet_book.drawing.pictures import drawing
from resnet_book.drawing.ticks import logarithmic, power, powers


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.01, "0.01"), (1, "1"), (2.5, "2.5"), (1000, "1,000"), (1e-6, "10⁻⁶"), (3e7, "3·10⁷")],
)
def test_ticks_of_a_logarithmic_axis_are_plain_numbers(value, text):
    assert power(value) == text


def test_axis_has_them_at_its_ticks_and_none_between():
    with drawing() as (figure, axes):
        axes.plot([1, 2], [1e-6, 10])
        axes.set(yscale="log")
        powers(axes, "y")
        figure.draw_without_rendering()
        texts = {text.get_text() for text in axes.get_yticklabels()}
        assert {"10⁻⁶", "1"} <= texts
        assert not any(text.get_text() for text in axes.get_yticklabels(minor=True))


def test_chosen_places_alone_have_numbers():
    with drawing() as (figure, axes):
        axes.plot([1, 100], [1, 2])
        logarithmic(axes, [0.5, 20, 1e6])
        figure.canvas.draw()
        assert axes.get_xscale() == "log"
        assert [label.get_text() for label in axes.get_xticklabels()] == ["0.5", "20", "10⁶"]
        assert len(axes.get_xticks(minor=True)) == 0
