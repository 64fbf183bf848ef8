"""Figures of what the shortcuts carry."""

import pytest
import torch
from made_results import terms

from resnet_book.drawing.gradients import cancellation, gates_by_bias, gradient_over_scale


def test_cancellation_names_the_least_ratio():
    ratios = [torch.tensor([0.97, 8.0]), torch.tensor([1.0, 1.1])]
    along = [torch.tensor([-1.5, 2.0]), torch.tensor([-0.1, 0.1])]
    picture = cancellation(ratios, along)
    assert "nowhere below 0.97" in picture.alt
    assert "from -1.5 to 2.0" in picture.alt
    assert len(picture.figure.axes) == 2


def test_gradient_over_scale_names_the_median_and_the_product():
    measured = {s: [terms(s, s * f) for f in (1, 2, 3)] for s in (0.5, 1.0)}
    picture = gradient_over_scale(measured, {0.5: 1.0, 1.0: 2.0})
    assert "λ = 0.5: measured 1, direct 0.5" in picture.alt
    labels = [line.get_label() for line in picture.figure.axes[0].lines]
    assert labels == ["direct part, λ to the power L", "two-term rule", "measured"]


def test_gates_name_the_mean_for_each_bias():
    picture = gates_by_bias([-6, 0], [torch.full((10,), 0.99), torch.linspace(0, 1, 11)])
    assert "bias -6: 0.990; bias 0: 0.500" in picture.alt
    (line,) = [ln for ln in picture.figure.axes[0].lines if len(ln.get_xdata()) == 101]
    assert line.get_ydata()[-1] == pytest.approx(0.5)
