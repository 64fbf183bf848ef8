"""Our numbers and the papers' side by side: colours are the networks', marks the sources'."""

import pytest
from matplotlib.colors import to_hex
from readable import beside, check

from resnet_book.drawing import compared_numbers
from resnet_book.drawing.comparisons import LANES, OURS, PAPERS
from resnet_book.models import cifar_spec
from resnet_book.palette import GREY, PLAIN, RESIDUAL

PLAIN_20, RESNET_20, RESNET_110 = cifar_spec(20, "none"), cifar_spec(20), cifar_spec(110)
PAPER = {"164 epochs": {RESNET_20: [8.75], RESNET_110: [6.61]}}
BRIEF = {PLAIN_20: [8.9, 8.8], RESNET_20: [8.29, 8.41]}
BOTH = {"paper": PAPER, "ours": {"12 epochs": BRIEF, "164 epochs": {RESNET_20: [8.2]}}}
AXIS = {"xlabel": "test error (%)", "limits": (6, 9)}


def marks(axes):
    """(number, row, colour, marker, hollow) of every mark."""
    return {
        (float(x), round(float(y)), to_hex(line.get_color()), line.get_marker(),
         line.get_fillstyle() == "none")
        for line in axes.lines
        if line.get_linestyle() == "None"
        for x, y in zip(*line.get_data(), strict=True)
    }  # fmt: skip


def key(figure):
    (legend,) = figure.legends
    return [text.get_text() for text in legend.get_texts()]


def test_colour_is_the_networks_and_marks_say_whose_a_number_is():
    names = ["plain-20", "ResNet-20", "ResNet-110"]
    picture = compared_numbers(**BOTH, **AXIS, names=[PLAIN_20, RESNET_20, RESNET_110])
    check(picture)
    triangle, diamond = OURS
    assert PAPERS[0] == diamond  # as long as the paper's
    for figure in (picture.figure, picture.narrow):
        assert beside(figure.axes[0])
        assert marks(figure.axes[0]) == {
            (8.9, 0, PLAIN, triangle, False),
            (8.8, 0, PLAIN, triangle, False),
            (8.29, 1, RESIDUAL, triangle, False),
            (8.41, 1, RESIDUAL, triangle, False),
            (8.2, 1, RESIDUAL, diamond, False),
            (8.75, 1, RESIDUAL, diamond, True),
            (6.61, 2, RESIDUAL, diamond, True),
        }
        assert key(figure) == ["ours, 12 epochs", "ours, 164 epochs", "paper, 164 epochs"]
        samples = figure.legends[0].get_lines()
        assert {to_hex(line.get_color()) for line in samples} == {GREY}
    assert beside(picture.figure.axes[0]) == names
    assert "ResNet-20, ours, 12 epochs: 8.29 to 8.41 %" in picture.alt


def test_sources_of_a_row_stand_apart_and_within_it():
    axes = compared_numbers(**BOTH, **AXIS).figure.axes[0]
    heights = sorted({float(y) for line in axes.lines for y in line.get_ydata()})
    of_20 = [y for y in heights if 0.5 < y < 1.5]
    assert of_20 == pytest.approx([1 - LANES / 3, 1, 1 + LANES / 3])
    assert set(heights) - set(of_20) == {0, 2}  # one source is in the middle


def test_where_all_are_the_papers_the_key_does_not_repeat_it():
    picture = compared_numbers(paper=PAPER, **AXIS)
    assert key(picture.figure) == ["164 epochs"]
    (sample,) = picture.figure.legends[0].get_lines()
    assert to_hex(sample.get_color()) == RESIDUAL  # there is but one colour


def test_deviation_is_a_line_through_the_papers_number():
    picture = compared_numbers(**BOTH, **AXIS, deviations={RESNET_110: 0.16})
    check(picture)
    axes = picture.figure.axes[0]
    (line,) = (
        each for each in axes.lines if len(each.get_xdata()) == 2 and each.get_marker() == "None"
    )
    assert list(line.get_xdata()) == pytest.approx([6.45, 6.77])
    assert list(line.get_ydata()) == [2, 2]
    assert to_hex(line.get_color()) == RESIDUAL
    assert key(picture.figure)[-1] == "± one deviation"
    assert "ResNet-110, one deviation: 6.45 to 6.77 %" in picture.alt


def test_axis_can_be_logarithmic():
    axis = {"xlabel": "test error (%)", "limits": (5, 60), "ticks": [6, 10], "unit": "points"}
    picture = compared_numbers(**BOTH, **axis)
    axes = picture.figure.axes[0]
    assert axes.get_xscale() == "log"
    assert axes.get_xlim() == (5, 60)
    assert "ResNet-110, paper, 164 epochs: 6.61 points" in picture.alt


def test_number_that_would_not_be_seen_is_refused():
    with pytest.raises(ValueError, match=r"ResNet-110, .*: not all of \[6\.61\] are in \(7, 9\)"):
        compared_numbers(**BOTH, xlabel="test error (%)", limits=(7, 9))
    with pytest.raises(ValueError, match="ResNet-110, one deviation: not all of"):
        compared_numbers(**BOTH, **AXIS, deviations={RESNET_110: 1.0})
    with pytest.raises(ValueError, match="the paper has no number for 'ResNet-9'"):
        compared_numbers(**BOTH, **AXIS, deviations={"ResNet-9": 0.1})


def test_more_sources_than_marks_are_refused():
    many = {str(i): {} for i in range(4)}
    with pytest.raises(ValueError, match="4 sources in 'paper', more than 3"):
        compared_numbers(paper=many, **AXIS)
    with pytest.raises(ValueError, match="4 sources in 'ours', more than 2"):
        compared_numbers(ours=many, **AXIS)


def test_network_by_its_name_alone_has_the_colour_of_residual_ones():
    picture = compared_numbers(paper={"a": {"WRN-28-10": [8]}}, **AXIS)
    assert {colour for _, _, colour, *_ in marks(picture.figure.axes[0])} == {RESIDUAL}
