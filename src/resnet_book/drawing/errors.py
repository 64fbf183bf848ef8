"""Figures of errors after training: a row of marks for each network or recipe, one mark a seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean

from resnet_book.drawing.looks import Key, label, legend, looks
from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.palette import FOURTH, GREY, PLAIN, RESIDUAL, THIRD
from resnet_book.training.history import Result
from resnet_book.words import extent

GROUPS = ((RESIDUAL, "o"), (PLAIN, "D"), (THIRD, "s"), (FOURTH, "^"))


def last_errors(runs: Mapping[Key, Sequence[Result]]) -> Picture:
    """Training and test error after the last epoch: a row a network, a mark a seed."""
    with drawing(5.2, 3.0) as (figure, axes):
        facts, styles = [], looks(runs)
        for row, (key, results) in enumerate(runs.items()):
            colour = styles[key]["color"]
            train, test = [r.train_error for r in results], [r.test_error for r in results]
            axes.plot(train, [row - 0.13] * len(train), "o", color=colour, alpha=0.85)
            axes.plot(test, [row + 0.13] * len(test), "D", color=colour, fillstyle="none")
            facts.append(f"{label(key)}: training {extent(train)} %, test {extent(test)} %")
        axes.set(xlabel="error after the last epoch (%)", xlim=(-3, 100))
        axes.set_yticks(range(len(runs)), [label(key) for key in runs])
        axes.invert_yaxis()
        axes.plot([], [], "o", color=GREY, label="training images")
        axes.plot([], [], "D", color=GREY, fillstyle="none", label="test images")
        axes.legend(loc="upper right")
    return Picture(figure, f"Error after the last epoch, one mark a seed. {'; '.join(facts)}.")


def one_removed(
    errors: Mapping[str, Sequence[float]], *, xlabel: str = "test error (%)"
) -> Picture:
    """A row of marks for each recipe, one mark a seed; the first row's range is a band.

    Args:
        errors: recipe → its error for each seed, in percent; the first is the complete recipe.
    """
    whole = next(iter(errors.values()))
    with drawing(5.2, 0.9 + 0.3 * len(errors)) as (figure, axes):
        axes.axvspan(min(whole), max(whole), color=GREY, alpha=0.25, linewidth=0)
        facts = []
        for row, (name, values) in enumerate(errors.items()):
            apart = min(values) > max(whole) or max(values) < min(whole)
            colour = RESIDUAL if row == 0 else PLAIN if apart else GREY
            marker = "o" if row == 0 else "D" if apart else "s"
            axes.plot(values, [row] * len(values), marker, color=colour, alpha=0.85, markersize=6)
            facts.append(f"{name}: {extent(values)} %")
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
        f"row. {'; '.join(facts)}.",
    )


def ensemble_errors(sizes: Mapping[int, Sequence[float]]) -> Picture:
    """Test error over the size of an ensemble: mean and range over all subsets of that size.

    Args:
        sizes: number of networks → the error of every subset of that size, in percent.
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
    facts = "; ".join(f"{size}: {mean(c):.2f} % ({extent(c)})" for size, c in sizes.items())
    return Picture(figure, f"Test error by the number of networks averaged, with range: {facts}.")


def errors_by_name(
    groups: Mapping[str, Mapping[str, Sequence[float]]], *, xlabel: str = "training error (%)"
) -> Picture:
    """One row for each name, one mark for each seed, one colour and marker for each group.

    Args:
        groups: group → name → errors in percent, one a seed; a group may lack some of the names.
    """
    names = list(dict.fromkeys(name for group in groups.values() for name in group))
    offsets = [0.22 * (i - (len(groups) - 1) / 2) for i in range(len(groups))]
    with drawing(5.2, 1.1 + 0.34 * len(names)) as (figure, axes):
        facts = []
        for (group, rows), (colour, marker), offset in zip(
            groups.items(), GROUPS, offsets, strict=False
        ):
            for name, errors in rows.items():
                y = [names.index(name) + offset] * len(errors)
                axes.plot(errors, y, marker, color=colour, alpha=0.85, linestyle="")
                facts.append(f"{name}{f', {group}' if group else ''}: {extent(errors)} %")
            axes.plot([], [], marker, color=colour, label=group, linestyle="")
        axes.set_yticks(range(len(names)), names)
        axes.set(xlabel=xlabel, xlim=(-3, 103))
        axes.invert_yaxis()
        if any(groups):
            legend(figure, axes)
    return Picture(figure, f"{xlabel}, one mark a seed. {'; '.join(facts)}.")
