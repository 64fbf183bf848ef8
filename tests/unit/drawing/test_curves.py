"""Figures of errors over epochs and steps."""

import pytest

from resnet_book import drawing as plots
from resnet_book.drawing.curves import block_curves, look
from resnet_book.palette import PLAIN
from resnet_book.training.loop import Epoch


def epochs(*errors):
    return [Epoch(i, 0.1, 1.0, error, None, None, 1.0) for i, error in enumerate(errors, 1)]


def test_curves_tell_blocks_apart_in_one_colour():
    picture = block_curves({"plain-20": epochs(9), "plain-20-bottleneck": epochs(8)})
    basic, bottleneck = picture.figure.axes[0].get_lines()
    assert basic.get_color() == bottleneck.get_color()
    assert basic.get_linestyle() != bottleneck.get_linestyle()


PICTURES = {
    "curves": lambda: plots.training_curves(
        {"plain-20": [epochs(80, 20, 4), epochs(70, 10, 2)], "resnet-20-A": [epochs(50, 5, 0)] * 2}
    ),
}


@pytest.fixture(params=PICTURES)
def picture(request):
    return PICTURES[request.param]()


def test_curve_is_the_mean_and_the_band_the_range_over_seeds():
    axes = PICTURES["curves"]().figure.axes[0]
    plain = axes.get_lines()[0]
    assert list(plain.get_ydata()) == [75, 15, 3]
    band = axes.collections[0].get_paths()[0].vertices[:, 1]
    assert (band.min(), band.max()) == (2, 80)


def test_kind_is_a_colour_and_depth_a_line_style():
    names = ["plain-20", "plain-56", "resnet-20-A", "resnet-56-A"]
    looks = {name: look(name, names) for name in names}
    assert looks["plain-20"]["color"] == looks["plain-56"]["color"]
    assert looks["plain-20"]["color"] != looks["resnet-20-A"]["color"]
    assert looks["plain-20"]["linestyle"] == looks["resnet-20-A"]["linestyle"]
    assert looks["plain-56"]["linestyle"] == "-"


def test_plain_without_normalisation_is_a_plain_network_and_commas_in_specs_count():
    names = ["plain-20-without-bn", "resnet-20-scaling=0.5,1", "resnet-20-scaling=0.5,0.5"]
    colours = [look(name, names)["color"] for name in names]
    assert colours[0] == PLAIN
    assert len(set(colours)) == 3


def test_twins_of_one_kind_and_depth_differ_in_their_markers():
    names = ["plain-20, rate 0.1", "plain-20, rate 0.01"]
    markers = {look(name, names)["marker"] for name in names}
    assert len(markers) == 2


@pytest.mark.parametrize(
    "names",
    [
        ("plain-20", "plain-56", "resnet-56-A"),
        ("plain-8", "plain-20", "resnet-8", "resnet-20"),
        ("resnet-38-A-bottleneck", "resnet-56-C-bottleneck"),
        ("resnet-32-scaling=0.9,1-width-8-full-preactivation, rate 0.1", "plain-20"),
    ],
)
def test_no_name_above_the_axes_is_cut_off(names):
    picture = plots.training_curves({name: [epochs(60.0, 50.0)] for name in names})
    (legend,) = picture.figure.legends
    assert legend.get_window_extent().width < picture.figure.bbox.width


def test_training_errors_are_smoothed_backwards():
    picture = plots.training_errors({"a": [[100.0, 0.0, 50.0]]}, smooth=2)
    assert list(picture.figure.axes[0].lines[0].get_ydata()) == [100, 50, 25]
    assert "over steps, averaged over 2 of them" in picture.alt
    assert "a ends at 25.0 %" in picture.alt


def test_training_errors_over_epochs_are_drawn_as_they_are():
    picture = plots.training_errors({"a": [[3.0, 1.0], [5.0, 2.0]]}, unit="epoch")
    assert list(picture.figure.axes[0].lines[0].get_ydata()) == [4, 1.5]
    assert picture.figure.axes[0].get_xlabel() == "epoch"
    assert picture.alt.startswith("Training error over epochs, mean and range")


def test_both_errors_end_at_the_last_step():
    curves = {"resnet-20-A": ([30.0, 9.0], [35.0, 12.0]), "plain-20": ([40.0, 10.0], [45.0, 13.0])}
    picture = plots.both_errors(curves, steps=64_000, per_epoch=40_000)
    thin, test, *_ = picture.figure.axes[0].lines
    assert list(thin.get_xdata()) == list(test.get_xdata()) == [40, 64]
    assert list(thin.get_ydata()) == [30, 9]
    assert list(test.get_ydata()) == [35, 12]
    assert thin.get_linewidth() < test.get_linewidth()
    assert "resnet-20-A ends at 9.00 % and 12.00 %; plain-20 ends at 10.00 %" in picture.alt
