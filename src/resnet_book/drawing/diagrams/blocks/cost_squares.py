"""Costs drawn as squares, one for each w² multiply-adds per pixel."""

from __future__ import annotations

from collections.abc import Sequence

from resnet_book.drawing.diagrams.svg.canvas import Canvas

SQUARE, GAP = 9, 6  # px from square to square, and between the squares of two convolutions
MOST = 16  # squares of one convolution


def draw_cost(canvas: Canvas, x: float, y: float, cost: float, kind: str) -> None:
    """Draw squares that start at `x`, centred on height `y`, with their number next to them.

    Args:
        kind: ``unit`` in the branch, ``made`` on the shortcut.
    """
    draw_squares(canvas, x, y, cost, kind)
    canvas.text(x + 44, y + 5.5, f"{cost:g}*w*²", "maths")


def draw_squares(canvas: Canvas, x: float, y: float, cost: float, kind: str) -> float:
    """Draw squares that start at `x`, centred on height `y`; returns their width.

    No squares are drawn if there are too many, or not a whole number.
    """
    columns = _columns(cost)
    for i in range(int(cost) if columns else 0):
        rows = -(-int(cost) // columns)
        top = y - rows * SQUARE / 2 + i // columns * SQUARE
        canvas.box(x + i % columns * SQUARE, top, SQUARE - 1.5, SQUARE - 1.5, kind, 1)
    return columns * SQUARE


def row_width(costs: Sequence[float]) -> float:
    """The width of the squares of several convolutions side by side."""
    return sum(SQUARE * _columns(cost) for cost in costs) + GAP * (len(costs) - 1)


def _columns(cost: float) -> int:
    """Number of squares side by side; 0 if none are drawn."""
    whole = cost == int(cost) and cost <= MOST
    return (3 if cost == 9 else 4) * whole
