"""Figures of the CIFAR chapter: ingredients removed, warm-up, responses, published tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean

from matplotlib.ticker import MaxNLocator

from resnet_book.papers import Published
from resnet_book.pictures import FOURTH, GREY, PLAIN, RESIDUAL, THIRD, Picture, drawing
from resnet_book.plots.curves import DASHES, extent, legend, look

COLOURS = (RESIDUAL, PLAIN, THIRD, FOURTH)


def one_removed(
    errors: Mapping[str, Sequence[float]], *, xlabel: str = "test error (%)"
) -> Picture:
    """A row of marks for each recipe, one mark a seed; the first row's range is a band.

    Args:
        errors: recipe → its error for each seed, in percent; the first is the whole recipe.
    """
    whole = next(iter(errors.values()))
    with drawing(5.2, 0.9 + 0.3 * len(errors)) as (figure, axes):
        axes.axvspan(min(whole), max(whole), color=GREY, alpha=0.25, linewidth=0)
        told = []
        for row, (name, values) in enumerate(errors.items()):
            apart = min(values) > max(whole) or max(values) < min(whole)
            colour = RESIDUAL if row == 0 else PLAIN if apart else GREY
            marker = "o" if row == 0 else "D" if apart else "s"
            axes.plot(values, [row] * len(values), marker, color=colour, alpha=0.85, markersize=6)
            told.append(f"{name}: {extent(values)} %")
        axes.set_yticks(range(len(errors)), list(errors))
        axes.set_ylim(len(errors) - 0.5, -0.5)
        axes.set_xscale("log")
        ticks = [1, 2, 5, 10, 20, 50, 100]
        axes.set_xticks(ticks, [str(tick) for tick in ticks])
        axes.set_xticks([], minor=True)
        axes.set(xlabel=xlabel, xlim=(1, 100))
    return Picture(
        figure,
        f"{xlabel}, one mark a seed, on a logarithmic scale; a grey band is the range of the first "
        f"row. {'; '.join(told)}.",
    )


def training_errors(
    curves: Mapping[str, Sequence[Sequence[float]]], *, unit: str = "step", smooth: int = 1
) -> Picture:
    """Training error over steps or epochs: a line for the mean of the seeds, a band for all.

    Args:
        curves: what was done → for each seed, the error of every step or epoch, in percent.
        unit: ``step`` or ``epoch``.
        smooth: steps that are averaged, up to the one drawn.
    """
    with drawing(5.2, 3.4) as (figure, axes):
        told = []
        for i, (name, seeds) in enumerate(curves.items()):
            smoothed = [
                [mean(seed[max(0, k - smooth + 1) : k + 1]) for k in range(len(seed))]
                for seed in seeds
            ]
            columns = list(zip(*smoothed, strict=True))
            x = range(1, len(columns) + 1)
            style = {"color": COLOURS[i % 4], "linestyle": DASHES[i % 4]}
            axes.plot(x, [mean(c) for c in columns], label=name, **style)
            low, high = [min(c) for c in columns], [max(c) for c in columns]
            axes.fill_between(x, low, high, color=style["color"], alpha=0.18, linewidth=0)
            told.append(f"{name} ends at {extent(columns[-1])} %")
        axes.set(xlabel=unit, ylabel="training error (%)", ylim=(-2, 100))
        legend(figure, axes)
    averaged = f", averaged over {smooth} of them" if smooth > 1 else ""
    return Picture(
        figure,
        f"Training error over {unit}s{averaged}, mean and range of the seeds: {'; '.join(told)}.",
    )


def both_errors(
    curves: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    *,
    steps: int,
    per_epoch: int,
    top: float = 40,
) -> Picture:
    """Training error (thin) and test error over a training's steps: He et al. 2015, Figure 6.

    Args:
        curves: network name → its training and its test error after each epoch, in percent.
        steps: of the whole training.
        per_epoch: steps of each epoch; the last one may be shorter.
        top: where the scale of the errors ends, in percent.
    """
    with drawing(5.2, 3.6) as (figure, axes):
        told = []
        for name, (train, test) in curves.items():
            style = look(name, list(curves)) | {"marker": ""}
            x = [min(steps, per_epoch * (k + 1)) / 1000 for k in range(len(test))]
            axes.plot(x, train, linewidth=0.8, **style)
            axes.plot(x, test, label=name, **style)
            told.append(f"{name} ends at {train[-1]:.2f} % and {test[-1]:.2f} %")
        axes.set(xlabel="thousand steps", ylabel="error (%)", ylim=(0, top))
        legend(figure, axes)
    return Picture(
        figure,
        f"Training error, thin, and test error over {steps:,} steps: {'; '.join(told)}.",
    )


def response_curves(found: Mapping[str, Sequence[float]]) -> Picture:
    """Standard deviation of each layer's response, in the network's order and ranked.

    Args:
        found: network name → its responses, first layer first (He et al. 2015, Figure 7).
    """
    with drawing(5.2, 5.0, nrows=2, sharey=True) as (figure, (order, ranked)):
        told = []
        for name, values in found.items():
            style = look(name, list(found)) | {"marker": ""}
            x = range(1, len(values) + 1)
            order.plot(x, values, label=name, **style)
            ranked.plot(x, sorted(values, reverse=True), **style)
            told.append(f"{name}: {min(values):.2f} to {max(values):.2f}, mean {mean(values):.2f}")
        order.set(xlabel="layer, in the network's order", ylabel="standard deviation")
        ranked.set(xlabel="layer, ranked by size", ylabel="standard deviation")
        order.set_ylim(bottom=0)
        for axes in (order, ranked):
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        legend(figure, order)
    return Picture(
        figure,
        f"Standard deviation of the layer responses, in order and ranked. {'; '.join(told)}.",
    )


def published_errors(cells: Sequence[Published], *, title: str = "", low: float = 0) -> Picture:
    """Published errors as marks, a row for each network of a table.

    Args:
        cells: of one table and metric; those without a figure are left out.
        low: where the scale begins, in percent; marks, unlike bars, may leave out the zero.
    """
    cells = [cell for cell in cells if cell.value is not None]
    with drawing(5.2, 1.0 + 0.29 * len(cells)) as (figure, axes):
        for row, cell in enumerate(cells):
            residual, plain = cell.row.startswith("ResNet"), cell.row.startswith("plain")
            colour = RESIDUAL if residual else PLAIN if plain else GREY
            marker = "o" if residual else "s" if plain else "D"
            axes.plot(cell.value, row, marker, color=colour, markersize=7)
            axes.annotate(
                f"{cell.value:g} %",
                (cell.value, row),
                (8, 0),
                textcoords="offset points",
                va="center",
                fontsize=9.5,
            )
        axes.set_yticks(range(len(cells)), [cell.row for cell in cells])
        axes.set_ylim(len(cells) - 0.5, -0.5)
        values = [cell.value for cell in cells]
        axes.set(xlabel=f"{cells[0].metric} (%)", title=title)
        axes.set_xlim(low, max(values) + 0.22 * (max(values) - low))
    told = "; ".join(f"{cell.row} {cell.value:g} %" for cell in cells)
    return Picture(figure, f"{cells[0].source}, {cells[0].metric}: {told}.")


def ensemble_errors(sizes: Mapping[int, Sequence[float]]) -> Picture:
    """Test error over the number of networks that are averaged: the mean and range of all choices.

    Args:
        sizes: number of networks → the error of every choice of so many, in percent.
    """
    with drawing(5.2, 3.0) as (figure, axes):
        x, columns = list(sizes), list(sizes.values())
        axes.fill_between(
            x,
            [min(c) for c in columns],
            [max(c) for c in columns],
            color=RESIDUAL,
            alpha=0.18,
            linewidth=0,
        )
        axes.plot(x, [mean(c) for c in columns], "o-", color=RESIDUAL)
        axes.set(xlabel="networks averaged", ylabel="test error (%)", xticks=x)
        axes.set_ylim(bottom=0)
    told = "; ".join(f"{size}: {mean(c):.2f} % ({extent(c)})" for size, c in sizes.items())
    return Picture(figure, f"Test error by the number of networks averaged, with range: {told}.")
