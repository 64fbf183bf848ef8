"""As many squares as a convolution costs, unless they are too many or not whole."""

import pytest

from resnet_book.drawing.diagrams.blocks.cost_squares import (
    SQUARE,
    draw_cost,
    draw_squares,
    row_width,
)
from resnet_book.drawing.diagrams.svg.canvas import Canvas


@pytest.mark.parametrize(("cost", "drawn"), [(4, 4), (9, 9), (16, 16), (2.25, 0), (144, 0)])
def test_count_and_number(cost, drawn):
    canvas = Canvas(342)
    draw_cost(canvas, 0, 50, cost, "unit")
    assert canvas.svg("alt", "wide").count('class="unit"') == drawn
    assert [label.text for label in canvas.labels] == [f"{cost:g}w²"]


def test_widths_in_a_row():
    canvas = Canvas(342)
    assert [draw_squares(canvas, 0, 50, cost, "unit") for cost in (4, 9)] == [
        4 * SQUARE,
        3 * SQUARE,
    ]
    assert row_width([4, 9, 4]) == 11 * SQUARE + 12
