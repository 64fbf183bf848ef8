"""Figures of the papers' own numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from resnet_book.drawing.labels import name_points, name_rows
from resnet_book.drawing.pictures import BothWidths, Picture
from resnet_book.drawing.ticks import logarithmic
from resnet_book.palette import COLOURS, GREY, MARKER, RESIDUAL
from resnet_book.results.papers import Entry, Published

KINDS = {kind: (COLOURS[kind], MARKER[kind]) for kind in MARKER} | {"other": (GREY, "D")}
SIZES = (1, 2, 5, 10, 20, 50, 100)  # million parameters, at the axis


def revolution_of_depth(entries: Sequence[Entry]) -> Picture:
    """Top-5 error and depth of ImageNet's winners, a bar for each entry."""
    made = [f"{e.depth} layers" if e.depth else "hand-made features" for e in entries]
    both = BothWidths()
    for figure, axes in both:
        errors = [entry.top5_error for entry in entries]
        colours = [RESIDUAL if (entry.depth or 0) > 100 else GREY for entry in entries]
        bars = axes.barh(range(len(entries)), errors, color=colours, height=0.7)
        axes.bar_label(bars, [f"{error:g} %" for error in errors], padding=4)
        axes.set(xlabel="top-5 error on ImageNet's test set (%)", xlim=(0, 1.2 * max(errors)))
        names = [f"{e.name} {e.year}\n{how}" for e, how in zip(entries, made, strict=True)]
        name_rows(figure, axes, names, row=34, rest=45)
    facts = "; ".join(
        f"{e.year} {e.name}, {e.top5_error:g} % · {how}"
        for e, how in zip(entries, made, strict=True)
    )
    return both.picture(f"Bars of the ImageNet challenge's entries, error falling: {facts}.")


def error_by_depth(
    points: Sequence[tuple[str, int, float]], *, what: str = "top-1 error (%)"
) -> Picture:
    """Published errors over depth; each point is (name, weight layers, error in percent)."""
    both = BothWidths(290, 270)
    for figure, axes in both:
        depths, errors = [depth for _, depth, _ in points], [error for *_, error in points]
        axes.plot(depths, errors, "o", color=GREY)
        axes.margins(x=0.14, y=0.12)
        axes.set(xlabel="weight layers", ylabel=what, xticks=sorted(set(depths)))
        name_points(figure, axes, {name: (depth, error) for name, depth, error in points})
    facts = "; ".join(f"{name}: {depth} layers, {error:g} %" for name, depth, error in points)
    return both.picture(f"Points of {what} over depth: {facts}.")


def error_by_size(
    points: Sequence[tuple[str, float, float]],
    kinds: Mapping[str, str] = MappingProxyType({}),
    *,
    what: str = "test error (%)",
) -> Picture:
    """Errors over the number of parameters, a named point for each network.

    Args:
        points: (name, millions of parameters, error in percent).
        kinds: name → a key of :data:`KINDS`; networks that are not listed are residual.
    """
    both = BothWidths(330, 330)
    for figure, axes in both:
        for name, size, error in points:
            colour, marker = KINDS[kinds.get(name, "residual")]
            axes.plot(size, error, marker, color=colour, markersize=7)
        sizes = [size for _, size, _ in points]
        logarithmic(axes, SIZES)
        axes.set(xlabel="parameters (millions)", ylabel=what)
        axes.set_xlim(min(sizes) / 1.6, max(sizes) * 4)
        axes.margins(y=0.15)
        name_points(figure, axes, {name: (size, error) for name, size, error in points})
    facts = "; ".join(f"{name}: {size:.1f} million, {error:g} %" for name, size, error in points)
    return both.picture(f"Points of {what} over millions of parameters: {facts}.")


def published_errors(cells: Sequence[Published], *, title: str = "", low: float = 0) -> Picture:
    """Published errors as marks, a row for each network of a table.

    Args:
        cells: of one table and metric; those without a value are left out.
        low: lower limit of the axis, in percent; marks, unlike bars, need not start at zero.
    """
    cells = [cell for cell in cells if cell.value is not None]
    both = BothWidths()
    for figure, axes in both:
        for row, cell in enumerate(cells):
            colour, marker = KINDS[cell.kind]
            axes.plot(cell.value, row, marker, color=colour, markersize=7)
            axes.annotate(
                f"{cell.value:g} %",
                (cell.value, row),
                (8, 0),
                textcoords="offset points",
                va="center",
            )
        name_rows(figure, axes, [cell.row for cell in cells], row=28, rest=45)
        values = [cell.value for cell in cells if cell.value is not None]
        axes.set(xlabel=f"{cells[0].metric} (%)", title=title)
        axes.set_xlim(low, max(values) + 0.22 * (max(values) - low))
    facts = "; ".join(f"{cell.row} {cell.value:g} %" for cell in cells)
    return both.picture(f"{cells[0].source}, {cells[0].metric}: {facts}.")
