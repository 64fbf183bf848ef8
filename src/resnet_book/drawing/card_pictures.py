"""Small pictures without words, for the cards that lead to the chapters.

Each is computed, like the drawings: from recorded runs, from a block's parts, from a network's
layers, from verdicts. They may be scaled, since they have no text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from resnet_book.drawing.diagrams.blocks.anatomy import anatomy
from resnet_book.drawing.diagrams.networks.network_layers import resnet_layers
from resnet_book.drawing.diagrams.networks.strips import draw_strip, lay_out
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.network_specs import NetworkSpec, cifar_spec
from resnet_book.results.paper_networks import CIFAR
from resnet_book.results.run_types import Run
from resnet_book.results.scorecard import VERDICTS, Row
from resnet_book.results.summaries import Summary, summarise
from resnet_book.training import recipes
from resnet_book.training.recipes import Recipe

WIDTH, HEIGHT = 200.0, 84.0
LOW, TOP = HEIGHT - 10, 12.0  # of an axis
LEFT, RIGHT = 22.0, WIDTH - 12
LINES = {"none": "plain", "A": "carried"}  # the shortcut of each line → how it looks


class CardPicture:
    """A drawing of 200 × 84 px without words.

    Args:
        alt: the alternative text, a description of the picture.
    """

    def __init__(self, alt: str) -> None:
        self.canvas = Canvas(WIDTH)
        self.canvas.height = HEIGHT
        self.alt = alt

    def svg(self, style: str = "") -> str:
        """One ``<svg>`` element, as wide as its card; `style` is a style sheet to put inside."""
        return self.canvas.svg(self.alt, "alone", style)


def errors_by_depth(runs: Iterable[Run], recipe: str | Recipe = "short") -> CardPicture:
    """Training errors on CIFAR-10 over depth, plain and residual: the mean over the seeds.

    Args:
        recipe: only recorded runs of this recipe are used; a string is the name of one of the
            book's recipes.
    """
    wanted = (CIFAR, recipes.recipe(recipe))
    found = [
        each
        for each in summarise(runs)
        if (each.data, each.recipe) == wanted
        and each.spec in (cifar_spec(each.spec.depth, kind) for kind in LINES)
    ]
    picture = CardPicture(_said(found))
    canvas = picture.canvas
    depths = sorted({each.spec.depth for each in found})
    most = max(each.train_error for each in found)
    canvas.line([(LEFT, 4), (LEFT, LOW), (WIDTH - 4, LOW)], "axis", radius=0)
    for shortcut, kind in LINES.items():
        points = [
            (
                LEFT + 8 + (RIGHT - LEFT - 8) * depths.index(each.spec.depth) / (len(depths) - 1),
                LOW - (LOW - TOP) * each.train_error / most,
            )
            for each in sorted(found, key=lambda each: each.spec.depth)
            if each.spec.design.shortcut == shortcut
        ]
        canvas.path("M" + "L".join(f"{x:.5g} {y:.5g}" for x, y in points), kind)
        for x, y in points:
            if kind == "plain":
                canvas.dot(x, y, 4.5, f"head {kind}")
            else:
                canvas.box(x - 4, y - 4, 8, 8, f"head {kind}", 0)
    return picture


def _said(found: Sequence[Summary]) -> str:
    ordered = sorted(found, key=lambda each: (each.spec.design.shortcut != "none", each.label))
    texts = [f"{each.label} {each.train_error:.0f} %" for each in ordered]
    return f"Training errors over depth: {', '.join(texts)}"


def block_and_shortcut(design: BlockDesign | None = None) -> CardPicture:
    """A block from left to right: its convolutions, the shortcut around them, and the sum."""
    layers = [part for part in anatomy(design or BlockDesign()).branch if part.kind == "conv"]
    picture = CardPicture(f"A block of {len(layers)} layers and a shortcut around them to a plus")
    canvas, y, plus = picture.canvas, 58.0, 158.0
    first, part = 38.0, (plus - 11 - 38.0) / len(layers)
    x = 6.0
    for i in range(len(layers)):
        left = first + i * part
        canvas.line([(x, y), (left, y)], "wire")
        canvas.box(left, y - 13, part - 16, 26, "chip conv")
        x = left + part - 16
    canvas.arrow([(x, y), (plus - 11, y)], "wire")
    canvas.arrow([(22, y), (22, 14), (plus, 14), (plus, y - 11)], "carried", radius=14)
    canvas.plus(plus, y)
    canvas.arrow([(plus + 11, y), (WIDTH - 6, y)], "wire")
    return picture


def blocks_in_a_row(count: int = 3) -> CardPicture:
    """x straight through several blocks, a branch next to each."""
    picture = CardPicture(f"A line straight through {count} blocks, whose branches add to it")
    canvas, y, part = picture.canvas, 20.0, (WIDTH - 34) / count
    x = 4.0
    for i in range(count):
        fork, plus = 10 + (i + 0.08) * part, 10 + (i + 0.86) * part
        middle = (fork + plus) / 2
        canvas.line([(x, y), (plus - 8, y)], "carried")
        canvas.line([(fork, y), (fork, 64), (middle - 10, 64)], "wire", radius=8)
        canvas.box(middle - 10, 53, 20, 22, "chip branch")
        canvas.arrow([(middle + 10, 64), (plus, 64), (plus, y + 8)], "wire", radius=8)
        canvas.plus(plus, y, 8)
        x = plus + 8
    canvas.arrow([(x, y), (WIDTH - 4, y)], "carried")
    return picture


def tensor_widths(design: BlockDesign | None = None) -> CardPicture:
    """A block's tensors from top to bottom, as wide as their channels; a bottleneck by default."""
    design = design or BlockDesign("bottleneck")
    block = anatomy(design, in_channels=64 * design.expansion, width=64)
    convolutions = [part.channels for part in block.branch if part.kind == "conv"]
    channels = [block.in_channels, *convolutions]
    picture = CardPicture(f"The widths of a block's tensors: {', '.join(map(str, channels))}")
    canvas, bar = picture.canvas, 8.0
    pitch = (HEIGHT - 4 - bar) / (len(channels) - 1)
    halves = [72 * each / max(channels) for each in channels]
    middle = WIDTH / 2
    for i, half in enumerate(halves):
        top = 2 + i * pitch
        if i:
            before = halves[i - 1]
            canvas.path(
                f"M{middle - before:.5g} {top - pitch + bar:.5g}h{2 * before:.5g}"
                f"L{middle + half:.5g} {top:.5g}h{-2 * half:.5g}Z",
                "funnel",
            )
        canvas.box(middle - half, top, 2 * half, bar, "bar", 2)
    return picture


def small_strip(spec: NetworkSpec) -> CardPicture:
    """A network, a bar per layer; heights and widths to scale."""
    network = resnet_layers(spec)
    picture = CardPicture(f"A network of {network.depth} layers, with its shortcuts")
    strip = lay_out(network, WIDTH, to_scale=True)
    draw_strip(picture.canvas, strip, (HEIGHT + strip.up - strip.down) / 2)
    return picture


def runs_of_one_recipe(errors: Sequence[float]) -> CardPicture:
    """Errors in percent of trainings that differ only in the seed, and their mean.

    Raises:
        ValueError: fewer than two errors, or all equal, so that there is no spread to draw.
    """
    low, high = min(errors, default=0.0), max(errors, default=0.0)
    if low == high:
        raise ValueError(f"needs errors that differ, not {list(errors)}")
    picture = CardPicture(f"{len(errors)} runs of one recipe, from {low:.1f} to {high:.1f} %")
    canvas, pitch = picture.canvas, (RIGHT - LEFT - 8) / (len(errors) - 1)

    def height(error: float) -> float:
        return LOW - 6 - (LOW - TOP - 12) * (error - low) / (high - low)

    canvas.line([(LEFT, 4), (LEFT, LOW), (WIDTH - 4, LOW)], "axis", radius=0)
    mean = height(sum(errors) / len(errors))
    canvas.line([(LEFT, mean), (WIDTH - 4, mean)], "wire")
    # One path for all marks, to keep the page with the cards small.
    marks = (
        f"M{LEFT + 4 + i * pitch:.5g} {height(error) - 4:.5g}h8v8h-8Z"
        for i, error in enumerate(errors)
    )
    canvas.path("".join(marks), "head carried")
    return picture


def verdict_squares(rows: Sequence[Row]) -> CardPicture:
    """A square for each cell of the scorecard: filled if reproduced, hollow if not attempted."""
    kinds = dict(zip(VERDICTS, ("agrees", "agrees small", "differs", "dropped"), strict=True))
    counts = Counter(row.verdict for row in rows)
    picture = CardPicture(", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS))
    columns = -(-len(rows) // 6)
    pitch = min((WIDTH - 8) / columns, (HEIGHT - 2) / 6)
    left = (WIDTH - pitch * columns + 4) / 2
    ordered = sorted(rows, key=lambda row: VERDICTS.index(row.verdict))
    for i, row in enumerate(ordered):
        x, y = left + pitch * (i // 6), 3 + pitch * (i % 6)
        picture.canvas.box(x, y, pitch - 4, pitch - 4, kinds[row.verdict], 2)
    return picture
