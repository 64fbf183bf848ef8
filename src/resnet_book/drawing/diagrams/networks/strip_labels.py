"""The labels of a strip: its stages with their sizes and numbers of layers and blocks, and strides.

If blocks are left out, a row of ticks, one for each block, shows how deep the network is.
"""

from __future__ import annotations

from collections.abc import Sequence

from resnet_book.drawing.diagrams.networks.strips import Bar, Strip
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.drawing.diagrams.svg.lettering import label_width

EDGE = 2.0  # px between words and the edges of the drawing; browsers round widths
ASIDE = 8  # px that long words may be off the middle of their stage
TICK, BETWEEN = 6.0, 2  # px from tick to tick at most; ticks that would fit between two stages
COUNT = 66  # px reserved for the number of blocks
UNDER = 12  # px from a bar to the baseline of its stride


def draw_labels(canvas: Canvas, strip: Strip, y: float, *, counts: bool = True) -> float:
    """Braces below the stages, with size, channels and number of layers; returns the last line.

    Each line uses its longest form that fits: ``16 channels``, or else ``16``. Words that would
    touch their neighbours are moved slightly to the side.

    Args:
        counts: whether to write the numbers of layers, and of blocks if not all are drawn.
    """
    spans = [strip.span(stage) for stage in strip.network.stages]
    for left, right in spans:
        canvas.brace((left, y), (right, y))
    middles = [(left + right) / 2 for left, right in spans]
    stages = [strip.network.stage(stage) for stage in strip.network.stages]
    lines: list[list[tuple[str, ...]]] = [
        [(f"{s[-1].size}×{s[-1].size}", f"{s[-1].size}²") for s in stages],
        [(f"{n} channels", f"{n} ch.", f"{n}") for n in (s[-1].channels for s in stages)],
    ]
    if counts:
        lines.append([(counted(len(s)),) for s in stages])
    drawn = [strip.drawn(stage) for stage in strip.network.stages]
    if counts and any(some < total for some, total in drawn):
        lines.append([(counted(total, "block"),) for _, total in drawn])
        lines.append([(f"{some} drawn" if some < total else "all drawn",) for some, total in drawn])
    y += 2
    written = _longest(lines, middles, canvas.width)
    places = _places(written, middles, canvas.width)
    for number, words in enumerate(written):
        y += 15
        for word, x in zip(words, places, strict=True):
            canvas.text(x, y, word, "note" if number else "noted", "middle")
    return y


def _longest(
    lines: Sequence[Sequence[tuple[str, ...]]], middles: Sequence[float], width: float
) -> list[Sequence[str]]:
    """For each line, the longest words that fit near their stages; otherwise the shortest."""
    ways = [list(zip(*choices, strict=True)) for choices in lines]
    written: list[Sequence[str]] = [each[-1] for each in ways]
    for i, longer in enumerate(ways):
        for way in longer[:-1]:
            tried = [*written[:i], way, *written[i + 1 :]]
            places = _places(tried, middles, width)
            unmoved = places == _places(written, middles, width)
            if unmoved or _near(places, tried, middles):
                written = tried
                break
    return written


def draw_strides(canvas: Canvas, strip: Strip, y: float) -> float:
    """Write ``/2`` under each bar with a stride, as in He et al. 2015, Figure 3.

    A stem that strides also gets its kernel and channels, and the max pooling after it.

    Args:
        y: of the strip's line.

    Returns:
        The lower edge of the strip with these words.
    """
    low = y + strip.down
    edge = 0.0
    for bar in strip.bars:
        before, edge = edge, bar.x + bar.width
        if bar.layer.stride == 1:
            continue
        words = f"/{bar.layer.stride}"  # below its bar, but not over the higher one before it
        left = max(bar.middle - label_width(words, "note") / 2, before + 2)
        base = y + strip.height(bar.layer) / 2 + UNDER
        if bar.layer.kind == "stem":  # next to it, below the lower bars of the first stage
            words, left, base = _stem(strip, bar), edge + 5, low - 4
        canvas.text(left, base, words, "note")
        low = max(low, base + 3)
    return low


def _stem(strip: Strip, bar: Bar) -> str:
    """``7×7, 64, /2, then 3×3 max pooling, /2``."""
    layer, pooling = bar.layer, strip.network.pooling
    words = f"{layer.kernel}×{layer.kernel}, {layer.channels}, /{layer.stride}"
    if pooling:
        words += f", then {pooling.kernel}×{pooling.kernel} max pooling, /{pooling.stride}"
    return words


def counted(number: int, name: str = "layer") -> str:
    """``1 layer``, ``2 layers``."""
    return f"{number} {name}" + "s" * (number != 1)


def _halves(lines: Sequence[Sequence[str]]) -> list[float]:
    """Half the width of each stage's longest word."""
    return [max(label_width(w, "note") for w in words) / 2 for words in zip(*lines, strict=True)]


def _places(lines: Sequence[Sequence[str]], middles: Sequence[float], width: float) -> list[float]:
    """Middles of words, near those of their stages, without overlaps and within the drawing."""
    halves = _halves(lines)
    places = list(middles)
    edge = EDGE
    for i, half in enumerate(halves):  # to the right of the one before
        places[i] = max(places[i], edge + half)
        edge = places[i] + half + 6
    edge = width - EDGE
    for i in reversed(range(len(halves))):  # and back to the left, into the drawing
        places[i] = min(places[i], edge - halves[i])
        edge = places[i] - halves[i] - 6
    return places


def _near(
    places: Sequence[float], lines: Sequence[Sequence[str]], middles: Sequence[float]
) -> bool:
    inside = places[0] >= _halves(lines)[0] + EDGE
    return inside and all(abs(a - b) <= ASIDE for a, b in zip(places, middles, strict=True))


def tick_pitch(strips: Sequence[Strip], width: float) -> float:
    """Distance between ticks in px, so that the deepest of the networks fits into `width`."""
    most = max(sum(blocks) + BETWEEN * (len(blocks) - 1) for blocks in map(_blocks, strips))
    return min(TICK, (width - COUNT) / most)


def draw_ticks(canvas: Canvas, strip: Strip, y: float, pitch: float) -> None:
    """A tick for each block of a network, drawn or not, stage by stage, and their number."""
    x, marks = 1.0, []
    blocks = _blocks(strip)
    for count in blocks:
        marks += [f"M{x + i * pitch:.5g} {y - 9:.5g}v9" for i in range(count)]
        x += (count + BETWEEN) * pitch
    canvas.path("".join(marks), "wire")
    canvas.text(x - BETWEEN * pitch + 4, y, counted(sum(blocks), "block"), "note")


def _blocks(strip: Strip) -> list[int]:
    """The number of blocks of each stage."""
    return [strip.drawn(stage)[1] for stage in strip.network.stages]
