"""Several blocks in a row: the sum that x becomes, its many paths, and the gradient's two ways."""

from __future__ import annotations

from collections.abc import Collection
from itertools import product

from resnet_book.drawing.diagrams.canvas import Canvas
from resnet_book.drawing.diagrams.lettering import label_width
from resnet_book.drawing.diagrams.pages import Diagram
from resnet_book.drawing.diagrams.stacks import (
    FOLD,
    Stack,
    draw_back,
    draw_plain,
    draw_stack,
    folded,
    names,
)
from resnet_book.drawing.diagrams.style_sheet import NARROW, WIDE

MOST = 4  # blocks; more would not fit on a phone
ROW = 38  # px from path to path
POWERS = "⁰¹²³⁴"


def paths_through(blocks: int) -> list[tuple[bool, ...]]:
    """All ways through a stack: for each block, whether through its branch; shortest first."""
    ways = list(product((False, True), repeat=blocks))
    return sorted(ways, key=lambda way: (sum(way), [not taken for taken in way]))


def _count(blocks: int) -> None:
    if blocks not in range(1, MOST + 1):
        raise ValueError(f"blocks {blocks!r} is not a whole number from 1 to {MOST}")


def sum_of_branches(blocks: int = 3) -> Diagram:
    """Draw x through a stack of blocks: what comes out is x and all that the branches added.

    It holds within a stage, with untouched shortcuts and nothing after the addition (He et al.
    2016, equation 4).

    Raises:
        ValueError: for fewer than 1 or more than 4 blocks.
    """
    _count(blocks)
    ends = ", ".join(f"F_{i}" for i in range(blocks))
    alt = (
        f"A line carries x_0 through {blocks} blocks. Each has a branch beside the line, {ends}, "
        f"whose output is added to it: x_{blocks} is x_0 plus the outputs of all branches."
    )
    return Diagram(_sum(blocks, WIDE), _sum(blocks, NARROW), alt)


def _sum(blocks: int, width: float) -> Canvas:
    canvas = Canvas(width)
    stack = Stack(4, width - 4, 66, blocks)
    draw_stack(canvas, stack, first=0)
    names(canvas, stack, [f"*x*_{{{i}}}" for i in range(blocks + 1)], stack.y + 28)
    added = " + ".join(f"*F*_{{{i}}}(*x*_{{{i}}})" for i in range(blocks))
    y = stack.y + 64
    for line in _broken(f"*x*_{{{blocks}}} = *x*_{{0}} + {added}", width):
        canvas.text(width / 2, y, line, "maths", "middle")
        y += 26
    canvas.height = y - 16
    return canvas


def _broken(formula: str, width: float) -> list[str]:
    """A formula in lines that fit, each further one starting with a plus."""
    lines = [""]
    for i, term in enumerate(formula.split(" + ")):
        longer = f"{lines[-1]} + {term}" if i else term
        if label_width(longer, "maths") > width:
            lines.append(f"+ {term}")
        else:
            lines[-1] = longer
    return lines


def unravelled_paths(blocks: int = 3, cut: int | None = None) -> Diagram:
    """Draw the 2ⁿ ways through n blocks, each through some of the branches.

    Args:
        cut: the number of a block whose branch is cut off, from 1: the paths through it die.

    Raises:
        ValueError: for fewer than 1 or more than 4 blocks, or a block that is not there.
    """
    _count(blocks)
    if cut is not None and cut not in range(1, blocks + 1):
        raise ValueError(f"cut {cut!r} is not one of the blocks 1 to {blocks}")
    dead = set() if cut is None else {cut - 1}
    total = 2**blocks
    alive = total // 2 if dead else total
    alt = f"{blocks} residual blocks in a row, and below them their {total} paths from x to y: one "
    alt += "along the shortcuts alone, the others each through a different choice of branches. "
    if dead:
        alt += f"The branch of block {cut} is cut: {alive} of {total} paths still arrive. "
    alt += "The same blocks without shortcuts have one path"
    alt += ", and it is broken." if dead else "."
    return Diagram(_paths(blocks, dead, WIDE), _paths(blocks, dead, NARROW), alt)


def _paths(blocks: int, dead: Collection[int], width: float) -> Canvas:
    canvas = Canvas(width)
    column = width if canvas.narrow else 280
    words = ("one block", "two blocks", "three blocks", "four blocks")[blocks - 1]
    canvas.text(0, 16, words, "title")
    draw_stack(canvas, Stack(0, column - 4, 92, blocks), dead)
    canvas.text(0, 136, "and their plain twin", "title")
    draw_plain(canvas, Stack(0, column - 4, 166, blocks), dead)
    total = 2**blocks
    alive = total // 2 if dead else total
    canvas.text(0, 212, f"{alive} of {total} paths arrive", "noted")
    canvas.text(0, 230, f"plain: {0 if dead else 1} of 1 path arrives", "noted")
    left, top = (0, 264) if canvas.narrow else (324, 0)
    with canvas.shifted(left, top):
        canvas.text(0, 16, f"their 2{POWERS[blocks]} = {total} paths", "title")
        for i, way in enumerate(paths_through(blocks)):
            _path(canvas, way, dead, width - left, 48 + i * ROW)
    canvas.height = max(240, top + 48 + total * ROW - 18)
    return canvas


def _path(
    canvas: Canvas, way: tuple[bool, ...], dead: Collection[int], width: float, y: float
) -> None:
    """One path: blue along a shortcut, through a chip along a branch; whether it arrives."""
    broken = any(taken and i in dead for i, taken in enumerate(way))
    part = (width - 58) / len(way)
    stretches: list[tuple[float, float, str]] = []  # from, to, kind; adjacent ones are one line
    for i, taken in enumerate(way):
        x, end = i * part, (i + 1) * part
        kind = "cut" if broken else "wire" if taken else "carried"
        middle = x + part / 2
        if stretches and stretches[-1][2] == kind:
            x = stretches.pop()[0]
        if taken:
            folded(canvas, middle, y, i + 1, dead=i in dead)
            stretches.append((x, middle - FOLD / 2, kind))
            x = middle + FOLD / 2
        stretches.append((x, end, kind))
    for x, end, kind in stretches[:-1]:
        canvas.line([(x, y), (end, y)], kind)
    x, end, kind = stretches[-1]
    (canvas.line if broken else canvas.arrow)([(x, y), (end + 10, y)], kind)
    canvas.text(width - 38, y + 4.5, "dies" if broken else "✓", "noted")


def gradient_ways(blocks: int = 3) -> Diagram:
    """Draw the gradient's two ways back: directly along the shortcuts, and through the branches.

    He et al. 2016, equation 5; it holds where :func:`sum_of_branches` does.

    Raises:
        ValueError: for fewer than 1 or more than 4 blocks.
    """
    _count(blocks)
    alt = (
        f"The way back through {blocks} blocks, from the gradient at x_{blocks} on the right to "
        "that at x_0 on the left. One part stays on the line: the direct part. At each dot, which "
        "was a plus on the way forward, the gradient is copied into a branch; at each plus, which "
        "was a fork, what came through the branch is added."
    )
    return Diagram(_back(blocks, WIDE), _back(blocks, NARROW), alt)


def _back(blocks: int, width: float) -> Canvas:
    canvas = Canvas(width)
    stack = Stack(4, width - 4, 88, blocks)
    canvas.text(width / 2, 14, "through the branches", "noted", "middle")
    draw_back(canvas, stack)
    y = stack.y + 28
    canvas.text(0, y, "∂*E*/∂*x*_{0}", "maths")
    canvas.text(width, y, f"∂*E*/∂*x*_{{{blocks}}}", "maths", "end")
    canvas.text(width / 2, y - 4, "direct", "noted", "middle")
    formula = f"∂*E*/∂*x*_{{0}} = ∂*E*/∂*x*_{{{blocks}}} · (1 + ∂/∂*x*_{{0}} Σ*F*_{{i}}(*x*_{{i}}))"
    canvas.text(width / 2, y + 38, formula, "maths", "middle")
    words = (
        "The 1 is the direct part. Forward, each dot was a “+”: here the gradient is copied. Each "
        "“+” was a fork: here it is added."
    )
    canvas.height = canvas.lines(0, y + 68, words, width) - 8
    return canvas
