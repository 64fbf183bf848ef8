"""Our numbers and the papers' side by side: a row for each network, a mark for each number.

The colour is the network's, as in every figure. The mark says whose number it is: ours are filled,
the papers' hollow; triangles stand for our short trainings, diamonds for trainings as long as the
papers'. A paper's further numbers have the next markers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes

from resnet_book.drawing.labels import legend, name_rows
from resnet_book.drawing.looks import Key, label, looks
from resnet_book.drawing.pictures import BothWidths, Picture
from resnet_book.drawing.ticks import logarithmic
from resnet_book.palette import GREY
from resnet_book.words import extent

OURS, PAPERS = ("^", "D"), ("D", "v", "s")
FILLED: dict[str, Any] = {"markeredgewidth": 0, "markersize": 7, "alpha": 0.85}
HOLLOW: dict[str, Any] = {"fillstyle": "none", "markeredgewidth": 1.6}
LANES = 0.72  # the part of a row's height that its sources take
Rows = Mapping[Key, Sequence[float]]


class Source(NamedTuple):
    """Numbers of one kind.

    Attributes:
        name: in the key.
        ours: whether they are ours, or a paper's.
        marker: matplotlib's sign.
        rows: network → its numbers.
    """

    name: str
    ours: bool
    marker: str
    rows: Rows

    @property
    def look(self) -> dict[str, Any]:
        """The style of its points, for matplotlib: ours are filled, the papers' hollow."""
        return {"marker": self.marker, "linestyle": "", **(FILLED if self.ours else HOLLOW)}


def compared_numbers(
    *,
    ours: Mapping[str, Rows] | None = None,
    paper: Mapping[str, Rows] | None = None,
    deviations: Mapping[Key, float] | None = None,
    xlabel: str,
    limits: tuple[float, float],
    names: Sequence[Key] = (),
    ticks: Sequence[float] = (),
    unit: str = "%",
) -> Picture:
    """One row for each network, in its colour, with a mark for each number of each source.

    Args:
        ours: name of the source, such as ``12 epochs`` → network → one number for each seed; at
            most two sources, the shorter training first. A source may lack some of the networks. A
            network given as a string has the colour of residual networks.
        paper: the same for a paper's, at most three.
        deviations: network → the standard deviation around the paper's first number, drawn as a
            line to both sides.
        xlabel: name and unit of the numbers.
        limits: of the axis.
        names: the rows from top to bottom; in the order of the sources if left out.
        ticks: if given, the axis is logarithmic and has these numbers.
        unit: of the numbers, for the alternative text.

    Raises:
        ValueError: too many sources, a number outside the limits, or a deviation around none.
    """
    sources = _sources(ours or {}, paper or {})
    lines = _lines(deviations or {}, paper or {})
    _check(sources, lines, limits)
    names = names or list(dict.fromkeys(name for source in sources for name in source.rows))
    both = BothWidths()
    for figure, axes in both:
        for place, name in enumerate(names):
            _row(axes, place, name, sources, lines.get(name))
        _key(axes, names, sources, bool(lines))
        axes.set(xlabel=xlabel)
        if ticks:
            logarithmic(axes, ticks)
        axes.set_xlim(limits)
        name_rows(
            figure,
            axes,
            [label(name) for name in names],
            row=40 if len(sources) > 2 else 28,
            rest=76,
        )
        legend(figure, axes)
    facts = [
        f"{label(name)}, {source.name}: {extent(values, 2)} {unit}"
        for source in sources
        for name, values in source.rows.items()
    ]
    facts += [
        f"{label(name)}, one deviation: {extent(ends, 2)} {unit}" for name, ends in lines.items()
    ]
    return both.picture(f"{xlabel}, a mark for each number. {'; '.join(facts)}.")


def _sources(ours: Mapping[str, Rows], paper: Mapping[str, Rows]) -> list[Source]:
    """All sources; if all are ours, or all a paper's, the caption must say so."""
    found = []
    for whose, given, markers in (("ours", ours, OURS), ("paper", paper, PAPERS)):
        if len(given) > len(markers):
            raise ValueError(f"{len(given)} sources in {whose!r}, more than {len(markers)}")
        for (what, rows), marker in zip(given.items(), markers, strict=False):
            name = f"{whose}, {what}" if ours and paper else what
            found.append(Source(name, whose == "ours", marker, rows))
    return found


def _lines(
    deviations: Mapping[Key, float], paper: Mapping[str, Rows]
) -> dict[Key, tuple[float, float]]:
    """The ends of each line, around the paper's first number for the network."""
    lines = {}
    for name, deviation in deviations.items():
        middles = [rows[name][0] for rows in paper.values() if name in rows]
        if not middles:
            raise ValueError(f"deviations: the paper has no number for {label(name)!r}")
        lines[name] = (middles[0] - deviation, middles[0] + deviation)
    return lines


def _check(
    sources: Sequence[Source], lines: Mapping[Key, Sequence[float]], limits: tuple[float, float]
) -> None:
    """Reject numbers that would not be visible."""
    shown = [(source.name, source.rows) for source in sources]
    for whose, rows in (*shown, ("one deviation", lines)):
        for name, values in rows.items():
            if not all(limits[0] <= value <= limits[1] for value in values):
                raise ValueError(f"{label(name)}, {whose}: not all of {values} are in {limits}")


def _colour(name: Key) -> Any:
    return looks([name])[name]["color"]


def _row(
    axes: Axes, place: int, name: Key, sources: Sequence[Source], line: Sequence[float] | None
) -> None:
    """The marks of one network, each source slightly below the previous one."""
    found = [source for source in sources if name in source.rows]
    published = next((source for source in found if not source.ours), None)
    for i, source in enumerate(found):
        y = place + LANES * ((i + 0.5) / len(found) - 0.5)
        values = source.rows[name]
        if line and source is published:
            axes.plot(line, [y, y], color=_colour(name), linewidth=1.6)
        axes.plot(values, [y] * len(values), color=_colour(name), **source.look)


def _key(axes: Axes, names: Sequence[Key], sources: Sequence[Source], lines: bool) -> None:
    """The legend of the marks, in the networks' colour if all have the same."""
    colours = {_colour(name) for name in names}
    colour = colours.pop() if len(colours) == 1 else GREY
    for source in sources:
        axes.plot([], [], color=colour, label=source.name, **source.look)
    if lines:
        axes.plot([], [], "_", color=colour, markersize=13, label="± one deviation")
