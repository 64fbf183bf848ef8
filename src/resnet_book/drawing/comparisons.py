"""Numbers of several sources side by side: a row for each network, a mark for each number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from resnet_book.drawing.labels import legend, name_rows
from resnet_book.drawing.pictures import BothWidths, Picture
from resnet_book.drawing.ticks import logarithmic
from resnet_book.palette import FOURTH, GREY, RESIDUAL, THIRD
from resnet_book.words import extent

LOOKS = ((RESIDUAL, "s"), (THIRD, "D"), (FOURTH, "^"), (GREY, "|"))
TALL = {"markersize": 13, "markeredgewidth": 2}  # for the last, which is a stroke
Rows = Mapping[str, Sequence[float]]


def compared_numbers(
    sources: Mapping[str, Rows],
    *,
    xlabel: str,
    limits: tuple[float, float],
    names: Sequence[str] = (),
    ticks: Sequence[float] = (),
    unit: str = "%",
) -> Picture:
    """One row for each name, a mark for each number in it, a colour and a marker for each source.

    Args:
        sources: at most four: source → name → its numbers, such as one for each seed; a source may
            lack some of the names.
        xlabel: what the numbers are, with their unit.
        limits: of the axis.
        names: the rows from above; in the order of the sources if left out.
        ticks: if given, the axis is logarithmic and has these numbers.
        unit: of the numbers, for the alternative text.

    Raises:
        ValueError: more than four sources, or a number outside the limits.
    """
    if len(sources) > len(LOOKS):
        raise ValueError(f"{len(sources)} sources, more than {len(LOOKS)}")
    names = names or list(dict.fromkeys(name for rows in sources.values() for name in rows))
    low, high = limits
    both = BothWidths()
    for figure, axes in both:
        facts = []
        for (source, rows), (colour, marker) in zip(sources.items(), LOOKS, strict=False):
            size = TALL if marker == "|" else {}
            for name, values in rows.items():
                if not all(low <= value <= high for value in values):
                    raise ValueError(f"{name}, {source}: not all of {values} are in {limits}")
                place = [names.index(name)] * len(values)
                axes.plot(values, place, marker, color=colour, alpha=0.85, linestyle="", **size)
                facts.append(f"{name}, {source}: {extent(values, 2)} {unit}")
            axes.plot([], [], marker, color=colour, label=source, linestyle="", **size)
        axes.set(xlabel=xlabel)
        if ticks:
            logarithmic(axes, ticks)
        axes.set_xlim(limits)
        name_rows(figure, axes, names, row=28, rest=76)
        legend(figure, axes)
    return both.picture(f"{xlabel}, a mark for each number. {'; '.join(facts)}.")
