"""Figures of errors over epochs and steps."""

import pytest
from made_results import epochs
from readable import check

from resnet_book.drawing.curves import error_curves, step_curves
from resnet_book.drawing.looks import Labelled
from resnet_book.models.network_specs import cifar_spec
from resnet_book.training.history import Epoch

PLAIN_20, RESIDUAL_20 = cifar_spec(20, "none"), cifar_spec(20)


CURVES = {PLAIN_20: [epochs(80, 20, 4), epochs(70, 10, 2)], RESIDUAL_20: [epochs(50, 5, 0)] * 2}


def test_curve_is_the_mean_and_the_band_the_range_over_seeds():
    picture = error_curves(CURVES)
    axes = picture.figure.axes[0]
    plain = axes.get_lines()[0]
    assert list(plain.get_ydata()) == [75, 15, 3]
    band = axes.collections[0].get_paths()[0].vertices[:, 1]
    assert (band.min(), band.max()) == (2, 80)
    assert axes.get_ylabel() == "training error (%)"
    assert list(axes.get_xticks()) == [1, 2, 3]
    assert "plain-20 ends at 2.0 to 4.0 %" in picture.alt
    assert picture.alt.startswith("Training error over epochs, mean and range of 2 seeds: plain")


def test_curves_tell_blocks_apart_in_one_colour():
    bottleneck = cifar_spec(20, "none", block="bottleneck")
    picture = error_curves({PLAIN_20: [epochs(9)], bottleneck: [epochs(8)]})
    basic, bottleneck = picture.figure.axes[0].get_lines()
    assert basic.get_color() == bottleneck.get_color()
    assert basic.get_linestyle() != bottleneck.get_linestyle()
    assert "plain-20 ends at 9.0 %" in picture.alt


def test_one_seed_is_a_line_without_a_band():
    picture = error_curves({PLAIN_20: [epochs(9, 4)]})
    assert not picture.figure.axes[0].collections
    assert picture.alt == "Training error over epochs: plain-20 ends at 4.0 %."


def test_test_errors_are_drawn_on_their_scale():
    picture = error_curves(
        {RESIDUAL_20: [epochs(9, 4, test=[12, 8])]}, errors=("test_error",), top=90
    )
    axes = picture.figure.axes[0]
    assert list(axes.lines[0].get_ydata()) == [12, 8]
    assert axes.get_ylabel() == "test error (%)"
    assert axes.get_ylim()[1] == 90
    assert picture.alt.startswith("Test error over epochs: ResNet-20 ends at 8.0 %")


def test_two_errors_end_at_the_last_step():
    runs = {
        RESIDUAL_20: [epochs(30.0, 9.0, test=[35.0, 12.0])],
        PLAIN_20: [epochs(40.0, 10.0, test=[45.0, 13.0])],
    }
    picture = error_curves(
        runs, errors=("train_error", "test_error"), steps=64_000, per_epoch=40_000, top=40
    )
    thin, test, *_ = picture.figure.axes[0].lines
    assert list(thin.get_xdata()) == list(test.get_xdata()) == [40, 64]
    assert list(thin.get_ydata()) == [30, 9]
    assert list(test.get_ydata()) == [35, 12]
    assert thin.get_linewidth() < test.get_linewidth()
    assert "ResNet-20 ends at 9.00 % and 12.00 %; plain-20 ends at 10.00 %" in picture.alt
    assert picture.alt.startswith("Training error, thin, and test error over 64,000 steps: ")
    assert named(picture) == ["ResNet-20", "plain-20"]


def test_long_curves_have_no_markers():
    for count, marker in ((12, "o"), (164, "")):
        picture = error_curves({PLAIN_20: [epochs(*range(count))]})
        assert picture.figure.axes[0].lines[0].get_marker() == marker


def test_figure_without_runs_says_so():
    picture = error_curves({})
    assert picture.alt == "Training error over epochs: no runs."
    assert picture.svg()


def test_ways_to_train_are_drawn_as_they_are():
    picture = error_curves({"a": [epochs(3.0, 1.0), epochs(5.0, 2.0)]})
    assert list(picture.figure.axes[0].lines[0].get_ydata()) == [4, 1.5]
    assert picture.figure.axes[0].get_xlabel() == "epoch"
    assert picture.alt.startswith("Training error over epochs, mean and range")


def test_epoch_before_the_first_step_is_drawn_at_0():
    before = Epoch(0, 0.1, 1.0, 5.0, None, None, 0.0)
    picture = error_curves({"grown": [[before, *epochs(3.0)]]})
    assert list(picture.figure.axes[0].lines[0].get_xdata()) == [0, 1]


def named(picture):
    """The names at the ends of a picture's lines."""
    return [text.get_text() for text in picture.figure.axes[0].texts if text.get_text()]


def test_lines_have_names_for_readers():
    networks = [cifar_spec(56, "scaling=0.5,1"), cifar_spec(56, order="full-preactivation")]
    picture = error_curves({network: [epochs(60.0, 50.0)] for network in networks})
    names = ["ResNet-56, shortcut × 0.5", "ResNet-56, full pre-activation"]
    assert [" ".join(name.split("\n")) for name in named(picture)] == names
    assert all(f"{name} ends at 50.0 %" in picture.alt for name in names)


def labelled(label, *arguments, **options):
    return Labelled(label, cifar_spec(*arguments, **options))


@pytest.mark.parametrize(
    "keys",
    [
        (PLAIN_20, cifar_spec(56, "none"), cifar_spec(56)),
        ("plain-8", "plain-20", "ResNet-8", "ResNet-20"),
        (cifar_spec(38, block="bottleneck"), cifar_spec(56, "C", block="bottleneck")),
        (
            labelled(
                "ResNet-32, shortcut × 0.9, width 8, full pre-activation, rate 0.1",
                *(32, "scaling=0.9,1"),
                width=8,
                order="full-preactivation",
            ),
            PLAIN_20,
        ),
    ],
)
def test_no_name_is_cut_off(keys):
    check(error_curves({key: [epochs(60.0, 50.0)] for key in keys}))


def test_errors_over_steps_are_smoothed_backwards():
    picture = step_curves({"a": [[100.0, 0.0, 50.0]]}, smooth=2)
    assert list(picture.figure.axes[0].lines[0].get_ydata()) == [100, 50, 25]
    assert picture.figure.axes[0].get_xlabel() == "step"
    assert "over steps, averaged over 2 of them" in picture.alt
    assert "a ends at 25.0 %" in picture.alt


def test_errors_over_steps_have_a_thin_line_for_each_seed():
    picture = step_curves({"a": [[3.0, 1.0], [5.0, 2.0]], "b": [[9.0, 8.0], [7.0, 6.0]]})
    lines = picture.figure.axes[0].lines
    assert [list(line.get_ydata()) for line in lines[:3]] == [[4, 1.5], [3, 1], [5, 2]]
    assert len(lines) == 6
    assert len({line.get_color() for line in lines}) == 2
    assert lines[1].get_linewidth() < lines[0].get_linewidth()
    assert "mean and range of 2 seeds: a ends at 1.0 to 2.0 %" in picture.alt
