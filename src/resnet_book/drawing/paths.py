"""The 2ⁿ paths through n blocks, each with the gradient that comes back through it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.palette import GREY, RESIDUAL


def paths_and_gradients(
    sizes: Mapping[tuple[bool, ...], float | None], cut: Collection[int] = (), note: str = ""
) -> Picture:
    """Draw a row for each path, with a bar as long as its gradient.

    Args:
        sizes: for each path, which says block by block whether it takes the branch, the norm of its
            gradient, relative to that after the last block; None for a dead path.
        cut: the branches that are cut, counted from 0.
        note: added to the alternative text.
    """
    live = sum(size is not None for size in sizes.values())
    count = f"{live} of {len(sizes)} paths {'lives' if live == 1 else 'live'}"
    with drawing(5.2, 1.2 + 0.3 * len(sizes), ncols=2, sharey=True) as (figure, (left, right)):
        for y, (way, size) in enumerate(sizes.items()):
            _path(left, way, y, cut, alive=size is not None)
            right.barh(y, size or 0, color=RESIDUAL)
        left.set(title=count, xticks=[], yticks=[])
        right.set(title="gradient through it", xlabel="relative to that at the end")
        left.invert_yaxis()
        left.grid(visible=False)
        for spine in left.spines.values():
            spine.set_visible(False)
    blocks = len(next(iter(sizes)))
    names = ", ".join(f"F_{i}" for i in sorted(cut))
    which = f"with {names} cut" if names else "no branch cut"
    return Picture(figure, f"{blocks} residual blocks, {which}: {count}. {note}")


def _path(axes: Any, way: Sequence[bool], y: int, cut: Collection[int], *, alive: bool) -> None:
    """One path from left to right: its segments, and its branches, crossed out if cut."""
    for i, taken in enumerate(way):
        colour = GREY if taken or not alive else RESIDUAL
        axes.plot([i, i + 1], [y, y], "-" if alive else ":", color=colour)
        if taken:
            text = f"F$_{i}$" + (" ✗" if i in cut else "")
            box = {"boxstyle": "round", "facecolor": "white", "edgecolor": GREY}
            axes.text(i + 0.5, y, text, ha="center", va="center", fontsize=9, bbox=box)
