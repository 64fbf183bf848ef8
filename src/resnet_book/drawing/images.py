"""Figures of pixels and small images: pixels that a path reads, images that a network returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.colors import ListedColormap
from torch import Tensor

from resnet_book.drawing.labels import wrapped, write_beside
from resnet_book.drawing.pictures import NARROW, WIDE, BothWidths, Picture
from resnet_book.palette import GREY, RESIDUAL


def pixels(maps: Mapping[str, Tensor]) -> Picture:
    """Which pixels of its input each path reads: squares, filled where a pixel is read.

    Args:
        maps: name of the path → booleans (H, W), from
            :func:`resnet_book.probes.read_pixels.pixels_read`.
    """
    both = BothWidths(250, 155, ncols=len(maps), squeeze=False)
    for _, grid in both:
        colours = ListedColormap(["none", RESIDUAL])
        facts = []
        for axes, (name, read) in zip(grid[0], maps.items(), strict=True):
            count, size = int(read.sum()), read.shape
            shown = axes.pcolormesh(
                read.int().numpy(), cmap=colours, vmin=0, vmax=1, edgecolors=GREY, linewidth=0.5
            )
            shown.set_snap(True)
            axes.set_aspect("equal")
            edge = 0.1  # otherwise the outer lines are cut off
            axes.set(xlim=(-edge, size[1] + edge), ylim=(size[0] + edge, -edge))
            axes.set_title(name, loc="center")
            axes.set(xticks=[], yticks=[], xlabel=f"{count} of {read.numel()}")
            axes.grid(visible=False)
            for spine in axes.spines.values():
                spine.set_visible(False)
            facts.append(f"{name} reads {count} of {size[0]}×{size[1]}")
    return both.picture(f"The pixels of an input that each path reads: {'; '.join(facts)}.")


NAME = 100  # px beside the rows of images, for their names
IMAGE = 96  # px of an image at most
HEADING = 22  # px


def image_rows(rows: Mapping[str, Tensor], *, alt: str, columns: Sequence[str] = ()) -> Picture:
    """Rows of small grey images, each row with its name; high values are dark.

    Args:
        rows: a row's name → images (N, H, W), equally many in each row; values are clipped to
            0 to 1.
        alt: the alternative text.
        columns: a heading above each column, or none.
    """
    count = len(next(iter(rows.values())))
    wide, narrow = (min(IMAGE, (width - NAME) // count) for width in (WIDE, NARROW))
    heights = [4 + HEADING * bool(columns) + (side + 4) * len(rows) for side in (wide, narrow)]
    both = BothWidths(*heights, nrows=len(rows), ncols=count, squeeze=False)
    for figure, grid in both:
        figure.set_layout_engine("constrained", h_pad=0.02, w_pad=0.02, hspace=0, wspace=0)
        for axes, heading in zip(grid[0], columns, strict=bool(columns)):
            axes.set_title(heading, loc="center")
        for line, (name, images) in zip(grid, rows.items(), strict=True):
            for axes, image in zip(line, images, strict=True):
                axes.imshow(image.numpy(), cmap="gray_r", vmin=0, vmax=1, interpolation="none")
                axes.set(xticks=[], yticks=[])
                axes.grid(visible=False)
                for spine in axes.spines.values():
                    spine.set(visible=True, color=GREY, linewidth=0.5)
            write_beside(line[0], wrapped(name, NAME), images.shape[1] / 2 - 0.5)
    return both.picture(alt)
