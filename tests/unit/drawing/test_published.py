"""Figures of the papers' own numbers."""

import pytest
from readable import check

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


def test_errors_by_size_have_the_looks_of_residual_networks_and_of_others():
    points = [("ResNet-110", 1.7, 6.61), ("ResNet-1001", 10.3, 4.92), ("WRN-28-10", 36.5, 4.0)]
    picture = plots.error_by_size(points, {"WRN-28-10": "other"})
    check(picture)
    axes = picture.figure.axes[0]
    assert [line.get_color() for line in axes.lines] == [RESIDUAL, RESIDUAL, GREY]
    assert axes.get_xscale() == "log"
    assert "ResNet-110: 1.7 million, 6.61 %" in picture.alt


def test_a_name_beside_a_point_does_not_cover_another_point():
    points = [("ResNet-110", 1.7, 6.6), ("ResNet-1001", 10.3, 7.6), ("ResNet-1202", 19.4, 7.9)]
    axes = plots.error_by_size([*points, ("WRN-28-10", 36.5, 4.0)]).figure.axes[0]
    name = next(text for text in axes.texts if text.get_text() == "ResNet-1001")
    assert name.xyann[1] < 0  # below, since the other one is to the right of it and above


def test_long_names_stay_inside_on_a_phone():
    points = [
        ("ResNet-110", 1.7, 6.6),
        ("ResNet-1202", 19.4, 7.9),
        ("ResNet-1202, stochastic depth", 19.4, 4.9),
        ("ResNet-1001", 10.3, 7.6),
        ("ResNet-1001, pre-activation", 10.3, 4.9),
        ("WRN-28-10", 36.5, 4.0),
    ]
    check(plots.error_by_size(points))
