"""Figures of errors after training."""

from resnet_book import drawing as plots
from resnet_book.drawing.errors import errors_by_name
from resnet_book.training.loop import Epoch, Result


def epochs(*errors):
    return [Epoch(i, 0.1, 1.0, error, None, None, 1.0) for i, error in enumerate(errors, 1)]


def result(train_error, test_error):
    return Result(tuple(epochs(train_error)), 1.0, train_error, 1.0, test_error, 1.0, 1.0, "cpu",
                  "float32", 2)  # fmt: skip


PICTURES = {
    "errors": lambda: plots.last_errors(
        {"plain-20": [result(1, 4), result(2, 5)], "plain-56": [result(80, 81)] * 2}
    ),
}


def test_every_seed_has_its_mark():
    axes = PICTURES["errors"]().figure.axes[0]
    marks = sorted(x for line in axes.get_lines() for x in line.get_xdata())
    assert marks == [1, 2, 4, 5, 80, 80, 81, 81]


def test_one_removed_marks_what_is_apart_and_says_all():
    picture = plots.one_removed({"whole": [2.0, 3.0], "without": [5.0, 6.0], "same": [2.5, 4.0]})
    assert "without: 5.0 to 6.0 %" in picture.alt
    lines = picture.figure.axes[0].lines
    assert [line.get_marker() for line in lines] == ["o", "D", "s"]


def test_ensemble_errors_say_mean_and_range():
    picture = plots.ensemble_errors({1: [3.0, 2.0], 2: [1.0]})
    assert "1: 2.50 % (2.0 to 3.0)" in picture.alt


def test_errors_have_a_row_for_each_name_and_a_mark_for_each_seed():
    picture = errors_by_name({"low": {"a": [1, 2, 3], "b": [4, 5, 6]}, "high": {"a": [7, 8, 9]}})
    axes = picture.figure.axes[0]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["a", "b"]
    assert sum(len(line.get_xdata()) for line in axes.lines) == 9
    assert "a, low: 1.0 to 3.0 %" in picture.alt
    assert "a, high: 7.0 to 9.0 %" in picture.alt


def test_one_unnamed_group_has_no_legend():
    picture = errors_by_name({"": {"a": [1, 2, 3]}})
    assert not picture.figure.legends
    assert "a: 1.0 to 3.0 %" in picture.alt
