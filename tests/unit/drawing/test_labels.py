"""Names in a figure: at the ends of lines, above the axes, beside rows; never over one another."""

from itertools import pairwise

import matplotlib
import pytest
from readable import beside, check

from resnet_book.drawing.labels import (
    legend,
    name_lines,
    name_points,
    name_rows,
    spread,
    wrapped,
)
from resnet_book.drawing.pictures import BothWidths, drawing


def lines(names, width=1):
    """Both figures with one line for each name; all of them end at nearly one height."""
    both = BothWidths(320, 300)
    for figure, axes in both:
        for i, name in enumerate(names):
            axes.plot([0, 1], [i, 0.01 * i], label=name)
        name_lines(figure, axes)
    return both.figures


def test_labels_stay_where_they_are_wanted_if_there_is_room():
    assert spread([10, 50, 90], [10, 10, 10], 0, 100) == [10, 50, 90]


@pytest.mark.parametrize(
    "wanted", [[0, 0, 0], [100, 99, 98], [50, 50, 51], [3, 97, 96], [0, 9, 12]]
)
def test_labels_are_moved_apart_inside_and_keep_their_order(wanted):
    heights = [20, 30, 10]
    found = spread(wanted, heights, 0, 100)
    order = sorted(range(3), key=lambda i: found[i])
    assert [wanted[i] for i in order] == sorted(wanted)
    for low, high in pairwise(order):
        assert found[high] - found[low] >= (heights[low] + heights[high]) / 2 - 1e-9
    assert found[order[0]] >= heights[order[0]] / 2
    assert found[order[-1]] <= 100 - heights[order[-1]] / 2


def test_no_label_moves_further_than_it_must():
    assert spread([50, 50], [10, 10], 0, 100) == [45, 55]


def test_names_are_broken_between_words_and_keep_their_numbers():
    with matplotlib.rc_context({"font.size": 9}):
        assert wrapped("exclusive gate, bias −6", 110) == ["exclusive gate,", "bias −6"]
        assert wrapped("VGG 2014\n19 layers", 500) == ["VGG 2014", "19 layers"]
        assert wrapped("residual, γ = 0.1", 20) == ["residual,", "γ = 0.1"]
        assert wrapped("shortcut × 0.5", 10) == ["shortcut × 0.5"]


def test_up_to_five_lines_are_named_at_their_ends():
    names = ["plain-20", "plain-56", "ResNet-20", "ResNet-56"]
    for figure in lines(names):
        (axes,) = figure.axes
        assert not figure.legends
        assert [text.get_text() for text in axes.texts if text.get_text()] == names


def test_more_lines_or_long_names_have_a_legend():
    six = [f"ResNet-{depth}" for depth in range(20, 80, 10)]
    long = ["ResNet-56, dropout 0.5 on the shortcut, ReLU-only pre-activation", "plain-20"]
    for names in (six, long):
        for figure in lines(names):
            assert len(figure.legends) == 1
            assert not figure.axes[0].texts


def test_names_of_points_close_together_are_apart():
    both = BothWidths(300, 280)
    points = {"ResNet-101": (7.6, 21.75), "ResNet-152": (8.0, 21.43), "VGG-16": (15.5, 28.1)}
    for figure, axes in both:
        axes.plot(*zip(*points.values(), strict=True), "o")
        axes.set(xlabel="cost", ylabel="error")
        name_points(figure, axes, points)
        assert [text.get_text() for text in axes.texts] == list(points)
    check(both.picture("three points"))


def test_lines_that_end_in_the_middle_have_a_legend():
    both = BothWidths()
    for figure, axes in both:
        axes.plot([0, 20], [1, 2], label="short")
        axes.plot([0, 56], [1, 2], label="long")
        name_lines(figure, axes)
    assert [len(figure.legends) for figure in both.figures] == [1, 1]


def test_leader_runs_from_the_lines_end_to_its_name():
    figure = lines(["a", "b"])[0]
    figure.draw_without_rendering()
    (axes,) = figure.axes
    leaders = [text for text in axes.texts if not text.get_text()]
    for line, leader in zip(axes.lines, leaders, strict=True):
        end = axes.transData.transform(line.get_xydata()[-1])
        assert list(axes.transAxes.transform(leader.xy)) == pytest.approx(list(end), abs=2)


def test_long_name_in_a_legend_is_wrapped_inside_the_figure():
    for figure in lines(["ResNet-56, dropout 0.5 on the shortcut, ReLU-only pre-activation"] * 6):
        figure.draw_without_rendering()
        (found,) = figure.legends
        assert found.get_window_extent().width < figure.bbox.width


def test_figure_grows_with_its_legend():
    heights = []
    for count in (6, 12):
        figure = lines([f"ResNet-{i}, ReLU-only pre-activation" for i in range(count)])[0]
        figure.draw_without_rendering()
        (axes,) = figure.axes
        heights.append(axes.get_window_extent().height)
        assert figure.legends[0].get_window_extent().y0 > axes.get_window_extent().y1
    assert heights[1] == pytest.approx(heights[0], rel=0.1)


def test_figure_without_names_has_no_legend():
    with drawing() as (figure, axes):
        legend(figure, axes)
        assert not figure.legends


def test_rows_are_named_from_the_top_and_give_the_figure_its_height():
    both = BothWidths()
    for figure, axes in both:
        name_rows(figure, axes, ["one", "two", "three"], row=30, rest=50)
        assert axes.get_ylim() == (2.5, -0.5)
        assert beside(axes) == ["one", "two", "three"]
        assert figure.get_figheight() * 96 == pytest.approx(3 * 30 + 50)


def test_what_an_axis_shows_stands_level_above_it():
    both = BothWidths(300, 300)
    for _, axes in both:
        axes.set(ylabel="training error (%)", title="before training")
    for figure in both.figures:
        figure.draw_without_rendering()
        (axes,) = figure.axes
        label, title = axes.yaxis.label, axes._left_title
        assert label.get_rotation() == 0
        assert label.get_window_extent().y0 >= axes.get_window_extent().y1
        assert title.get_window_extent().y0 >= label.get_window_extent().y1 - 3
