"""Figures of errors after training: a row of marks for each network or recipe, one per seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean

from resnet_book.drawing.labels import legend, name_rows
from resnet_book.drawing.looks import Key, label, looks
from resnet_book.drawing.pictures import BothWidths, Picture
from resnet_book.drawing.ticks import logarithmic
from resnet_book.palette import FOURTH, GREY, MARKERS, RESIDUAL, THIRD
from resnet_book.training.history import Result
from resnet_book.words import extent

GROUPS = ((RESIDUAL, "s"), (THIRD, "D"), (FOURTH, "^"), (GREY, "v"))


def last_errors(runs: Mapping[Key, Sequence[Result]]) -> Picture:
    """Training and test error after the last epoch: one row per network, one mark per seed.

    Marks of test images are hollow.
    """
    both = BothWidths()
    for figure, axes in both:
        facts, styles = [], looks(runs)
        for row, (key, results) in enumerate(runs.items()):
            look = {"color": styles[key]["color"], "marker": styles[key]["marker"], "ls": ""}
            train, test = [r.train_error for r in results], [r.test_error for r in results]
            axes.plot(train, [row - 0.15] * len(train), alpha=0.85, **look)
            axes.plot(test, [row + 0.15] * len(test), fillstyle="none", **look)
            facts.append(f"{label(key)}: training {extent(train)} %, test {extent(test)} %")
        axes.set(xlabel="error after the last epoch (%)", xlim=(-3, 100))
        name_rows(figure, axes, [label(key) for key in runs], row=44, rest=50)
        axes.plot([], [], "o", color=GREY, label="training images")
        axes.plot([], [], "o", color=GREY, fillstyle="none", label="test images")
        legend(figure, axes)
    return both.picture(f"Error after the last epoch, one mark a seed. {'; '.join(facts)}.")


def one_removed(
    errors: Mapping[str, Sequence[float]], *, xlabel: str = "test error (%)"
) -> Picture:
    """A row of marks for each recipe, one mark per seed; a band shows the first row's range.

    Args:
        errors: recipe → its error for each seed, in percent; the first is the complete recipe.
    """
    whole = next(iter(errors.values()))
    both = BothWidths()
    for figure, axes in both:
        axes.axvspan(min(whole), max(whole), color=GREY, alpha=0.25, linewidth=0)
        facts = []
        for row, (name, values) in enumerate(errors.items()):
            apart = min(values) > max(whole) or max(values) < min(whole)
            colour = RESIDUAL if row == 0 else THIRD if apart else GREY
            marker = "s" if row == 0 else "D" if apart else "o"
            axes.plot(values, [row] * len(values), marker, color=colour, alpha=0.85, markersize=6)
            facts.append(f"{name}: {extent(values)} %")
        name_rows(figure, axes, list(errors), row=28, rest=50)
        logarithmic(axes, (1, 2, 5, 10, 20, 50, 100))
        axes.set(xlabel=xlabel, xlim=(1, 100))
    return both.picture(
        f"{xlabel}, one mark a seed, on a logarithmic scale; a grey band is the range of the first "
        f"row. {'; '.join(facts)}.",
    )


def ensemble_errors(sizes: Mapping[int, Sequence[float]]) -> Picture:
    """Test error over the size of an ensemble: mean and range over all subsets of that size.

    Args:
        sizes: number of networks → the error of every subset of that size, in percent.
    """
    both = BothWidths(290, 260)
    for _, axes in both:
        x, columns = list(sizes), list(sizes.values())
        axes.fill_between(
            x,
            [min(c) for c in columns],
            [max(c) for c in columns],
            color=RESIDUAL,
            alpha=0.18,
            linewidth=0,
        )
        axes.plot(x, [mean(c) for c in columns], "s-", color=RESIDUAL)
        axes.set(xlabel="networks averaged", ylabel="test error (%)", xticks=x)
        axes.set_ylim(bottom=0)
    facts = "; ".join(f"{size}: {mean(c):.2f} % ({extent(c)})" for size, c in sizes.items())
    return both.picture(f"Test error by the number of networks averaged, with range: {facts}.")


def errors_by_name(
    groups: Mapping[Key, Mapping[str, Sequence[float]]],
    *,
    xlabel: str = "training error (%)",
    top: float = 100,
    ticks: Sequence[float] = (),
) -> Picture:
    """One row for each name, one mark for each seed, one colour and marker for each group.

    Args:
        groups: group → name → errors in percent, one a seed; a group may lack some of the names.
            Groups that are networks get the colours and markers of networks.
        top: upper limit of the axis, in percent.
        ticks: if given, the axis is logarithmic, starts at the first and has these numbers.

    Raises:
        ValueError: an error above `top`, or below the first of `ticks`, would not be seen.
    """
    errors = [e for rows in groups.values() for row in rows.values() for e in row]
    if (highest := max(errors, default=0)) > top:
        raise ValueError(f"top {top!r} is below an error of {highest:g}")
    if ticks and (lowest := min(errors, default=top)) < ticks[0]:
        raise ValueError(f"ticks start at {ticks[0]!r}, above an error of {lowest:g}")
    styles = _group_looks(list(groups))
    names = list(dict.fromkeys(name for group in groups.values() for name in group))
    offsets = [0.22 * (i - (len(groups) - 1) / 2) for i in range(len(groups))]
    both = BothWidths()
    for figure, axes in both:
        facts = []
        for (group, rows), (colour, marker), offset in zip(
            groups.items(), styles, offsets, strict=True
        ):
            group_name = label(group)
            for name, values in rows.items():
                y = [names.index(name) + offset] * len(values)
                axes.plot(values, y, marker, color=colour, alpha=0.85, linestyle="")
                facts.append(f"{name}{f', {group_name}' if group_name else ''}: {extent(values)} %")
            axes.plot([], [], marker, color=colour, label=group_name, linestyle="")
        axes.set(xlabel=xlabel, xlim=(-0.03 * top, 1.03 * top))
        if ticks:
            logarithmic(axes, ticks)
            axes.set_xlim(ticks[0], top)
        name_rows(figure, axes, names, row=14 + 14 * len(groups), rest=50)
        if any(groups):
            legend(figure, axes)
    scale = ", on a logarithmic scale" if ticks else ""
    return both.picture(f"{xlabel}, one mark a seed{scale}. {'; '.join(facts)}.")


def _group_looks(groups: Sequence[Key]) -> list[tuple[str, str]]:
    """Colour and marker of each group; networks of one colour have different markers."""
    if any(isinstance(group, str) for group in groups):
        return list(GROUPS[: len(groups)])
    found: list[tuple[str, str]] = []
    for style in looks(groups).values():
        colour, marker = str(style["color"]), str(style["marker"])
        same = sum(other == colour for other, _ in found)
        # Circles are plain, squares residual: groups that share a colour get other markers.
        found.append((colour, MARKERS[-same] if same else marker))
    return found
