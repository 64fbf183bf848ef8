"""Figures about cost: the time of a block by kind of layer, error over multiply-adds."""

from __future__ import annotations

from collections.abc import Mapping

from resnet_book.drawing.looks import legend
from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.palette import FOURTH, GREY, PLAIN, RESIDUAL, THIRD
from resnet_book.results.papers import Published

# Each kind of layer has a colour and a hatching, so that no distinction rests on colour alone.
KINDS: dict[str, tuple[str, str]] = {
    "3×3 convolution": (RESIDUAL, ""),
    "1×1 convolution": (PLAIN, "//"),
    "batch normalisation": (THIRD, "\\\\"),
    "ReLU": (FOURTH, ".."),
    "addition": (GREY, "xx"),
}


def time_by_layer(
    measured: Mapping[str, Mapping[str, float]], predicted: Mapping[str, float]
) -> Picture:
    """Stacked bars: the time of each block by kind of layer; a diamond for the predicted time.

    Args:
        measured: block → kind of layer, a key of :data:`KINDS` → milliseconds an image.
        predicted: block → milliseconds an image, in proportion to its multiply-adds.
    """
    kinds = [kind for kind in KINDS if any(kind in parts for parts in measured.values())]
    rows, starts = range(len(measured)), [0.0] * len(measured)
    with drawing(5.2, 1.5 + 0.6 * len(measured)) as (figure, axes):
        for kind in kinds:
            lengths = [parts.get(kind, 0.0) for parts in measured.values()]
            colour, hatch = KINDS[kind]
            look = {"color": colour, "hatch": hatch, "alpha": 0.85}
            edge = {"edgecolor": "white", "linewidth": 0.4}
            axes.barh(rows, lengths, 0.62, starts, label=kind, **look, **edge)
            starts = [start + length for start, length in zip(starts, lengths, strict=True)]
        ends = [predicted[name] for name in measured]
        diamond = {"marker": "D", "markersize": 8, "markeredgecolor": "white", "linestyle": ""}
        axes.plot(ends, rows, color=GREY, label="by multiply-adds", **diamond)
        axes.set_yticks(rows, list(measured))
        axes.invert_yaxis()
        axes.grid(visible=False, axis="y")
        axes.set(xlabel="milliseconds an image")
        legend(figure, axes)
    facts = "; ".join(_parts(name, measured[name], predicted[name]) for name in measured)
    return Picture(figure, f"Milliseconds an image by kind of layer. {facts}.")


def _parts(name: str, parts: Mapping[str, float], predicted: float) -> str:
    """One block's times in words."""
    of = ", ".join(f"{kind} {parts[kind]:.1f}" for kind in KINDS if kind in parts)
    return f"{name}: {sum(parts.values()):.1f} ({of}), {predicted:.1f} by its multiply-adds"


def error_by_cost(points: Mapping[Published, float], *, ylabel: str = "top-1 error (%)") -> Picture:
    """Published errors over counted cost.

    Residual networks have a colour and a mark of their own.

    Args:
        points: a cell with an error → billions of multiply-adds of its network.
    """
    with drawing(5.2, 3.2) as (figure, axes):
        for cell, cost in points.items():
            colour, mark = (RESIDUAL, "o") if cell.kind == "residual" else (PLAIN, "s")
            axes.plot([cost], [cell.value], mark, color=colour)
            axes.annotate(cell.row, (cost, cell.value), (7, 3), textcoords="offset points")
        axes.margins(0.1)
        axes.set(xlabel="multiply-adds for one image (billions)", ylabel=ylabel)
        axes.set_xlim(0, 1.22 * max(points.values()))
    facts = "; ".join(
        f"{cell.row}: {cost:.1f} billion, {cell.value:g} %" for cell, cost in points.items()
    )
    return Picture(figure, f"Points of {ylabel} over multiply-adds: {facts}.")
