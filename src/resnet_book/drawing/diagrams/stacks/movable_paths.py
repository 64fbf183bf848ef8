"""Residual blocks, their plain twin and their 2ⁿ paths, drawn for a script that cuts branches.

Every part that changes is a group with a name in a ``data-`` attribute. The attributes count blocks
from 1; the visible labels count them from 0:

- ``need``: how many blocks must be passable for this segment to be reached; otherwise it is dead;
- ``branch``: the chip of a branch, from 1, which is crossed out when the branch is cut;
- ``way``: one whole path through the blocks: ``blocks``, ``plain``, or a path's number, from 0;
- ``shortcut``: a shortcut, from 1, and ``factor``, the capsule with λ on it;
- ``slot``: a text or a bar, whose content the script fills in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resnet_book.drawing.diagrams.stacks.stack_lines import FIRST, PLUS, RISE, Stack, check_blocks
from resnet_book.drawing.diagrams.stacks.stack_pictures import paths_through
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.models.block_designs import BlockDesign

WIDE, NARROW = 636, 308  # px: inside an explorer's frame, in the column and on a phone
BLOCKS, TWIN, PATHS = 88, 180, 272  # px from the top: lines of blocks and twin, first path
ROW = 30  # px from path to path
COUNTS = ("One block", "Two blocks", "Three blocks", "Four blocks")


@dataclass(frozen=True)
class Columns:
    """The columns of the list of paths, in px.

    Attributes:
        path: the right end of the paths.
        weight, bar: the left ends of weights and bars.
        room: of the longest bar.
    """

    path: float
    weight: float
    bar: float
    room: float


COLUMNS = {WIDE: Columns(330, 348, 436, 152), NARROW: Columns(128, 140, 184, 80)}


def movable_paths(design: BlockDesign, blocks: int, width: int) -> Canvas:
    """Draw n residual blocks, their plain twin, and a row with numbers for each path.

    Args:
        design: of all blocks, which keep the shape; the shortcut may have a factor, λ.
        width: :data:`WIDE` or :data:`NARROW`.

    Raises:
        ValueError: for fewer than 1 or more than 4 blocks, or a design that has no such paths.
    """
    check_blocks(design, blocks, scaled=True)
    canvas, columns = Canvas(width), COLUMNS[width]
    canvas.text(0, 14, COUNTS[blocks - 1], "title")
    _slot(canvas, "blocks", width, 14, "figure", "end")
    _blocks(canvas, Stack(2, width - 2, BLOCKS, blocks))
    twin = "The plain twin" if canvas.narrow else "The plain twin: the branches alone"
    canvas.text(0, TWIN - 34, twin, "title")
    _slot(canvas, "plain", width, TWIN - 34, "figure", "end")
    _plain(canvas, Stack(2, width - 2, TWIN, blocks))
    _heads(canvas, 2**blocks, columns)
    y: float = PATHS
    for i, way in enumerate(paths_through(blocks)):
        with canvas.named(way=i):
            _path(canvas, way, columns.path, y)
            _slot(canvas, "stop", columns.weight, y + 4.5, "note")
            _slot(canvas, "weight", columns.weight, y + 4.5, "label")
            _bar(canvas, columns, y)
        y += ROW
    canvas.path(f"M0 {y - 12:g}H{width}", "rule")
    for name, text in (("whole", "all paths together"), ("twin", "the plain twin")):
        y += ROW if name == "twin" else 10
        with canvas.named(way=name):
            canvas.text(0, y + 4.5, text, "label")
            _bar(canvas, columns, y)
    canvas.height = y + 18
    return canvas


def _heads(canvas: Canvas, paths: int, columns: Columns) -> None:
    canvas.text(0, TWIN + 44, f"The {paths} paths, one by one", "title")
    canvas.text(columns.weight, PATHS - 22, "weight", "note")
    more = "" if canvas.narrow else ", measured"
    canvas.text(columns.bar, PATHS - 22, f"gradient through it{more}", "note")


def _slot(
    canvas: Canvas, name: str, x: float, y: float, kind: str = "noted", anchor: str = "start"
) -> None:
    with canvas.named(slot=name):
        canvas.text(x, y, "", kind, anchor)


def _bar(canvas: Canvas, columns: Columns, y: float) -> None:
    """A bar of full length, its range, the outline of another view's bar, and the number."""
    with canvas.named(slot="bar"):
        canvas.box(columns.bar, y - 7, columns.room, 14, "bar", 0)
    with canvas.named(slot="pinned"):
        canvas.box(columns.bar, y - 10, 0, 20, "pinned", 0)
    with canvas.named(slot="range"):
        canvas.path("", "range")
    _slot(canvas, "value", columns.bar, y + 4.5, "noted")


def _chip(canvas: Canvas, x: float, y: float, number: int, *, w: float = 34, h: float = 26) -> None:
    """A branch as one chip, and the stroke that crosses it out."""
    with canvas.named(branch=number):
        canvas.chip(x, y, w, "branch", f"*F*_{{{number - 1 + FIRST}}}", h=h)
        dx, dy = w / 2 - 3, h / 2 - 3
        canvas.path(
            f"M{x - dx:.5g} {y - dy:.5g}l{2 * dx:.5g} {2 * dy:.5g}"
            f"m0 {-2 * dy:.5g}l{-2 * dx:.5g} {2 * dy:.5g}",
            "strike",
        )


def _blocks(canvas: Canvas, stack: Stack) -> None:
    """The forward pass through the blocks: x along the line, each branch next to it."""
    y, x, up = stack.y, stack.left, stack.y - RISE
    with canvas.named(way="blocks"):
        for i in range(stack.count):
            fork, end, middle = stack.fork(i), stack.sum(i), stack.middle(i)
            with canvas.named(need=i):
                canvas.line([(x, y), (fork, y)], "carried")
                canvas.line([(fork, y), (fork, up), (middle - 17, up)], "wire", radius=8)
                with canvas.named(shortcut=i + 1):
                    canvas.line([(fork, y), (end - PLUS, y)], "carried")
                with canvas.named(out=i + 1):
                    corner = [(middle + 17, up), (end, up), (end, y - PLUS)]
                    canvas.arrow(corner, "wire", radius=8)
            with canvas.named(factor=i + 1):
                canvas.box(middle - 19, y - 11, 38, 22, "under", 11)
                canvas.chip(middle, y, 38, "factor toll", "", h=22)
            _chip(canvas, middle, up, i + 1)
            canvas.plus(end, y, PLUS)
            x = end + PLUS
        with canvas.named(need=stack.count):
            canvas.arrow([(x, y), (stack.right, y)], "carried")
    _names(canvas, stack)


def _names(canvas: Canvas, stack: Stack) -> None:
    """x_0 … below the line, each at its place between two blocks; branch i acts on x_i."""
    y = stack.y + 24
    canvas.text(0, y, f"*x*_{{{FIRST}}}", "maths")
    for i in range(1, stack.count):
        between = (stack.sum(i - 1) + stack.fork(i)) / 2
        canvas.text(between, y, f"*x*_{{{FIRST + i}}}", "maths", "middle")
    canvas.text(stack.right, y, f"*x*_{{{FIRST + stack.count}}}", "maths", "end")


def _plain(canvas: Canvas, stack: Stack) -> None:
    """The same branches one after the other, each chip at its position in the blocks."""
    with canvas.named(way="plain"):
        x = stack.left
        for i in range(stack.count):
            middle = stack.middle(i)
            with canvas.named(need=i):
                canvas.line([(x, stack.y), (middle - 17, stack.y)], "plain")
            _chip(canvas, middle, stack.y, i + 1)
            x = middle + 17
        with canvas.named(need=stack.count):
            canvas.arrow([(x, stack.y), (stack.right, stack.y)], "plain")


def _path(canvas: Canvas, way: Sequence[bool], right: float, y: float) -> None:
    """One path: blue along a shortcut, through a chip along a branch."""
    part = (right - 12) / len(way)
    half = min(17, part / 2 - 4)
    for i, taken in enumerate(way):
        x, end = round(i * part), round((i + 1) * part)  # whole pixels: no visible seams
        middle = (x + end) / 2
        if taken:
            with canvas.named(need=i):
                canvas.line([(x, y), (middle - half, y)], "wire")
            _chip(canvas, middle, y, i + 1, w=2 * half, h=22)
            with canvas.named(need=i + 1):
                canvas.line([(middle + half, y), (end, y)], "wire")
        else:
            with canvas.named(need=i + 1):
                canvas.line([(x, y), (end, y)], "carried")
    with canvas.named(need=len(way)):
        canvas.arrow([(right - 12, y), (right, y)], "wire" if way[-1] else "carried")
