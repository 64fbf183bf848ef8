"""A reader's curve in a figure: the places that the figure tells are those of its own curve."""

import re
from xml.etree import ElementTree

import pytest
import torch
from made_results import terms

from resnet_book.drawing import best_of_runs, gradient_over_scale, histograms

TRIES, EXPECTED = (1, 2, 5, 20), [6.6, 6.5, 6.4, 6.3]


def forms(picture):
    """The figure's SVGs, for a column and for a phone."""
    return re.findall(r"<svg .*?</svg>", picture.numbered("1.1", "It falls.").html(), re.DOTALL)


def marked(svg):
    """What the SVG tells: the places of x, and the heights of the axis's ends."""
    at, low, high = re.search(
        r'data-at="([\d. ]+)" data-low="([\d.]+)" data-high="([\d.]+)"', svg
    ).groups()
    return [float(place) for place in at.split()], float(low), float(high)


def marks(svg):
    """The places of the marks on the figure's curve."""
    uses = [e for e in ElementTree.fromstring(svg).iter() if e.tag.endswith("use")]
    return [(float(use.get("x")), float(use.get("y"))) for use in uses]


def test_guess_of_what_was_measured_lies_on_its_marks():
    for svg in forms(best_of_runs(TRIES, EXPECTED, guessed=(6.1, 6.8))):
        at, low, high = marked(svg)
        expected = [low + (e - 6.1) / 0.7 * (high - low) for e in EXPECTED]
        found = marks(svg)[-len(TRIES) :]
        assert [x for x, _ in found] == pytest.approx(at, abs=0.1)
        assert [y for _, y in found] == pytest.approx(expected, abs=0.1)


def test_guess_in_powers_lies_on_the_logarithmic_axis():
    measured = {s: [terms(s, s)] * 3 for s in (0.5, 1.0)}
    rule = {0.5: 1.0, 1.0: 2.0}
    for svg in forms(gradient_over_scale(measured, rule, guessed=(-9, 5))):
        at, low, high = marked(svg)
        assert len(at) == 2
        assert at[0] < at[1]
        assert low > high > 0
        (_, height) = ElementTree.fromstring(svg).get("viewBox").split()[2:]
        assert low < float(height)


def test_other_figures_tell_nothing():
    picture = histograms({"one": torch.linspace(0, 1, 9)}, xlabel="value")
    assert "data-at" not in picture.html()
    measured = {s: [terms(s, s)] * 3 for s in (0.5, 1.0)}
    assert "data-at" not in gradient_over_scale(measured, {0.5: 1.0, 1.0: 2.0}).html()
