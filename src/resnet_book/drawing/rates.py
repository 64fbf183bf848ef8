"""Errors over the learning rate: the range of rates at which a network trains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from resnet_book.drawing.labels import name_lines
from resnet_book.drawing.looks import line_and_band, looks
from resnet_book.drawing.pictures import BothWidths, Picture
from resnet_book.drawing.ticks import logarithmic
from resnet_book.words import extent

Points = Sequence[tuple[float, Sequence[float]]]


def error_over_rate(panels: Mapping[str, Mapping[str, Points]]) -> Picture:
    """Training errors over the learning rate: a line for the median, a mark for each seed.

    Args:
        panels: title of a panel → name of a line → for each rate, (rate, one error in percent for
            each seed).
    """
    rows = len(panels)
    both = BothWidths(60 + 200 * rows, 60 + 190 * rows, nrows=rows, sharex=True, squeeze=False)
    for figure, grid in both:
        facts = []
        for axes, (title, lines) in zip(grid[:, 0], panels.items(), strict=True):
            styles = looks(lines)
            for name, points in lines.items():
                rates, columns = zip(*points, strict=True)
                style = styles[name] | {"marker": ""}
                seeds = list(zip(*columns, strict=True))
                line_and_band(axes, rates, seeds, style, middle=median, label=name)
                mark = {"color": style["color"], "marker": styles[name]["marker"]}
                for rate, column in points:
                    axes.plot([rate] * len(column), column, linestyle="", markersize=4, **mark)
                values = ", ".join(f"{extent(column)} % at {rate:g}" for rate, column in points)
                facts.append(f"{title}, {name}: {values}" if title else f"{name}: {values}")
            axes.set(ylabel="training error (%)", title=title, xscale="log", ylim=(-3, 100))
        places = sorted(
            {rate for lines in panels.values() for p in lines.values() for rate, _ in p}
        )
        logarithmic(grid[-1, 0], places)
        grid[-1, 0].set(xlabel="learning rate")
        name_lines(figure, *grid[:, 0])
    return both.picture(
        f"Training error over the learning rate, one mark a seed. {'; '.join(facts)}."
    )
