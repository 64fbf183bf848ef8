"""Figures of the papers' own numbers."""

from __future__ import annotations

from collections.abc import Sequence

from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.palette import COLOURS, GREY, MARKER, RESIDUAL
from resnet_book.results.papers import Entry, Published

KINDS = {kind: (COLOURS[kind], MARKER[kind]) for kind in MARKER} | {"other": (GREY, "D")}


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
    facts = "; ".join(
        f"{entry.year} {entry.name}, {text}" for entry, text in zip(entries, texts, strict=True)
    )
    return Picture(figure, f"Bars of the ImageNet challenge's entries, error falling: {facts}.")


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
    facts = "; ".join(f"{name}: {depth} layers, {error:g} %" for name, depth, error in points)
    return Picture(figure, f"Points of {what} over depth: {facts}.")


def published_errors(cells: Sequence[Published], *, title: str = "", low: float = 0) -> Picture:
    """Published errors as marks, a row for each network of a table.

    Args:
        cells: of one table and metric; those without a value are left out.
        low: lower limit of the axis, in percent; marks, unlike bars, need not start at zero.
    """
    cells = [cell for cell in cells if cell.value is not None]
    with drawing(5.2, 1.0 + 0.29 * len(cells)) as (figure, axes):
        for row, cell in enumerate(cells):
            colour, marker = KINDS[cell.kind]
            axes.plot(cell.value, row, marker, color=colour, markersize=7)
            axes.annotate(
                f"{cell.value:g} %",
                (cell.value, row),
                (8, 0),
                textcoords="offset points",
                va="center",
                fontsize=9.5,
            )
        axes.set_yticks(range(len(cells)), [cell.row for cell in cells])
        axes.set_ylim(len(cells) - 0.5, -0.5)
        values = [cell.value for cell in cells if cell.value is not None]
        axes.set(xlabel=f"{cells[0].metric} (%)", title=title)
        axes.set_xlim(low, max(values) + 0.22 * (max(values) - low))
    facts = "; ".join(f"{cell.row} {cell.value:g} %" for cell in cells)
    return Picture(figure, f"{cells[0].source}, {cells[0].metric}: {facts}.")
