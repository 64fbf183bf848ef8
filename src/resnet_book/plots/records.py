"""Curves of recorded runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean

from resnet_book.pictures import Picture, drawing
from resnet_book.plots.curves import extent, legend, look
from resnet_book.runs import Run


def recorded_curves(runs: Mapping[str, Sequence[Run]], what: str, label: str) -> Picture:
    """One figure of each epoch: a line for the mean over the seeds, a band for their range.

    Args:
        runs: for each network's name, the runs of its seeds, of one recipe.
        what: ``train_error`` or ``test_error``.
        label: of the vertical axis, without its unit.
    """
    with drawing(5.2, 3.7) as (figure, axes):
        told = []
        for name, seeds in runs.items():
            curves = [[epoch[what] for epoch in run.content["epochs"]] for run in seeds]
            columns = list(zip(*curves, strict=True))
            x = range(1, len(columns) + 1)
            style = look(name, list(runs)) | {"marker": ""}
            axes.plot(x, [mean(c) for c in columns], label=name, **style)
            if len(seeds) > 1:
                low, high = [min(c) for c in columns], [max(c) for c in columns]
                axes.fill_between(x, low, high, color=style["color"], alpha=0.18, linewidth=0)
            told.append(f"{name} ends at {extent(columns[-1])} %")
        axes.set(xlabel="epoch", ylabel=f"{label} (%)", ylim=(0, 90))
        if runs:
            legend(figure, axes)
    return Picture(figure, f"Recorded runs, {label} over epochs. {'; '.join(told) or 'None'}.")
