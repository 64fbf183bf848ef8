"""Numbers of several sources side by side."""

import pytest
from readable import beside, check

from resnet_book.drawing import compared_numbers

SOURCES = {"the paper": {"a": [6.61], "b": [8.75]}, "ours": {"b": [8.29, 8.41]}}


def test_rows_have_the_numbers_of_all_sources():
    picture = compared_numbers(SOURCES, xlabel="test error (%)", limits=(6, 9), names=["b", "a"])
    check(picture)
    axes = picture.figure.axes[0]
    assert beside(axes) == ["b", "a"]
    places = {(x, y) for line in axes.lines for x, y in zip(*line.get_data(), strict=True)}
    assert places == {(6.61, 1), (8.75, 0), (8.29, 0), (8.41, 0)}
    assert "b, ours: 8.29 to 8.41 %" in picture.alt


def test_axis_can_be_logarithmic():
    picture = compared_numbers(
        SOURCES, xlabel="test error (%)", limits=(5, 60), ticks=[6, 10], unit="points"
    )
    axes = picture.figure.axes[0]
    assert axes.get_xscale() == "log"
    assert axes.get_xlim() == (5, 60)
    assert "a, the paper: 6.61 points" in picture.alt


def test_number_that_would_not_be_seen_is_refused():
    with pytest.raises(ValueError, match=r"a, the paper: not all of \[6\.61\] are in \(7, 9\)"):
        compared_numbers(SOURCES, xlabel="test error (%)", limits=(7, 9))


def test_fifth_source_is_refused():
    with pytest.raises(ValueError, match="5 sources, more than 4"):
        compared_numbers({str(i): {} for i in range(5)}, xlabel="error (%)", limits=(0, 1))
