"""Figures about cost: the time of a block by kind of layer, error over multiply-adds."""

from __future__ import annotations

from collections.abc import Mapping

from resnet_book.drawing.labels import legend, name_points, name_rows
from resnet_book.drawing.pictures import BothWidths, Picture
from resnet_book.palette import GREY, MARKER, PLAIN, RESIDUAL
from resnet_book.results.papers import Published

# In the order of a block.
KINDS = ("3×3 convolution", "1×1 convolution", "batch normalisation", "ReLU", "addition")
MEASURED, COUNTED = "all layers", "all, by multiply-adds"  # the rows before and after the kinds
MARKS = ((GREY, "o"), (RESIDUAL, "s"))


def time_by_layer(
    measured: Mapping[str, Mapping[str, float]], predicted: Mapping[str, float]
) -> Picture:
    """The time of two blocks by kind of layer, a row for each kind, and the predicted times.

    Args:
        measured: block → kind of layer, one of :data:`KINDS` → milliseconds an image.
        predicted: block → milliseconds an image, in proportion to its multiply-adds.
    """
    kinds = [kind for kind in KINDS if any(kind in parts for parts in measured.values())]
    rows = [MEASURED, *kinds, COUNTED]
    both = BothWidths()
    for figure, axes in both:
        for (name, parts), (colour, marker) in zip(measured.items(), MARKS, strict=True):
            found = {MEASURED: sum(parts.values()), COUNTED: predicted[name], **parts}
            times = [(found[row], place) for place, row in enumerate(rows) if row in found]
            look = {"color": colour, "markersize": 8, "alpha": 0.85, "linestyle": ""}
            axes.plot(*zip(*times, strict=True), marker, label=name, **look)
        name_rows(figure, axes, rows, row=30, rest=50)
        axes.set(xlabel="milliseconds an image")
        axes.set_xlim(left=-0.03 * axes.get_xlim()[1])  # room for a mark at 0
        legend(figure, axes)
    facts = "; ".join(_parts(name, measured[name], predicted[name]) for name in measured)
    return both.picture(f"Milliseconds an image by kind of layer. {facts}.")


def _parts(name: str, parts: Mapping[str, float], predicted: float) -> str:
    """One block's times in words."""
    of = ", ".join(f"{kind} {parts[kind]:.1f}" for kind in KINDS if kind in parts)
    return f"{name}: {sum(parts.values()):.1f} ({of}), {predicted:.1f} by its multiply-adds"


def error_by_cost(points: Mapping[Published, float], *, ylabel: str = "top-1 error (%)") -> Picture:
    """Published errors over counted cost.

    Residual networks have a separate colour and mark.

    Args:
        points: cell with an error → billions of multiply-adds of its network.
    """
    both = BothWidths(310, 290)
    for figure, axes in both:
        for cell, cost in points.items():
            residual = cell.kind == "residual"
            colour = RESIDUAL if residual else PLAIN
            mark = MARKER["residual" if residual else "plain"]
            axes.plot([cost], [cell.value], mark, color=colour)
        axes.margins(0.1)
        axes.set(xlabel="multiply-adds for one image (billions)", ylabel=ylabel)
        axes.set_xlim(0, 1.22 * max(points.values()))
        placed = {cell.row: (cost, float(cell.value or 0)) for cell, cost in points.items()}
        name_points(figure, axes, placed)
    facts = "; ".join(
        f"{cell.row}: {cost:.1f} billion, {cell.value:g} %" for cell, cost in points.items()
    )
    return both.picture(f"Points of {ylabel} over multiply-adds: {facts}.")
