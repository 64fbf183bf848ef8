"""Errors over epochs or steps, of several networks or of several ways to train one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Any

from resnet_book.drawing.labels import name_lines
from resnet_book.drawing.looks import Key, label, line_and_band, looks
from resnet_book.drawing.pictures import BothWidths, Picture
from resnet_book.training.history import Epoch
from resnet_book.words import extent

ERRORS = {"train_error": "training error", "test_error": "test error"}
MARKED = 20  # epochs; a longer curve has no markers, which would overlap


def error_curves(
    runs: Mapping[Key, Sequence[Sequence[Epoch]]],
    *,
    errors: Sequence[str] = ("train_error",),
    per_epoch: int | None = None,
    steps: int | None = None,
    top: float = 100,
) -> Picture:
    """Errors over epochs: a line for the mean over the seeds, a band for their range.

    Args:
        runs: network or name of a line → the epochs of one run per seed, equally many in each
            run.
        errors: ``train_error``, ``test_error``, or both; then the first is the thin line, as in He
            et al. 2015, Figure 6.
        per_epoch: steps of an epoch, to draw over thousands of steps instead of epochs.
        steps: of the whole training, if its last epoch is shorter than the others.
        top: upper limit of the error axis, in percent.
    """
    digits = len(errors)  # one more decimal, to compare training and test errors
    both = BothWidths(340, 300)
    for figure, axes in both:
        facts, styles = [], looks(runs)
        for key, seeds in runs.items():
            x = [_place(epoch, per_epoch, steps) for epoch in seeds[0]]
            marked = len(errors) == 1 and len(x) <= MARKED
            style = styles[key] if marked else styles[key] | {"marker": ""}
            ends = []
            for error in errors:
                curves = [[getattr(epoch, error) for epoch in seed] for seed in seeds]
                line = {"label": label(key)} if error == errors[-1] else {"linewidth": 0.8}
                columns = line_and_band(axes, x, curves, style, markersize=4, **line)
                ends.append(f"{extent(columns[-1], digits)} %")
            facts.append(f"{label(key)} ends at {' and '.join(ends)}")
        what = ERRORS[errors[0]] if len(errors) == 1 else "error"
        axes.set(xlabel="thousand steps" if per_epoch else "epoch", ylabel=f"{what} (%)")
        axes.set_ylim(-top / 50, top)
        longest = max((seeds[0] for seeds in runs.values()), key=len, default=())
        if not per_epoch and 0 < len(longest) <= 12:
            axes.set_xticks([epoch.epoch for epoch in longest])
        name_lines(figure, axes)
    drawn = ", thin, and ".join(ERRORS[error] for error in errors).capitalize()
    over = f"{steps:,} steps" if steps else "steps" if per_epoch else "epochs"
    return both.picture(f"{drawn} over {over}{_seeds(runs)}: {'; '.join(facts) or 'no runs'}.")


def step_curves(curves: Mapping[str, Sequence[Sequence[float]]], *, smooth: int = 1) -> Picture:
    """Training error over steps: a thin line for each seed, a thick one for their mean.

    Not a band, since seeds may part: the range of some that train and some that do not is wide
    where no seed is.

    Args:
        curves: the name of a line → for each seed, the error of every step, in percent.
        smooth: length of the moving average, in steps.
    """
    both = BothWidths(320, 280)
    for figure, axes in both:
        facts, styles = [], looks(curves)
        for name, seeds in curves.items():
            smoothed = [_smoothed(seed, smooth) for seed in seeds]
            style = styles[name] | {"marker": ""}
            columns = list(zip(*smoothed, strict=True))
            x = range(1, len(columns) + 1)
            axes.plot(x, [mean(column) for column in columns], **style, label=name)
            if len(seeds) > 1:
                axes.plot(x, columns, color=style["color"], linewidth=0.8, alpha=0.6)
            facts.append(f"{name} ends at {extent(columns[-1])} %")
        axes.set(xlabel="step", ylabel="training error (%)", ylim=(-2, 100))
        name_lines(figure, axes)
    averaged = f", averaged over {smooth} of them" if smooth > 1 else ""
    return both.picture(f"Training error over steps{averaged}{_seeds(curves)}: {'; '.join(facts)}.")


def _place(epoch: Epoch, per_epoch: int | None, steps: int | None) -> float:
    """The end of an epoch on the x axis: its number, or thousands of steps."""
    if per_epoch is None:
        return epoch.epoch
    taken = per_epoch * epoch.epoch
    return min(taken, steps or taken) / 1000


def _smoothed(values: Sequence[float], count: int) -> list[float]:
    """Moving average over the last `count` values; over fewer at the start."""
    return [mean(values[max(0, k - count + 1) : k + 1]) for k in range(len(values))]


def _seeds(runs: Mapping[Any, Sequence[Any]]) -> str:
    """The description of the band; empty for a single seed."""
    count = max((len(seeds) for seeds in runs.values()), default=0)
    return f", mean and range of {count} seeds" if count > 1 else ""
