"""Figures of pixels and small images: pixels that a path reads, images that a network returns."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.colors import ListedColormap
from torch import Tensor

from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.palette import GREY, RESIDUAL


def pixels(maps: Mapping[str, Tensor]) -> Picture:
    """Which pixels of its input each path reads: squares, filled where a pixel is read.

    Args:
        maps: the path's name → booleans (H, W), of
            :func:`resnet_book.probes.read_pixels.pixels_read`.
    """
    with drawing(5.2, 2.1, ncols=len(maps), squeeze=False) as (figure, grid):
        colours = ListedColormap(["none", RESIDUAL])
        facts = []
        for axes, (name, read) in zip(grid[0], maps.items(), strict=True):
            count, size = int(read.sum()), read.shape
            shown = axes.pcolormesh(
                read.int().numpy(), cmap=colours, vmin=0, vmax=1, edgecolors=GREY, linewidth=0.5
            )
            shown.set_snap(True)
            axes.set_aspect("equal")
            edge = 0.1  # else the outer lines are cut
            axes.set(xlim=(-edge, size[1] + edge), ylim=(size[0] + edge, -edge))
            axes.set_title(name, loc="center")
            axes.set(xticks=[], yticks=[], xlabel=f"{count} of {read.numel()}", ylabel=" ")
            axes.grid(visible=False)
            for spine in axes.spines.values():
                spine.set_visible(False)
            facts.append(f"{name} reads {count} of {size[0]}×{size[1]}")
    return Picture(figure, f"The pixels of an input that each path reads: {'; '.join(facts)}.")


def image_rows(rows: Mapping[str, Tensor], *, alt: str) -> Picture:
    """Rows of small grey images, each row with its name; dark is a high value.

    Args:
        rows: a row's name → images (N, H, W), equally many in each row; values are clipped to
            0 to 1.
        alt: the alternative text.
    """
    count = len(next(iter(rows.values())))
    with drawing(5.2, 0.2 + 0.62 * len(rows), nrows=len(rows), ncols=count, squeeze=False) as (
        figure,
        grid,
    ):
        for line, (name, images) in zip(grid, rows.items(), strict=True):
            for axes, image in zip(line, images, strict=True):
                axes.imshow(image.numpy(), cmap="gray_r", vmin=0, vmax=1)
                axes.set(xticks=[], yticks=[])
                axes.grid(visible=False)
                for spine in axes.spines.values():
                    spine.set(visible=True, color=GREY, linewidth=0.5)
            line[0].set_ylabel(name, rotation=0, ha="right", va="center")
    return Picture(figure, alt)
