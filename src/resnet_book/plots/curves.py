"""Training curves, errors and signals of several networks in one figure.

A network's kind is a colour (plain: orange, residual: blue) and its depth a line style (the
shallowest dashed, the deepest solid), in every figure alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean, median

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from resnet_book.papers import Entry
from resnet_book.pictures import FOURTH, GREY, PLAIN, RESIDUAL, THIRD, Picture, drawing
from resnet_book.probes import LayerSignal
from resnet_book.training import Epoch, Result

MARKERS = ("o", "s", "^", "D")
DASHES = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (5, 1, 1, 1)))
COLUMN = 23  # letters of a name of which two stand side by side above a figure's axes


def look(name: str, names: Sequence[str]) -> dict[str, object]:
    """Colour, line style and marker of the network `name` among `names`, such as ``plain-20``.

    Names begin as :attr:`resnet_book.networks.NetworkSpec.name` does; two that are of one kind
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


def revolution_of_depth(entries: Sequence[Entry]) -> Picture:
    """Top-5 error and depth of ImageNet's winners, a bar for each entry."""
    with drawing(5.2, 3.6) as (figure, axes):
        labels = [f"{entry.name}\n{entry.year}" for entry in entries]
        errors = [entry.top5_error for entry in entries]
        colours = [RESIDUAL if (entry.depth or 0) > 100 else GREY for entry in entries]
        bars = axes.barh(labels, errors, color=colours, height=0.7)
        texts = [
            f"{entry.top5_error:g} % · "
            + (f"{entry.depth} layers" if entry.depth else "hand-made features")
            for entry in entries
        ]
        axes.bar_label(bars, texts, padding=4, fontsize=9.5)
        axes.set(xlabel="top-5 error on ImageNet's test set (%)", xlim=(0, 46))
        axes.grid(visible=False, axis="y")
        axes.invert_yaxis()
    told = "; ".join(
        f"{entry.year} {entry.name}, {text}" for entry, text in zip(entries, texts, strict=True)
    )
    return Picture(figure, f"Bars of the ImageNet challenge's entries, error falling: {told}.")


def error_by_depth(
    points: Sequence[tuple[str, int, float]], *, what: str = "top-1 error (%)"
) -> Picture:
    """Published errors over depth; each point is (name, weight layers, error in percent)."""
    with drawing(5.2, 3.0) as (figure, axes):
        depths, errors = [depth for _, depth, _ in points], [error for *_, error in points]
        axes.plot(depths, errors, "o", color=GREY)
        for name, depth, error in points:
            above = any(d == depth and 0 < e - error < 0.4 for _, d, e in points)
            right = depth != max(depths)
            axes.annotate(
                name,
                (depth, error),
                (7 if right else -7, -11 if above else 3),
                textcoords="offset points",
                ha="left" if right else "right",
            )
        axes.margins(y=0.12)
        axes.set(xlabel="weight layers", ylabel=what, xticks=sorted(set(depths)))
    told = "; ".join(f"{name}: {depth} layers, {error:g} %" for name, depth, error in points)
    return Picture(figure, f"Points of {what} over depth: {told}.")


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


def last_errors(runs: Mapping[str, Sequence[Result]]) -> Picture:
    """Training and test error after the last epoch: a mark for each seed."""
    with drawing(5.2, 3.0) as (figure, axes):
        told = []
        for row, (name, results) in enumerate(runs.items()):
            colour = look(name, list(runs))["color"]
            train, test = [r.train_error for r in results], [r.test_error for r in results]
            axes.plot(train, [row - 0.13] * len(train), "o", color=colour, alpha=0.85)
            axes.plot(test, [row + 0.13] * len(test), "D", color=colour, fillstyle="none")
            told.append(f"{name}: training {extent(train)} %, test {extent(test)} %")
        axes.set(xlabel="error after the last epoch (%)", yticks=range(len(runs)), xlim=(-3, 100))
        axes.set_yticks(range(len(runs)), list(runs))
        axes.invert_yaxis()
        axes.plot([], [], "o", color=GREY, label="training images")
        axes.plot([], [], "D", color=GREY, fillstyle="none", label="test images")
        axes.legend(loc="upper right")
    return Picture(figure, f"Error after the last epoch, one mark a seed. {'; '.join(told)}.")


def extent(values: Sequence[float]) -> str:
    """``1.0 to 2.5``: the range of the values, or the one value there is."""
    low, high = f"{min(values):.1f}", f"{max(values):.1f}"
    return low if low == high else f"{low} to {high}"


def legend(figure: Figure, axes: Axes) -> None:
    """The names above the axes, where they hide no curve."""
    handles, names = axes.get_legend_handles_labels()
    columns = 4 if sum(map(len, names)) < 30 else 2 if max(map(len, names)) <= COLUMN else 1
    figure.legend(handles, names, loc="outside upper left", ncols=columns, columnspacing=1.2,
                  handlelength=2.8)  # fmt: skip


def by_layer(
    measured: Mapping[str, Mapping[str, Sequence[Sequence[LayerSignal]]]],
    attribute: str,
    *,
    ylabel: str,
) -> Picture:
    """One attribute of every layer on a logarithmic scale: the median over seeds, and their range.

    Args:
        measured: panel title → network name → for each seed its layers' signals.
        attribute: of :class:`resnet_book.probes.LayerSignal`.
    """
    rows = len(measured)
    with drawing(5.2, 0.9 + 2.2 * rows, nrows=rows, sharex=True, squeeze=False) as (figure, grid):
        told = []
        for axes, (title, networks) in zip(grid[:, 0], measured.items(), strict=True):
            for name, seeds in networks.items():
                rows_of_seeds = [[getattr(layer, attribute) for layer in seed] for seed in seeds]
                columns = list(zip(*rows_of_seeds, strict=True))
                middle = [median(column) for column in columns]
                place = [i / (len(columns) - 1) for i in range(len(columns))]
                style = look(name, list(networks)) | {"marker": ""}
                axes.plot(place, middle, label=name, **style)
                low, high = [min(c) for c in columns], [max(c) for c in columns]
                axes.fill_between(place, low, high, color=style["color"], alpha=0.18, linewidth=0)
                told.append(f"{title}, {name}: {middle[0]:.0e} at the first layer, "
                            f"{middle[len(middle) // 2]:.0e} in the middle, "
                            f"{middle[-2]:.0e} near the end")  # fmt: skip
            axes.set(yscale="log", ylabel=ylabel, title=title)
            axes.yaxis.set_minor_formatter(NullFormatter())
        legend(figure, axes)
        grid[-1, 0].set(xlabel="place in the network: 0 is the first layer, 1 the last")
    return Picture(figure, f"{ylabel}, layer by layer, median over seeds. {'; '.join(told)}.")
