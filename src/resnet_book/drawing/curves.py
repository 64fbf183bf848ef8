"""Training curves, errors and signals of several networks in one figure.

A network's kind is a colour (plain: orange, residual: blue) and its depth a line style (the
shallowest dashed, the deepest solid), in every figure alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.palette import DASHES, FOURTH, GREY, MARKERS, PLAIN, RESIDUAL, THIRD
from resnet_book.results.runs import Run
from resnet_book.training.loop import Epoch
from resnet_book.words import extent

COLOURS = (RESIDUAL, PLAIN, THIRD, FOURTH)
COLUMN = 23  # letters of a name of which two stand side by side above a figure's axes


def look(name: str, names: Sequence[str]) -> dict[str, object]:
    """Colour, line style and marker of the network `name` among `names`, such as ``plain-20``.

    Names begin as :attr:`resnet_book.models.resnet.NetworkSpec.name` does; two that are of one kind
    and depth (``plain-20, rate 0.1``) differ in their markers.
    """
    parts = {other: _parts(other) for other in names}
    kind, depth = parts[name]
    depths = sorted({d for _, d in parts.values()}, reverse=True)
    residual = [k for k in dict.fromkeys(k for k, _ in parts.values()) if not k.startswith("plain")]
    twins = [other for other in names if parts[other] == parts[name]]
    colours = (RESIDUAL, THIRD, FOURTH, GREY)
    return {
        "color": PLAIN if kind not in residual else colours[residual.index(kind) % len(colours)],
        "linestyle": DASHES[depths.index(depth) % len(DASHES)],
        "marker": MARKERS[twins.index(name) % len(MARKERS)],
    }


def _parts(name: str) -> tuple[str, int]:
    """``resnet-20-A, rate 0.1`` → (``resnet-A``, 20): the kind without, and the depth."""
    first, depth, *rest = name.split(", ")[0].split("-")
    return "-".join([first, *rest]), int(depth)


def training_curves(runs: Mapping[str, Sequence[Sequence[Epoch]]], *, title: str = "") -> Picture:
    """Training error over epochs: a line for the mean over the seeds, a band for their range.

    Args:
        runs: for each network's name, the epochs of one run per seed; all of the same length
            within a network.
    """
    with drawing(5.2, 3.7) as (figure, axes):
        told = []
        for name, seeds in runs.items():
            x = [epoch.epoch for epoch in seeds[0]]
            columns = list(zip(*[[e.train_error for e in seed] for seed in seeds], strict=True))
            style = look(name, list(runs))
            axes.plot(x, [mean(c) for c in columns], label=name, markersize=4, **style)
            if len(seeds) > 1:
                low, high = [min(c) for c in columns], [max(c) for c in columns]
                axes.fill_between(x, low, high, color=style["color"], alpha=0.18, linewidth=0)
            told.append(f"{name} ends at {extent(columns[-1])} %")
        axes.set(xlabel="epoch", ylabel="training error (%)", title=title, ylim=(-2, 100))
        axes.set_xticks(x if len(x) <= 12 else x[:: len(x) // 8])
        legend(figure, axes)
    count = max(len(seeds) for seeds in runs.values())
    spread = f", the mean and range of {count} seeds" if count > 1 else ""
    return Picture(figure, f"Training error over epochs{spread}: {'; '.join(told)}.")


def legend(figure: Figure, axes: Axes) -> None:
    """The names above the axes, where they hide no curve."""
    handles, names = axes.get_legend_handles_labels()
    columns = 4 if sum(map(len, names)) < 30 else 2 if max(map(len, names)) <= COLUMN else 1
    figure.legend(handles, names, loc="outside upper left", ncols=columns, columnspacing=1.2,
                  handlelength=2.8)  # fmt: skip


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


def block_curves(runs: Mapping[str, Sequence[Epoch]]) -> Picture:
    """Training error over epochs, one run a network, blocks told apart by the line.

    Solid lines are basic blocks, dashed ones bottlenecks; the colour is the shortcut, the mark the
    depth.

    Args:
        runs: by the networks' names, such as ``plain-20`` or ``resnet-38-A-bottleneck``.
    """
    parts = {name: name.removesuffix("-bottleneck").split("-") for name in runs}
    shortcuts = sorted({tuple(each[2:]) for each in parts.values() if each[0] != "plain"})
    depths = sorted({int(each[1]) for each in parts.values()})
    colours = (RESIDUAL, THIRD, FOURTH, GREY)
    with drawing(5.2, 3.7) as (figure, axes):
        told = []
        for name, epochs in runs.items():
            kind, depth, *shortcut = parts[name]
            x, errors = [e.epoch for e in epochs], [e.train_error for e in epochs]
            axes.plot(
                x,
                errors,
                label=name,
                color=PLAIN
                if kind == "plain"
                else colours[shortcuts.index(tuple(shortcut)) % len(colours)],
                linestyle=DASHES[name.endswith("-bottleneck")],
                marker=MARKERS[depths.index(int(depth)) % len(MARKERS)],
                markersize=4,
            )
            told.append(f"{name} ends at {errors[-1]:.1f} %")
        axes.set(xlabel="epoch", ylabel="training error (%)", ylim=(-2, 100))
        axes.set_xticks(range(1, 1 + max(len(epochs) for epochs in runs.values())))
        legend(figure, axes)
    return Picture(figure, f"Training error over epochs: {'; '.join(told)}.")


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
