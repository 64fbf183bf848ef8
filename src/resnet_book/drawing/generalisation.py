"""Test errors of two networks at equal training errors."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes

from resnet_book.drawing.labels import name_lines
from resnet_book.drawing.looks import Key, label, looks
from resnet_book.drawing.pictures import BothWidths, Picture
from resnet_book.palette import GREY

BESIDE = 0.32  # margin of the axes above and below the marks, in points of test error


def generalisation_curves(courses: Mapping[Key, Mapping[float, float]]) -> Picture:
    """Test error over training error, a mark for each level, and the gap between two networks.

    Levels of training error are spaced evenly and fall from left to right.

    Args:
        courses: two networks: each → training error → test error, in percent, at the same levels.

    Raises:
        ValueError: not two networks, or networks with different levels.
    """
    if len(courses) != 2 or len({frozenset(found) for found in courses.values()}) != 1:
        raise ValueError(f"{len(courses)} networks; two with the same training errors are compared")
    one, two = courses.values()
    levels = sorted(one, reverse=True)
    both = BothWidths(320, 300)
    for figure, axes in both:
        styles = looks(courses)
        for key, found in courses.items():
            style = styles[key] | {"linewidth": 1.2, "markersize": 6}
            axes.plot([found[level] for level in levels], label=label(key), **style)
        for place, level in enumerate(levels):
            _gap(axes, place, one[level], two[level])
        axes.set_xticks(range(len(levels)), [f"{level:g}" for level in levels])
        axes.set(xlabel="training error (%), falling", ylabel="test error (%)")
        axes.set_xlim(-0.45, len(levels) - 0.55)
        everything = [*one.values(), *two.values()]
        axes.set_ylim(min(everything) - BESIDE, max(everything) + BESIDE)
        axes.grid(visible=False, axis="x")
        name_lines(figure, axes)
    pairs = "; ".join(
        f"at {level:g} % training error {one[level]:.2f} and {two[level]:.2f} %" for level in levels
    )
    names = " and ".join(label(key) for key in courses)
    return both.picture(f"Test errors of {names} at equal training errors: {pairs}.")


def _gap(axes: Axes, place: float, a: float, b: float) -> None:
    """A line from mark to mark, with the distance written in its middle."""
    middle, room = (a + b) / 2, min(abs(a - b) / 4, 0.16)
    for end, side in ((max(a, b), room), (min(a, b), -room)):
        axes.plot([place, place], [middle + side, end], color=GREY, linewidth=1, zorder=0)
    axes.text(place, middle, f"{abs(a - b):.1f}", ha="center", va="center")
