"""Names in a figure: at the ends of its lines, in a legend above, or next to its rows.

Widths are those of DejaVu Sans, the widest font that a browser falls back to, so that names are
neither cut off nor overlap in any font that a reader has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import ScaledTranslation

from resnet_book.drawing.diagrams.svg.fonts import text_width

DIRECT = 5  # most lines that are named at their ends; more get a legend
LINES = 2  # of a name at a line's end
EDGE = 0.85  # of the axes' width, which all lines must reach to be named at their ends
LEADER = 24  # px between the axes and a name, for the line that leads to it
SPACING = 1.25  # of lines of text
GAP = 5  # px between names, where one has several lines
MARK = 5  # px from the middle of a point to its edge


def wrapped(text: str, width: float) -> list[str]:
    """Lines of at most `width` px in the figure's font, broken between words."""
    lines: list[str] = []
    for part in text.split("\n"):
        begun = len(lines)
        for word in re.split(r" (?![−×=\d])", part):  # a number stays with its word
            if len(lines) > begun and text_width(f"{lines[-1]} {word}", _size()) <= width:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
    return lines


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Move the middles of labels as little as possible, so that the labels do not overlap.

    Args:
        wanted: the preferred middles.
        heights: of the labels, whose sum fits between `low` and `high`.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    stacks: list[tuple[float, float, list[int]]] = []  # (bottom, height, labels from below)
    for i in order:
        members, height = [i], heights[i]
        bottom = _within(wanted[i] - height / 2, height, low, high)
        while stacks and stacks[-1][0] + stacks[-1][1] > bottom + 1e-9:
            members, height = stacks[-1][2] + members, stacks.pop()[1] + height
            offsets = _offsets([heights[k] for k in members])
            bottoms = [wanted[k] - offset for k, offset in zip(members, offsets, strict=True)]
            bottom = _within(sum(bottoms) / len(bottoms), height, low, high)
        stacks.append((bottom, height, members))
    middles = [0.0] * len(wanted)
    for bottom, _, members in stacks:
        offsets = _offsets([heights[k] for k in members])
        for k, offset in zip(members, offsets, strict=True):
            middles[k] = bottom + offset
    return middles


def name_lines(figure: Figure, *panels: Axes) -> None:
    """Write each line's name at its end, or in a legend above if there are many or long names.

    Call it last: the positions depend on the limits and scales of the axes.
    """
    raise_titles(figure)
    figure.draw_without_rendering()
    room = figure.get_figwidth() * 96 * (0.3 if figure.get_figwidth() > 5 else 0.25)
    found = []
    for axes in panels:
        lines = _named(axes)
        names = [str(line.get_label()) for line in lines]
        texts = [wrapped(name, room) for name in names]
        gap = GAP if any(len(each) > 1 for each in texts) else 0
        heights = [len(each) * SPACING * _size() + gap for each in texts]
        short = any(_end(axes, line)[0] < EDGE for line in lines)  # a leader would look like data
        fits = len(names) <= DIRECT and sum(heights) <= _height(axes) and not short
        widest = max((text_width(each, _size()) for text in texts for each in text), default=0)
        if not fits or widest > 1.2 * room or any(len(text) > LINES for text in texts):
            legend(figure, panels[0])
            return
        found.append((axes, lines, texts, heights))
    for each in found:
        _write_at_ends(*each)


def _write_at_ends(
    axes: Axes, lines: Sequence[Line2D], texts: Sequence[list[str]], heights: Sequence[float]
) -> None:
    """Each text right of the axes, with a leader in the style of its line."""
    whole = _height(axes)
    ends = [_end(axes, line) for line in lines]
    middles = spread([y * whole for _, y in ends], heights, 0, whole)
    shift = ScaledTranslation((LEADER + 4) / 96, 0, axes.figure.dpi_scale_trans)
    outside = axes.transAxes + ScaledTranslation(LEADER / 96, 0, axes.figure.dpi_scale_trans)
    for line, text, (x, y), middle in zip(lines, texts, ends, middles, strict=True):
        place = middle / whole
        axes.text(1, place, "\n".join(text), va="center", transform=axes.transAxes + shift)
        look = {"color": line.get_color(), "linestyle": line.get_linestyle(), "linewidth": 1}
        annotation = {"arrowstyle": "-", "shrinkA": 0, "shrinkB": 0, **look}
        axes.annotate(
            "",
            xy=(x, y),
            xycoords="axes fraction",
            xytext=(1, place),
            textcoords=outside,
            arrowprops=annotation,
            annotation_clip=False,
        )


def _named(axes: Axes) -> list[Line2D]:
    return [line for line in axes.lines if not str(line.get_label()).startswith("_")]


def _end(axes: Axes, line: Line2D) -> tuple[float, float]:
    """The last point of a line that is not NaN, as fractions of the axes' width and height."""
    ends = np.asarray(line.get_xydata(), dtype=float)
    end = ends[np.isfinite(ends).all(axis=1)][-1]
    x, y = axes.transAxes.inverted().transform(axes.transData.transform(end))
    return float(x), min(max(float(y), 0.0), 1.0)


def legend(figure: Figure, axes: Axes) -> None:
    """Draw a legend above the axes, where it hides no curve, if any line has a name.

    Names longer than a line are wrapped; a figure grows with its legend, so that the axes do not
    shrink.
    """
    handles, whole = axes.get_legend_handles_labels()
    if not whole:
        return
    size = _size()
    line = any(each.get_linestyle() != "None" for each in _named(axes))
    length = 2.8 if line else 1.0  # length of a sample; a mark alone needs no extra width
    sample, room = (length + 1) * size, figure.get_figwidth() * 96 - 8
    for columns in (4, 3, 2, 1):
        names = [wrapped(name, room / columns - sample) for name in whole]
        widest = max(text_width(line, size) for name in names for line in name)
        if all(len(name) == 1 for name in names) and widest + sample <= room / columns:
            break
    texts = ["\n".join(name) for name in names]
    lines = -(-sum(len(name) for name in names) // columns)
    figure.set_figheight(figure.get_figheight() + lines * SPACING * size / 96)
    figure.legend(
        handles,
        texts,
        loc="outside upper left",
        ncols=columns,
        columnspacing=1.2,
        handlelength=length,
        handletextpad=0.6,
    )


def name_rows(figure: Figure, axes: Axes, names: Sequence[str], *, row: float, rest: float) -> None:
    """Write the name of each row next to it, top to bottom, and set the height of the figure.

    Args:
        row: least height of a row in px.
        rest: height in px of everything except the rows.
    """
    room = figure.get_figwidth() * 96 * (0.32 if figure.get_figwidth() > 5 else 0.36)
    texts = [wrapped(name, room) for name in names]
    lines = max(map(len, texts), default=1)
    height = max(row, lines * SPACING * _size() + 8)
    axes.set_yticks(range(len(texts)), [""] * len(texts))
    for place, text in enumerate(texts):
        write_beside(axes, text, place)
    axes.set_ylim(len(texts) - 0.5, -0.5)
    axes.grid(visible=False, axis="y")
    figure.set_figheight((rest + height * len(texts)) / 96)


def name_points(figure: Figure, axes: Axes, points: Mapping[str, tuple[float, float]]) -> None:
    """Write each point's name next to it, on the first side where it overlaps no name or point.

    Call it last, like :func:`name_lines`.
    """
    raise_titles(figure)
    figure.draw_without_rendering()
    scale, right = 96 / figure.dpi, axes.get_window_extent().x1
    places = [axes.transData.transform(point) * scale for point in points.values()]
    taken: list[tuple[float, float, float, float]] = [
        (x - MARK, y - MARK, x + MARK, y + MARK) for x, y in places
    ]
    for name, point in points.items():
        x, y = (value * scale for value in axes.transData.transform(point))
        lines = wrapped(name, 0.32 * figure.get_figwidth() * 96)
        wide = max(text_width(line, _size()) for line in lines)
        high = len(lines) * SPACING * _size()
        sides = [(x + dx, y + dy) for dx in (8, -8 - wide) for dy in (3, -3 - high)]
        boxes = [(left, low, left + wide, low + high) for left, low in sides]
        inside = [box for box in boxes if box[0] >= 0 and box[2] <= right * scale]
        box = next((b for b in inside if not any(_meet(b, other) for other in taken)), boxes[0])
        taken.append(box)
        shift = ((box[0] - x) * 0.75, (box[1] + high / 2 - y) * 0.75)  # points
        text = "\n".join(lines)
        axes.annotate(text, point, shift, textcoords="offset points", va="center")


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    """Whether two boxes (left, low, right, high) overlap."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def write_beside(axes: Axes, lines: Sequence[str], y: float) -> None:
    """Lines of text left of the axes, centred on `y`, each right-aligned by itself."""
    for i, line in enumerate(lines):
        below = ((len(lines) - 1) / 2 - i) * SPACING * _size() * 0.75  # points
        axes.annotate(
            line,
            (0, y),
            (-5, below),
            xycoords=axes.get_yaxis_transform(),
            textcoords="offset points",
            ha="right",
            va="center",
        )


def raise_titles(figure: Figure) -> None:
    """Write the title of the y axis horizontally above it, which is easier to read on a phone."""
    for axes in figure.axes:
        label = axes.yaxis.label
        if label.get_text().strip() and label.get_rotation() == 90:
            above = ScaledTranslation(0, 5 / 96, figure.dpi_scale_trans)
            axes.yaxis.set_label_coords(0, 1, transform=axes.transAxes + above)
            label.set(rotation=0, ha="left", va="bottom")
            if axes.get_title(loc="left"):
                pad = 0.75 * (5 + SPACING * _size() + 3)  # points
                axes.set_title(axes.get_title(loc="left"), loc="left", pad=pad, weight="bold")


def _size() -> float:
    """The size of the figure's text in px, while it is being drawn."""
    return float(matplotlib.rcParams["font.size"]) / 0.75


def _height(axes: Axes) -> float:
    """The height of the axes in px."""
    return float(axes.get_window_extent().height) / axes.figure.dpi * 96


def _within(bottom: float, height: float, low: float, high: float) -> float:
    return max(low, min(bottom, high - height))


def _offsets(heights: Sequence[float]) -> list[float]:
    """From the bottom of a stack to the middle of each of its labels."""
    return [sum(heights[:i]) + height / 2 for i, height in enumerate(heights)]
