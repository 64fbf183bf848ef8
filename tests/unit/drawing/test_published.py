"""Figures of the papers' own numbers."""

import pytest

from resnet_book import drawing as plots
from resnet_book.palette import GREY, PLAIN, RESIDUAL
from resnet_book.results.papers import TABLE_3, TABLE_5


@pytest.mark.parametrize("table", [TABLE_3, TABLE_5])
def test_published_errors_leave_out_empty_cells_and_name_the_source(table):
    metric = table[0].metric
    picture = plots.published_errors([cell for cell in table if cell.metric == metric])
    assert "He et al. 2015" in picture.alt
    assert "None" not in picture.alt


def test_published_errors_have_the_colours_of_plain_and_residual_networks():
    cells = [cell for cell in TABLE_3 if cell.metric == "top-1 error" and cell.value is not None]
    axes = plots.published_errors(cells).figure.axes[0]
    colours = {cell.row: line.get_color() for cell, line in zip(cells, axes.lines, strict=True)}
    assert (colours["plain-34"], colours["ResNet-34 A"], colours["VGG-16"]) == (
        *(PLAIN, RESIDUAL, GREY),
    )


def test_errors_by_depth_name_every_point():
    picture = plots.error_by_depth([("A", 11, 29.6), ("D", 16, 27.0)])
    assert "A: 11 layers, 29.6 %; D: 16 layers, 27 %" in picture.alt
