"""A stack of residual blocks as one line: x along it, each branch folded to F next to it.

Forward, x splits before each branch and the sum comes after it; backward, the gradient is copied at
the sum and added at the split.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from resnet_book.drawing.diagrams.blocks.anatomy import anatomy
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.models.block_designs import ORDERS, BlockDesign

MOST = 4  # blocks; more would not fit on a phone
FOLD = 34.0  # width of a folded branch
FIRST = 0  # number of the first block; block i acts on x_i, and x_L leaves the last of L blocks
RISE = 44  # from the line to the middle of the branches
PLUS = 9


@dataclass(frozen=True)
class Stack:
    """The positions of the blocks of a stack.

    Attributes:
        left, right: ends of the line, with the arrow's tip at one of them.
        y: of the line.
        count: of blocks.
    """

    left: float
    right: float
    y: float
    count: int

    @property
    def pitch(self) -> float:
        return (self.right - self.left - 22) / self.count

    def fork(self, i: int) -> float:
        """The point where x splits into branch and shortcut of block i, counted from 0."""
        return self.left + 8 + (i + 0.14) * self.pitch

    def sum(self, i: int) -> float:
        """The point where both meet again."""
        return self.left + 8 + (i + 0.86) * self.pitch

    def middle(self, i: int) -> float:
        return (self.fork(i) + self.sum(i)) / 2


def check_blocks(design: BlockDesign, count: int, *, scaled: bool = False) -> None:
    """Reject blocks that a line with folded branches would show wrongly.

    The line shows ``x_{i+1} = x_i + F_i(x_i)`` (He et al. 2016, equation 4), which holds within a
    stage if the shortcut is the identity and nothing follows the addition. The check uses a
    block's :func:`~resnet_book.drawing.diagrams.blocks.anatomy.anatomy`, not the design's name.

    Args:
        scaled: allow a factor on the shortcut, which the drawing then shows.

    Raises:
        ValueError: for such a design, and for fewer than 1 or more than 4 blocks.
    """
    if count not in range(1, MOST + 1):
        raise ValueError(f"blocks {count!r} is not a whole number from 1 to {MOST}")
    found = anatomy(design, in_channels=64 * design.expansion)  # the shape does not change
    carried = [part.kind == "scale" and (scaled or part.factor == 1) for part in found.shortcut]
    changed = any(part.kind in ("scale", "gate") for part in found.branch)
    if not found.residual or not all(carried) or changed:
        kept = "'A', or 'scaling=λ,1' with any λ" if scaled else "'A'"
        raise ValueError(
            f"shortcut {design.shortcut!r} would be drawn wrongly: each block is drawn as "
            f"{'λx' if scaled else 'x'} + F(x), as with {kept}"
        )
    if found.after:
        orders = [name for name, (_, last) in ORDERS.items() if last.endswith("+")]
        raise ValueError(
            f"order {design.order!r} would be drawn wrongly: it has "
            f"{', '.join(part.name for part in found.after)} behind the addition, where nothing "
            f"is drawn; one of {', '.join(orders)} would do"
        )


def draw_stack(canvas: Canvas, stack: Stack, cut: Collection[int] = (), first: int = FIRST) -> None:
    """Draw the forward pass, left to right.

    Args:
        cut: blocks whose branch is cut, counted from 0: x enters the branch, and nothing leaves it.
        first: the number of the first branch.
    """
    y, x = stack.y, stack.left
    for i in range(stack.count):
        fork, end, middle = stack.fork(i), stack.sum(i), stack.middle(i)
        dead = i in cut
        canvas.line([(x, y), (end - PLUS, y)], "carried")
        canvas.line([(fork, y), (fork, y - RISE), (middle - FOLD / 2, y - RISE)], "wire", radius=8)
        points = [(middle + FOLD / 2, y - RISE), (end, y - RISE), (end, y - PLUS)]
        if dead:
            canvas.line(points, "cut", radius=8)
        else:
            canvas.arrow(points, "wire", radius=8)
        folded(canvas, middle, y - RISE, i + first, dead=dead)
        canvas.plus(end, y, PLUS)
        x = end + PLUS
    canvas.arrow([(x, y), (stack.right, y)], "carried")


def draw_back(canvas: Canvas, stack: Stack, first: int = FIRST) -> None:
    """Draw the backward pass, right to left: copied at each dot, added at each plus."""
    y, x = stack.y, stack.right
    for i in reversed(range(stack.count)):
        fork, end, middle = stack.fork(i), stack.sum(i), stack.middle(i)
        canvas.line([(x, y), (fork + PLUS, y)], "carried")
        canvas.dot(end, y, 5, "copied")
        canvas.line([(end, y), (end, y - RISE), (middle + FOLD / 2, y - RISE)], "wire", radius=8)
        points = [(middle - FOLD / 2, y - RISE), (fork, y - RISE), (fork, y - PLUS)]
        canvas.arrow(points, "wire", radius=8)
        folded(canvas, middle, y - RISE, i + first)
        canvas.plus(fork, y, PLUS)
        x = fork - PLUS
    canvas.arrow([(x, y), (stack.left, y)], "carried")


def draw_plain(canvas: Canvas, stack: Stack, cut: Collection[int] = (), first: int = FIRST) -> None:
    """Draw the same branches without shortcuts: one path, which ends at the first cut branch."""
    y, x = stack.y, stack.left
    last = min(cut, default=stack.count)
    for i in range(stack.count):
        middle = stack.middle(i)
        canvas.line([(x, y), (middle - FOLD / 2, y)], "plain" if i <= last else "cut")
        folded(canvas, middle, y, i + first, dead=i in cut, idle=i > last)
        x = middle + FOLD / 2
    if cut:
        canvas.line([(x, y), (stack.right, y)], "cut")
    else:
        canvas.arrow([(x, y), (stack.right, y)], "plain")


def folded(
    canvas: Canvas, x: float, y: float, number: int, *, dead: bool = False, idle: bool = False
) -> None:
    """A branch as one chip.

    Args:
        dead: whether it is cut; it is then crossed out.
        idle: whether no signal reaches it.
    """
    kind = "branch cut" if dead or idle else "branch"
    canvas.chip(x, y, FOLD, kind, f"*F*_{{{number}}}")
    if dead:
        canvas.path(f"M{x - 21:.5g} {y + 18:.5g}L{x + 21:.5g} {y - 18:.5g}", "strike")


def names(canvas: Canvas, stack: Stack, texts: Sequence[str], y: float) -> None:
    """Write a text below each stretch of the line between blocks, from the input to the output."""
    for i, text in enumerate(texts):
        x = stack.left + 8 + i * stack.pitch if 0 < i < stack.count else None
        if i == 0:
            canvas.text(stack.left, y, text, "maths")
        elif x is None:
            canvas.text(stack.right, y, text, "maths", "end")
        else:
            canvas.text(x, y, text, "maths", "middle")
