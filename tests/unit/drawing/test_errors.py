"""Figures of errors after training."""

import pytest
from made_results import result
from readable import beside

from resnet_book import drawing as plots
from resnet_book.drawing.errors import errors_by_name
from resnet_book.drawing.looks import Labelled
from resnet_book.models.network_specs import cifar_spec
from resnet_book.palette import PLAIN, RESIDUAL

PICTURES = {
    "errors": lambda: plots.last_errors(
        {
            cifar_spec(20, "none"): [result(1, 4), result(2, 5)],
            cifar_spec(56, "none"): [result(80, 81)] * 2,
        }
    ),
}


def test_every_seed_has_its_mark():
    axes = PICTURES["errors"]().figure.axes[0]
    marks = sorted(x for line in axes.get_lines() for x in line.get_xdata())
    assert marks == [1, 2, 4, 5, 80, 80, 81, 81]


def test_rows_have_the_colours_and_labels_of_their_networks():
    picture = plots.last_errors(
        {
            Labelled("plain-20, trained on", cifar_spec(20, "none")): [result(1, 4)],
            "grown": [result(2, 5)],
        }
    )
    axes = picture.figure.axes[0]
    assert [line.get_color() for line in axes.lines[:4]] == [PLAIN, PLAIN, RESIDUAL, RESIDUAL]
    assert beside(axes) == ["plain-20, trained on", "grown"]
    assert "plain-20, trained on: training 1.0 %, test 4.0 %; grown: " in picture.alt


def test_one_removed_marks_what_is_apart_and_says_all():
    picture = plots.one_removed({"whole": [2.0, 3.0], "without": [5.0, 6.0], "same": [2.5, 4.0]})
    assert "without: 5.0 to 6.0 %" in picture.alt
    lines = picture.figure.axes[0].lines
    assert [line.get_marker() for line in lines] == ["s", "D", "o"]


def test_ensemble_errors_say_mean_and_range():
    picture = plots.ensemble_errors({1: [3.0, 2.0], 2: [1.0]})
    assert "1: 2.50 % (2.0 to 3.0)" in picture.alt


def test_errors_have_a_row_for_each_name_and_a_mark_for_each_seed():
    picture = errors_by_name({"low": {"a": [1, 2, 3], "b": [4, 5, 6]}, "high": {"a": [7, 8, 9]}})
    axes = picture.figure.axes[0]
    assert beside(axes) == ["a", "b"]
    assert sum(len(line.get_xdata()) for line in axes.lines) == 9
    assert "a, low: 1.0 to 3.0 %" in picture.alt
    assert "a, high: 7.0 to 9.0 %" in picture.alt


def test_axis_of_small_errors_ends_at_the_top_that_is_asked_for():
    rows = {"": {"a": [1, 2]}}
    assert errors_by_name(rows, top=5).figure.axes[0].get_xlim() == pytest.approx((-0.15, 5.15))
    with pytest.raises(ValueError, match=r"top 1\.5 is below an error of 2"):
        errors_by_name(rows, top=1.5)


def test_axis_with_ticks_is_logarithmic():
    rows = {"": {"a": [2, 60]}}
    axes = errors_by_name(rows, ticks=(1, 10, 100)).figure.axes[0]
    assert axes.get_xscale() == "log"
    assert axes.get_xlim() == pytest.approx((1, 100))
    assert "on a logarithmic scale" in errors_by_name(rows, ticks=(1, 10, 100)).alt
    with pytest.raises(ValueError, match="ticks start at 5, above an error of 2"):
        errors_by_name(rows, ticks=(5, 100))


def test_one_unnamed_group_has_no_legend():
    picture = errors_by_name({"": {"a": [1, 2, 3]}})
    assert not picture.figure.legends
    assert "a: 1.0 to 3.0 %" in picture.alt


def test_groups_that_are_networks_have_their_looks():
    networks = [cifar_spec(20, "none"), cifar_spec(56, "none"), cifar_spec(56)]
    picture = errors_by_name({spec: {"10 epochs": [1.0, 2.0]} for spec in networks})
    marks = [(line.get_color(), line.get_marker()) for line in picture.figure.axes[0].lines[::2]]
    assert [colour for colour, _ in marks] == [PLAIN, PLAIN, RESIDUAL]
    assert len(set(marks)) == 3
    assert "10 epochs, ResNet-56: 1.0 to 2.0 %" in picture.alt
