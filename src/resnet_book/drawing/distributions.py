"""Figures of how many values lie where: one panel for each set of values."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from resnet_book.drawing.pictures import BothWidths, Picture
from resnet_book.palette import GREY


def histograms(panels: Mapping[str, Tensor], *, xlabel: str, bins: int = 30) -> Picture:
    """The distribution of each set of values, side by side on one axis; a line at its mean.

    Args:
        panels: a panel's title → values, of any shape.
        bins: bars between the least and the greatest of all values.
    """
    low = min(float(values.min()) for values in panels.values())
    high = max(float(values.max()) for values in panels.values())
    both = BothWidths(170, 160, ncols=len(panels), squeeze=False, sharex=True, sharey=True)
    for figure, grid in both:
        facts = []
        for axes, (title, values) in zip(grid[0], panels.items(), strict=True):
            shares = torch.histc(values.float().flatten(), bins, low, high) / values.numel()
            width = (high - low) / bins
            centres = [low + (i + 0.5) * width for i in range(bins)]
            axes.bar(centres, shares.tolist(), width, color=GREY, alpha=0.6, linewidth=0)
            mean, deviation = float(values.mean()), float(values.std())
            axes.axvline(mean, color=GREY, linewidth=2)
            axes.set(yticks=[], title=title)
            axes.spines["left"].set_visible(False)
            axes.grid(visible=False)
            facts.append(f"{title}: mean {mean:.2f}, deviation {deviation:.2f}")
        figure.supxlabel(xlabel, fontsize="medium")
    return both.picture(f"Distribution of {xlabel}. {'; '.join(facts)}.")
