"""Figures of distributions."""

import torch
from readable import check

from resnet_book.drawing.distributions import histograms


def test_it_can_be_read_and_tells_mean_and_deviation():
    values = torch.randn(4000, generator=torch.Generator().manual_seed(0))
    picture = histograms({"before": 2 * values + 3, "behind it": values}, xlabel="value")
    check(picture)
    assert "before: mean 2.99" in picture.alt
    assert "deviation 1.99; behind" in picture.alt
    assert "behind it: mean " in picture.alt


def test_bars_hold_all_values_on_one_axis():
    wide, narrow = torch.linspace(-4, 4, 900), torch.linspace(0, 1, 90)
    figure = histograms({"wide": wide, "narrow": narrow}, xlabel="value", bins=16).figure
    for axes in figure.axes:
        bars = [bar for bar in axes.patches if bar.get_height() > 0]
        assert abs(sum(bar.get_height() for bar in bars) - 1) < 1e-5
        assert axes.get_xlim() == figure.axes[0].get_xlim()
    spread = [sum(bar.get_height() > 0 for bar in axes.patches) for axes in figure.axes]
    assert spread == [16, 3]  # 0 to 1 is two of 16 bars, and the edge of a third
