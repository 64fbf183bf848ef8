"""Feature maps pixel by pixel, and how a shortcut maps its inputs to its outputs."""

from __future__ import annotations

from collections.abc import Sequence

from resnet_book.drawing.diagrams.shortcuts.carried_pixels import (
    COMPUTED,
    COPIED,
    ZERO,
    CarriedPixels,
)
from resnet_book.drawing.diagrams.svg.canvas import Canvas

PIXEL, CELL = 11.5, 13.0
HIGH = 114  # px: height of the maps on one side
REACH = 80  # px from the input maps to the output maps
# Kinds of pixels: copied from x, computed with weights, zeros.
LOOKS = {COPIED: "kept", COMPUTED: "made", ZERO: "zero"}


def pixel(canvas: Canvas, x: float, y: float, kind: str, side: float = PIXEL) -> None:
    """One pixel with its left upper corner at (x, y); one that is dropped is crossed out."""
    canvas.box(x, y, side, side, kind, 1.5)
    if kind == "dropped":
        far = side - 3
        canvas.path(
            f"M{x + 3:.5g} {y + 3:.5g}L{x + far:.5g} {y + far:.5g}"
            f"M{x + far:.5g} {y + 3:.5g}L{x + 3:.5g} {y + far:.5g}",
            "axis",
        )


def draw_carried(canvas: Canvas, carried: CarriedPixels, *, changes: bool) -> None:
    """Draw a shortcut's input maps, its output maps, and the arrows between them.

    The left upper corner is at (0, 0), and both sides are :data:`HIGH`.

    Args:
        changes: whether the shape changes; the arrows are then dotted.
    """
    side = len(carried.read[0]) * CELL
    starts = _column(canvas, 0, [_looks(channel) for channel in carried.read])
    output = [
        [[LOOKS[kind]] * carried.size for _ in range(carried.size)] for kind in carried.outputs
    ]
    ends = _column(canvas, side + REACH, output)
    if COMPUTED in carried.outputs:
        _projection(canvas, carried, side, starts, ends, " dotted" if changes else "")
        return
    for i, (start, end) in enumerate(zip(starts, ends, strict=False)):
        turn = side + 32 + 8 * i
        points = [(side + 6, start), (turn, start), (turn, end), (side + REACH - 4, end)]
        if start == end:
            points = [points[0], points[-1]]
        canvas.arrow(points, "carried dotted" if changes else "carried", radius=8)
    zeros = [y for y, kind in zip(ends, carried.outputs, strict=True) if kind == ZERO]
    if zeros:
        x, half = side + REACH + carried.size * CELL + 3, carried.size * CELL / 2
        canvas.path(f"M{x:.5g} {zeros[0] - half:.5g}h5V{zeros[-1] + half - 1:.5g}h-5", "axis")
        canvas.text(x + 9, (zeros[0] + zeros[-1]) / 2 + 4, "zeros", "note")


def _looks(channel: Sequence[Sequence[bool]]) -> list[list[str]]:
    return [["kept" if read else "dropped" for read in row] for row in channel]


def _column(canvas: Canvas, x: float, maps: Sequence[Sequence[Sequence[str]]]) -> list[float]:
    """Draw maps below each other, from the top down; returns the heights of their middles."""
    side = len(maps[0]) * CELL
    step = (HIGH - side) / max(1, len(maps) - 1)
    for i, rows in enumerate(maps):
        for j, row in enumerate(rows):
            for k, kind in enumerate(row):
                pixel(canvas, x + 0.5 + k * CELL, 0.5 + i * step + j * CELL, kind)
    return [i * step + side / 2 for i in range(len(maps))]


def _projection(
    canvas: Canvas,
    carried: CarriedPixels,
    side: float,
    starts: Sequence[float],
    ends: Sequence[float],
    dotted: str,
) -> None:
    """All input channels go through W_s, which computes all output channels."""
    middle, x = (starts[0] + starts[-1]) / 2, side + REACH / 2 - 3
    for y in starts:
        points = [(side + 4, y), (side + 9, y), (side + 9, middle), (x - 19, middle)]
        canvas.line(points if y != middle else [points[0], points[-1]], f"thin{dotted}", radius=6)
    canvas.chip(x, middle, 38, "conv toll", "*W*_{s}", h=26)
    for y in ends:
        turn = side + REACH - 15
        points = [(x + 19, middle), (turn, middle), (turn, y), (side + REACH - 3, y)]
        canvas.arrow(points if y != middle else [points[0], points[-1]], f"thin{dotted}", radius=3)
    canvas.text(x, middle + 30, f"{carried.weights}", "note", "middle")
    canvas.text(x, middle + 45, "weights", "note", "middle")
