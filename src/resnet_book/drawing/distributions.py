"""Figures of distributions, and of the best of several draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from resnet_book.drawing.guesses import Guessed
from resnet_book.drawing.pictures import BothWidths, Picture
from resnet_book.drawing.ticks import logarithmic
from resnet_book.palette import GREY, MARKER, RESIDUAL


def histograms(panels: Mapping[str, Tensor], *, xlabel: str, bins: int = 30) -> Picture:
    """The distribution of each set of values, side by side on one axis; a line at its mean.

    Args:
        panels: a panel's title → values, of any shape.
        bins: bars between the smallest and the largest of all values.
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


def best_of_runs(
    tries: Sequence[int], expected: Sequence[float], guessed: tuple[float, float]
) -> Picture:
    """The expected error of the best of n runs, over n.

    Args:
        tries: each n.
        expected: for each n the error, in percent.
        guessed: the ends of the axis on which a reader guesses the curve.
    """
    hand = Guessed(tries, *guessed)
    both = BothWidths(300, 290)
    for _, axes in both:
        axes.plot(tries, expected, color=RESIDUAL, marker=MARKER["residual"])
        logarithmic(axes, tries)
        axes.set(xlabel="n, the number of runs", ylabel="expected best test error (%)")
        hand.fit(axes)
    facts = "; ".join(f"n = {n}: {e:.2f} %" for n, e in zip(tries, expected, strict=True))
    return both.picture(f"Expected error of the best of n runs. {facts}.", hand)
