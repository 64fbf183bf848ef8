"""Figures about cost: the time of a block by layer, error over multiply-adds, the lab's curves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from resnet_book.drawing.curves import legend
from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.palette import FOURTH, GREY, PLAIN, RESIDUAL, THIRD

# Each kind of layer has a colour and, so that no distinction rests on it alone, a hatching.
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
    """Stacked bars: the time of each block by kind of layer, and a diamond where it should end.

    Args:
        measured: block → kind of layer, a key of :data:`KINDS` → milliseconds an image.
        predicted: block → milliseconds an image, if time followed the multiply-adds.
    """
    kinds = [kind for kind in KINDS if any(kind in parts for parts in measured.values())]
    with drawing(5.2, 1.5 + 0.6 * len(measured)) as (figure, axes):
        rows, told = range(len(measured)), []
        starts = [0.0] * len(measured)
        for kind in kinds:
            lengths = [parts.get(kind, 0.0) for parts in measured.values()]
            colour, hatch = KINDS[kind]
            axes.barh(rows, lengths, 0.62, starts, color=colour, hatch=hatch, alpha=0.85,
                      edgecolor="white", linewidth=0.4, label=kind)  # fmt: skip
            starts = [start + length for start, length in zip(starts, lengths, strict=True)]
        axes.plot([predicted[name] for name in measured], rows, "D", color=GREY, markersize=8,
                  markeredgecolor="white", linestyle="", label="by multiply-adds")  # fmt: skip
        axes.set_yticks(rows, list(measured))
        axes.invert_yaxis()
        axes.grid(visible=False, axis="y")
        axes.set(xlabel="milliseconds an image")
        legend(figure, axes)
        for name, parts in measured.items():
            of = ", ".join(f"{kind} {parts[kind]:.1f}" for kind in kinds if kind in parts)
            told.append(f"{name}: {sum(parts.values()):.1f} ({of}), {predicted[name]:.1f} by its "
                        "multiply-adds")  # fmt: skip
    return Picture(figure, f"Milliseconds an image by kind of layer. {'; '.join(told)}.")


def error_by_cost(
    points: Sequence[tuple[str, float, float]], *, ylabel: str = "top-1 error (%)"
) -> Picture:
    """Published errors over counted cost; each point is (name, billions of multiply-adds, error).

    Networks whose names begin with ``ResNet`` have a colour and a mark of their own.
    """
    with drawing(5.2, 3.2) as (figure, axes):
        for name, cost, error in points:
            residual = name.startswith("ResNet")
            colour, mark = (RESIDUAL, "o") if residual else (PLAIN, "s")
            axes.plot([cost], [error], mark, color=colour)
            axes.annotate(name, (cost, error), (7, 3), textcoords="offset points")
        axes.margins(0.1)
        axes.set(xlabel="multiply-adds for one image (billions)", ylabel=ylabel)
        axes.set_xlim(0, 1.22 * max(cost for _, cost, _ in points))
    told = "; ".join(f"{name}: {cost:.1f} billion, {error:g} %" for name, cost, error in points)
    return Picture(figure, f"Points of {ylabel} over multiply-adds: {told}.")
