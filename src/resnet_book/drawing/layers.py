"""Figures over the layers of a network, or over any number: signals, gradients, responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean, median

from matplotlib.ticker import MaxNLocator, NullFormatter

from resnet_book.drawing.looks import Key, label, legend, line_and_band, looks
from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.palette import DASHES, FOURTH, MARKERS, PLAIN, RESIDUAL, THIRD
from resnet_book.probes.layer_signals import LayerSignal

COLOURS = (PLAIN, RESIDUAL, THIRD, FOURTH)


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
    with drawing(5.2, 0.9 + 2.2 * rows, nrows=rows, sharex=True, squeeze=False) as (figure, grid):
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
            axes.yaxis.set_minor_formatter(NullFormatter())
        legend(figure, axes)
        grid[-1, 0].set(xlabel="place in the network: 0 is the first layer, 1 the last")
    return Picture(figure, f"{ylabel}, layer by layer, median over seeds. {'; '.join(facts)}.")


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
    with drawing(5.2, 5.0, nrows=2, sharey=True) as (figure, (order, ranked)):
        facts, styles = [], looks(found)
        for key, values in found.items():
            style, name = styles[key] | {"marker": ""}, label(key)
            x = range(1, len(values) + 1)
            order.plot(x, values, label=name, **style)
            ranked.plot(x, sorted(values, reverse=True), **style)
            facts.append(f"{name}: {min(values):.2f} to {max(values):.2f}, mean {mean(values):.2f}")
        order.set(xlabel="layer, in the network's order", ylabel="standard deviation")
        ranked.set(xlabel="layer, ranked by size", ylabel="standard deviation")
        order.set_ylim(bottom=0)
        for axes in (order, ranked):
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        legend(figure, order)
    return Picture(
        figure,
        f"Standard deviation of the layer responses, in order and ranked. {'; '.join(facts)}.",
    )


def by_number(
    series: Mapping[str, Sequence[tuple[float, Sequence[float]]]],
    *,
    xlabel: str,
    ylabel: str,
    xlog: bool = False,
) -> Picture:
    """Lines on a logarithmic scale: the median over seeds, a band for their range.

    Args:
        series: a line's name → for each x, (x, one value above 0 for each seed). The first line
            takes the plain networks' colour, the second the residual ones'.
        xlog: a logarithmic x axis too.
    """
    with drawing(5.2, 3.4) as (figure, axes):
        facts = []
        for i, (name, points) in enumerate(series.items()):
            style = {"color": COLOURS[i % 4], "linestyle": DASHES[i % 4], "marker": MARKERS[i % 4]}
            x, columns = zip(*points, strict=True)
            seeds = list(zip(*columns, strict=True))
            line_and_band(axes, x, seeds, style, middle=median, label=name, markersize=5)
            values = [f"{median(column):.2g} at {place:g}" for place, column in points]
            if len(values) > 8:  # too many for a screen reader
                values = values[:: len(values) // 4]
            facts.append(f"{name}: {', '.join(values)}")
        axes.set(yscale="log", xlabel=xlabel, ylabel=ylabel)
        places = sorted({place for points in series.values() for place, _ in points})
        if xlog:
            axes.set_xscale("log")
        elif len(places) <= 8:
            axes.set_xticks(places)
        legend(figure, axes)
    return Picture(
        figure, f"{ylabel} over {xlabel}, median and range over seeds. {'; '.join(facts)}."
    )
