"""Figures over the layers of a network, or over another number: signals, gradients, responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean, median

from matplotlib.ticker import MaxNLocator

from resnet_book.drawing.labels import name_lines
from resnet_book.drawing.looks import Key, label, line_and_band, looks
from resnet_book.drawing.pictures import BothWidths, Picture
from resnet_book.drawing.ticks import powers
from resnet_book.probes.layer_signals import LayerSignal


def by_layer(
    measured: Mapping[str, Mapping[Key, Sequence[Sequence[LayerSignal]]]],
    attribute: str,
    *,
    ylabel: str,
) -> Picture:
    """One attribute of every layer on a logarithmic scale: the median over seeds, and their range.

    Args:
        measured: panel title → network → for each seed its layers' signals.
        attribute: of :class:`resnet_book.probes.layer_signals.LayerSignal`.
    """
    rows = len(measured)
    both = BothWidths(60 + 170 * rows, 60 + 160 * rows, nrows=rows, sharex=True, squeeze=False)
    for figure, grid in both:
        facts = []
        for axes, (title, networks) in zip(grid[:, 0], measured.items(), strict=True):
            styles = looks(networks)
            for key, seeds in networks.items():
                curves = [[getattr(layer, attribute) for layer in seed] for seed in seeds]
                place = [i / (len(curves[0]) - 1) for i in range(len(curves[0]))]
                style = styles[key] | {"marker": ""}
                columns = line_and_band(axes, place, curves, style, middle=median, label=label(key))
                facts.append(f"{title}, {label(key)}: {_three_places(columns)}")
            axes.set(yscale="log", ylabel=ylabel, title=title)
            powers(axes, "y")
        grid[-1, 0].set_xticks([0, 0.5, 1], ["first", "middle", "last"])
        grid[-1, 0].set(xlabel="layer")
        name_lines(figure, *grid[:, 0])
    return both.picture(f"{ylabel}, layer by layer, median over seeds. {'; '.join(facts)}.")


def _three_places(columns: Sequence[Sequence[float]]) -> str:
    """The medians at the first layer, in the middle and at the last convolution, in words."""
    middle = [median(column) for column in columns]
    return (
        f"{middle[0]:.0e} at the first layer, {middle[len(middle) // 2]:.0e} in the middle, "
        f"{middle[-2]:.0e} near the end"
    )


def response_curves(found: Mapping[Key, Sequence[float]]) -> Picture:
    """Standard deviation of each layer's response, in the network's order and ranked.

    Args:
        found: network → its responses, first layer first (He et al. 2015, Figure 7).
    """
    both = BothWidths(480, 460, nrows=2, sharey=True)
    for figure, (order, ranked) in both:
        facts, styles = [], looks(found)
        for key, values in found.items():
            style, name = styles[key] | {"marker": ""}, label(key)
            x = range(1, len(values) + 1)
            order.plot(x, values, label=name, **style)
            ranked.plot(x, sorted(values, reverse=True), label=name, **style)
            facts.append(f"{name}: {min(values):.2f} to {max(values):.2f}, mean {mean(values):.2f}")
        order.set(xlabel="layer, in the network's order", ylabel="standard deviation")
        ranked.set(xlabel="layer, ranked by size", ylabel="standard deviation")
        order.set_ylim(bottom=0)
        for axes in (order, ranked):
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        name_lines(figure, order, ranked)
    return both.picture(
        f"Standard deviation of the layer responses, in order and ranked. {'; '.join(facts)}."
    )


def by_number(
    series: Mapping[Key, Sequence[tuple[float, Sequence[float]]]],
    *,
    xlabel: str,
    ylabel: str,
    xlog: bool = False,
) -> Picture:
    """Lines on a logarithmic scale: the median over seeds, a band for their range.

    Args:
        series: network or name of a line → for each x, (x, one value above 0 for each seed).
        xlog: a logarithmic x axis too.
    """
    both = BothWidths(320, 280)
    for figure, axes in both:
        facts, styles = [], looks(series)
        for key, points in series.items():
            style, name = styles[key], label(key)
            x, columns = zip(*points, strict=True)
            seeds = list(zip(*columns, strict=True))
            line_and_band(axes, x, seeds, style, middle=median, label=name, markersize=5)
            values = [f"{median(column):.2g} at {place:g}" for place, column in points]
            if len(values) > 8:  # too many numbers for a screen reader
                values = values[:: len(values) // 4]
            facts.append(f"{name}: {', '.join(values)}")
        axes.set(yscale="log", xlabel=xlabel, ylabel=ylabel)
        places = sorted({place for points in series.values() for place, _ in points})
        powers(axes, "y")
        if xlog:
            axes.set_xscale("log")
            powers(axes, "x")
        elif len(places) <= 8:
            axes.set_xticks(places)
        name_lines(figure, axes)
    return both.picture(f"{ylabel} over {xlabel}, median and range over seeds. {'; '.join(facts)}.")
