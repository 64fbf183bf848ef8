"""Several blocks in a row: their output as a sum, the paths of x, and the gradient's two paths."""

from __future__ import annotations

from collections.abc import Collection
from itertools import product

from resnet_book.drawing.diagrams.stacks.stack_lines import (
    FIRST,
    FOLD,
    Stack,
    check_blocks,
    draw_back,
    draw_plain,
    draw_stack,
    folded,
    names,
)
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.drawing.diagrams.svg.lettering import label_width
from resnet_book.drawing.diagrams.svg.pages import Diagram
from resnet_book.drawing.diagrams.svg.style_sheet import NARROW, WIDE
from resnet_book.models.block_designs import BlockDesign
from resnet_book.palette import HUES
from resnet_book.words import raised

ROW = 38  # px from path to path
# As in He et al. 2016, equation 4.
NUMBERED = "*F*_{i} is the branch of block *i*; it acts on *x*_{i}, what enters the block."


def paths_through(blocks: int) -> list[tuple[bool, ...]]:
    """All paths through a stack: for each block, whether it takes the branch; shortest first."""
    ways = list(product((False, True), repeat=blocks))
    return sorted(ways, key=lambda way: (sum(way), [not taken for taken in way]))


def sum_of_branches(design: BlockDesign, blocks: int = 3) -> Diagram:
    """Draw x through a stack of blocks: the output is x plus the terms added by all branches.

    This holds within a stage, with identity shortcuts and nothing after the addition (He et al.
    2016, equation 4).

    Args:
        design: of all blocks, which have one shape.

    Raises:
        ValueError: for fewer than 1 or more than 4 blocks, or a design of which this is not true.
    """
    check_blocks(design, blocks)
    numbers = range(FIRST, FIRST + blocks)
    ends = ", ".join(f"F_{i}" for i in numbers)
    alt = (
        f"A line carries x_{FIRST} through {blocks} blocks. Each has a branch beside the line, "
        f"{ends}, whose output is added to it: x_{FIRST + blocks} is x_{FIRST} plus the outputs of "
        "all branches."
    )
    return Diagram(_sum(blocks, WIDE), _sum(blocks, NARROW), alt)


def _sum(blocks: int, width: float) -> Canvas:
    canvas = Canvas(width)
    stack = Stack(4, width - 4, 66, blocks)
    draw_stack(canvas, stack)
    names(canvas, stack, [_x(i) for i in range(blocks + 1)], stack.y + 28)
    added = " + ".join(f"*F*_{{{FIRST + i}}}({_x(i)})" for i in range(blocks))
    y = stack.y + 64
    for line in _broken(f"{_x(blocks)} = {_x(0)} + {added}", width):
        canvas.text(width / 2, y, line, "maths", "middle")
        y += 26
    words = f"{_x(0)} goes in; {_x(blocks)} comes out. {NUMBERED}"
    canvas.height = canvas.lines(0, y + 6, words, width, "legend") - 8
    return canvas


def _x(i: int) -> str:
    """The signal after `i` blocks, as markup."""
    return f"*x*_{{{FIRST + i}}}"


def _broken(formula: str, width: float) -> list[str]:
    """A formula broken into lines that fit; all lines but the first start with a plus."""
    lines = [""]
    for i, term in enumerate(formula.split(" + ")):
        longer = f"{lines[-1]} + {term}" if i else term
        if label_width(longer, "maths") > width:
            lines.append(f"+ {term}")
        else:
            lines[-1] = longer
    return lines


def unravelled_paths(design: BlockDesign, blocks: int = 3, cut: int | None = None) -> Diagram:
    """Draw the 2ⁿ paths through n blocks, each through some of the branches.

    Args:
        design: of all blocks, which have one shape.
        cut: the number of a block whose branch is cut off, from 0: the paths through it die.

    Raises:
        ValueError: for fewer than 1 or more than 4 blocks, an unknown block number, or a design
            that has no such paths.
    """
    check_blocks(design, blocks)
    if cut is not None and cut not in range(FIRST, FIRST + blocks):
        raise ValueError(f"cut {cut!r} is not one of the blocks {FIRST} to {FIRST + blocks - 1}")
    dead = set() if cut is None else {cut - FIRST}
    total = 2**blocks
    alive = total // 2 if dead else total
    alt = f"{blocks} residual blocks in a row, and below them their {total} paths from x to y: one "
    alt += "along the shortcuts alone, the others each through a different choice of branches. "
    if dead:
        alt += f"The branch of block {cut} is cut: {alive} of {total} paths still arrive. "
    alt += "The same blocks without shortcuts have one path"
    alt += ", and it ends there." if dead else "."
    return Diagram(_paths(blocks, dead, WIDE), _paths(blocks, dead, NARROW), alt)


def _paths(blocks: int, dead: Collection[int], width: float) -> Canvas:
    canvas = Canvas(width)
    column = width if canvas.narrow else 280
    words = ("one block", "two blocks", "three blocks", "four blocks")[blocks - 1]
    canvas.text(0, 16, words + (", one branch cut" if dead else ""), "title")
    stack = Stack(0, column - 4, 92, blocks)
    draw_stack(canvas, stack, dead)
    canvas.text(0, 120, _x(0), "maths")
    canvas.text(stack.right, 120, _x(blocks), "maths", "end")
    canvas.text(0, 158, "and their plain twin", "title")
    draw_plain(canvas, Stack(0, column - 4, 190, blocks), dead)
    total = 2**blocks
    alive = total // 2 if dead else total
    canvas.text(0, 238, f"{alive} of {total} paths arrive", "noted")
    canvas.text(0, 256, f"plain: {0 if dead else 1} of 1 path arrives", "noted")
    note = (
        f"{NUMBERED} {HUES['residual'].capitalize()}: along a shortcut; grey: through a branch; "
        f"{HUES['plain']}: the only way."
    )
    bottom = canvas.lines(0, 280, note, column, "legend")
    left, top = (0, bottom + 18) if canvas.narrow else (324, 0)
    with canvas.shifted(left, top):
        canvas.text(0, 16, f"their 2{raised(blocks)} = {total} paths", "title")
        for i, way in enumerate(paths_through(blocks)):
            _path(canvas, way, dead, width - left, 48 + i * ROW)
    canvas.height = max(bottom - 8, top + 48 + total * ROW - 16)
    return canvas


def _path(
    canvas: Canvas, way: tuple[bool, ...], dead: Collection[int], width: float, y: float
) -> None:
    """One path: blue along a shortcut, through a chip along a branch, dashed after a cut."""
    last = min((i for i, taken in enumerate(way) if taken and i in dead), default=len(way))
    part = (width - 58) / len(way)
    # (from, to, kind) of each segment; adjacent ones are merged into one line.
    stretches: list[tuple[float, float, str]] = []
    for i, taken in enumerate(way):
        x, end, middle = i * part, (i + 1) * part, (i + 0.5) * part
        kind = "cut" if i > last else "wire" if taken else "carried"
        if stretches and stretches[-1][2] == kind:
            x = stretches.pop()[0]
        if taken:
            folded(canvas, middle, y, i + FIRST, dead=i in dead, idle=i > last)
            stretches.append((x, middle - FOLD / 2, kind))
            x = middle + FOLD / 2
        stretches.append((x, end, "cut" if i == last else kind))
    for x, end, kind in stretches[:-1]:
        canvas.line([(x, y), (end, y)], kind)
    x, end, kind = stretches[-1]
    (canvas.arrow if last == len(way) else canvas.line)([(x, y), (end + 10, y)], kind)
    if last == len(way):
        canvas.text(width - 32, y + 6, "✓", "tick")
    else:
        canvas.text(width - 38, y + 4.5, "dies", "noted")


def gradient_ways(design: BlockDesign, blocks: int = 3) -> Diagram:
    """Draw the gradient's two paths back: directly along the shortcuts, and through the branches.

    He et al. 2016, equation 5; it holds where :func:`sum_of_branches` does.

    Args:
        design: of all blocks, which have one shape.

    Raises:
        ValueError: for fewer than 1 or more than 4 blocks, or a design of which this is not true.
    """
    check_blocks(design, blocks)
    alt = (
        f"The way back through {blocks} blocks, from the gradient at x_{FIRST + blocks} on the "
        f"right to that at x_{FIRST} on the left. One part stays on the line: the direct part. At "
        "each dot, which was a plus on the way forward, the gradient is copied into a branch; at "
        "each plus, which was a fork, what came through the branch is added."
    )
    return Diagram(_back(blocks, WIDE), _back(blocks, NARROW), alt)


def _back(blocks: int, width: float) -> Canvas:
    canvas = Canvas(width)
    stack = Stack(4, width - 4, 88, blocks)
    canvas.text(width / 2, 14, "through the branches", "noted", "middle")
    draw_back(canvas, stack)
    y = stack.y + 28
    canvas.text(0, y, f"∂*E*/∂{_x(0)}", "maths")
    canvas.text(width, y, f"∂*E*/∂{_x(blocks)}", "maths", "end")
    canvas.text(width / 2, y - 4, "direct part", "noted", "middle")
    formula = f"∂*E*/∂{_x(0)} = ∂*E*/∂{_x(blocks)} · (1 + ∂/∂{_x(0)} Σ*F*_{{i}}(*x*_{{i}}))"
    canvas.text(width / 2, y + 38, formula, "maths", "middle")
    words = (
        "∂*E*/∂*x* is the gradient: how much the error *E* changes with *x*. The 1 is the direct "
        "part. Forward, each dot was a “+”: here the gradient is copied. Each “+” was a fork: here "
        f"it is added. {NUMBERED}"
    )
    canvas.height = canvas.lines(0, y + 68, words, width, "legend") - 8
    return canvas
