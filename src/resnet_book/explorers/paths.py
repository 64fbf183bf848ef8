"""The paths explorer: cut branches, and see which of the 2ⁿ paths through n blocks still live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from statistics import median
from typing import Any

from torch import Tensor

from resnet_book.drawing.diagrams.stacks.movable_paths import (
    COLUMNS,
    NARROW,
    ROW,
    WIDE,
    movable_paths,
)
from resnet_book.drawing.diagrams.stacks.stack_lines import check_blocks
from resnet_book.drawing.diagrams.stacks.stack_pictures import paths_through
from resnet_book.drawing.diagrams.svg.style_sheet import STYLE
from resnet_book.drawing.paths import paths_and_gradients
from resnet_book.drawing.pictures import Picture
from resnet_book.explorers.common_words import CONTROLS
from resnet_book.explorers.explorer import Control, Explorer, Table, rounded
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.resnet import ResNet
from resnet_book.palette import HUES
from resnet_book.probes.single_paths import PathNorms, Way, path_gradients

SUBSCRIPTS, POWERS = "₀₁₂₃₄₅", ("", "λ", "λ²", "λ³", "λ⁴")

# (weights, λ, cut branches from 0): one measurement for each seed.
Measured = Mapping[tuple[str, float, tuple[int, ...]], Sequence[PathNorms]]

WORDS = CONTROLS | {
    "live": "{live} of {all} paths live",
    "live_one": "1 of {all} paths lives",
    "twin": "{live} of 1 path lives",
    "weight": "{power} = {value}",
    "stops": "stops at {branch}",
    "stops_here": "stops",
    "stops_shortcut": "stops: λ = 0",
    "cut": "Cut: {branches}. {blocks}; in the plain twin {plain}.",
    "uncut": "No branch is cut. {blocks}; in the plain twin {plain}. Cut one.",
    "direct": "The direct part: {power} = {value} (in 27 blocks λ²⁷ = {deep}).",
    "measured": "The gradient at {first}, {weights}, is {whole} times that at {last} "
    "({twin} times in the plain twin).",
    "pinned": "Dashed outlines: the pinned view, λ = {scale}, {weights}, cut: {branches}.",
    "nothing": "nothing",
}


def subsets(blocks: int) -> list[tuple[int, ...]]:
    """Every choice of branches to cut, counted from 0, the smallest first."""
    return [cut for k in range(blocks + 1) for cut in combinations(range(blocks), k)]


class PathsExplorer(Explorer):
    """Cut branches of n blocks, move λ: which paths live, their weights, their gradients.

    Made by :meth:`measure`. Veit et al. 2016 (arXiv:1605.06431), Figure 1.

    Args:
        measured: for (weights, λ, cut) one :class:`PathNorms` per seed. For every kind of
            weights and λ, all 2ⁿ choices of cut branches; λ = 0, the plain twin, is among the λ.
        design: of the blocks; their shortcuts differ in λ alone.
        caption: the measurement, added to the description of the figure.
        scale, weights, cut: the view at the start; `cut` holds numbers of blocks, from 0. By
            default the middle branch is cut, to show what the shortcuts do.
        name: in the page's address.

    Raises:
        ValueError: names the value and the allowed ones; 0 is not among the factors; or the blocks
            have no such paths.
    """

    height, narrow_height = 48.75, 65.0  # the height without the paths

    def __init__(
        self,
        measured: Measured,
        design: BlockDesign,
        caption: str = "",
        *,
        scale: float = 1.0,
        weights: str = "",
        cut: Sequence[int] | None = None,
        name: str = "paths",
    ) -> None:
        self.measured = measured
        kinds, scales = (
            list(dict.fromkeys(column))
            for column in zip(*((w, s) for w, s, _ in measured), strict=True)
        )
        if 0 not in scales:
            raise ValueError("λ = 0 is not among the factors; the plain twin is measured there")
        self.blocks = max(len(branches) for *_, branches in measured)
        numbers = range(self.blocks)
        cut = (self.blocks // 2,) if cut is None else cut
        for number in cut:
            if number not in numbers:
                raise ValueError(f"cut {number!r} is not one of the blocks 0 to {self.blocks - 1}")
        states = [f"x{SUBSCRIPTS[i]}" for i in range(self.blocks + 1)]
        branches = [f"F{SUBSCRIPTS[i]}" for i in numbers]
        factor = tuple((s, f"{s:g}") for s in scales)
        measured_when = tuple((kind, kind) for kind in kinds)
        whole = ((False, "not cut"), (True, "cut"))
        self.height += 2**self.blocks * ROW / 16
        self.narrow_height += 2**self.blocks * ROW / 16
        super().__init__(
            "paths",
            name,
            f"{states[0]} enters, {states[-1]} leaves; {branches[0]} to {branches[-1]} are the "
            f"branches. {HUES['residual'].capitalize()}: what shortcuts carry, times λ at each; a "
            f"path's width is its weight. {caption}".strip(),
            [
                (Control("scale", "λ, the factor on each shortcut", factor, "range"), scale),
                (Control("weights", "Gradients measured", measured_when), weights or kinds[0]),
                *(
                    (Control(f"cut{i + 1}", f"Cut branch {i}", whole, "toggle"), i in cut)
                    for i in numbers
                ),
            ],
            {
                "blocks": self.blocks,
                "branches": branches,
                "states": [states[0], states[-1]],
                "powers": POWERS[: self.blocks + 1],
                "ways": [[int(taken) for taken in way] for way in paths_through(self.blocks)],
                "style": STYLE,
                "layouts": [_layout(design, self.blocks, width) for width in (WIDE, NARROW)],
                "most": _most(measured),
                "gradients": _gradients(measured),
            },
            _table(measured, self.blocks),
            WORDS,
        )

    @classmethod
    def measure(
        cls,
        networks: Mapping[str, Mapping[float, Sequence[ResNet]]],
        images: Tensor,
        labels: Tensor,
        recorded: Measured | None = None,
        **view: Any,
    ) -> PathsExplorer:
        """Measure every path of stacks of blocks, with every choice of branches cut.

        Args:
            networks: a name for the weights, such as "before training" → λ → one stack of that
                factor per seed (:func:`resnet_book.probes.stack`), all with as many blocks.
            images: standardised, (N, C, H, W), float.
            labels: (N,), int64.
            recorded: earlier measurements on equally many of the same images; listed last.
            view: passed to the constructor.

        Raises:
            ValueError: a network's blocks have no such paths.
        """
        stacks = [
            net for by_scale in networks.values() for nets in by_scale.values() for net in nets
        ]
        for net in stacks:
            check_blocks(net.spec.design, len(net.blocks("layer1")), scaled=True)
        measured: dict[tuple[str, float, tuple[int, ...]], Sequence[PathNorms]] = {}
        for weights, by_scale in networks.items():
            for scale, seeds in by_scale.items():
                for cut in subsets(len(seeds[0].blocks("layer1"))):
                    measured[weights, float(scale), cut] = [
                        path_gradients(net, net.blocks("layer1"), scale, images, labels, cut).norms
                        for net in seeds
                    ]
        measured |= recorded or {}
        count = len(next(iter(measured.values())))
        caption = (
            "Bars: the gradient that comes back through a path, relative to that behind the last "
            f"block; median and range of {count} seeds, {len(images)} digits. The paths add up to "
            "the whole gradient, their lengths do not."
        )
        return cls(measured, stacks[0].spec.design, caption, **view)

    @property
    def cut(self) -> tuple[int, ...]:
        """The branches that are cut in this view, counted from 0."""
        return tuple(i for i in range(self.blocks) if getattr(self, f"cut{i + 1}"))

    def picture(self) -> Picture:
        """Every path of this view, and its gradient as a bar."""
        found = self.measured[self.weights, self.scale, self.cut]
        sizes = {
            way: _middle(found, way) if lives(way, self.scale, self.cut) else None
            for way in paths_through(self.blocks)
        }
        whole = median(each.whole for each in found)
        note = f"λ = {self.scale:g}. The whole gradient, {self.weights}: {whole:.2g} times that "
        return paths_and_gradients(sizes, self.cut, note + "behind the last block.")


def lives(way: Way, scale: float, cut: Sequence[int]) -> bool:
    """Whether a path is alive: it has no cut branch, and no shortcut with λ = 0."""
    return all(i not in cut if taken else scale != 0 for i, taken in enumerate(way))


def _middle(found: Sequence[PathNorms], way: Way) -> float:
    return median(each.paths.get(way, 0.0) for each in found)


def _spread(values: Sequence[float]) -> list[float]:
    """Median, minimum and maximum of the seeds."""
    return rounded([median(values), min(values), max(values)], 3)


def _layout(design: BlockDesign, blocks: int, width: int) -> dict[str, object]:
    columns = COLUMNS[width]
    drawn = movable_paths(design, blocks, width).svg("", "alone")
    short = width == NARROW  # no room for "λ³ ="
    return {
        "width": width, "svg": drawn, "bar": columns.bar, "room": columns.room, "short": short,
    }  # fmt: skip


def _most(measured: Measured) -> float:
    """The largest number of all views: one scale for all bars."""
    sizes = [
        size
        for seeds in measured.values()
        for found in seeds
        for size in (found.whole, *found.paths.values())
    ]
    return rounded(max(sizes), 3)


def _gradients(measured: Measured) -> list[dict[str, object]]:
    """For every view the numbers of the live paths, in path order, and of the whole gradient."""
    rows = []
    for (weights, scale, cut), found in measured.items():
        ways = paths_through(max(map(len, found[0].paths)))
        numbers = [
            _spread([each.paths[way] for each in found]) if lives(way, scale, cut) else 0
            for way in ways
        ]
        whole = _spread([each.whole for each in found])
        rows.append(
            {"weights": weights, "scale": scale, "cut": cut, "paths": numbers, "whole": whole}
        )
    return rows


def _table(measured: Measured, blocks: int) -> Table:
    """Every choice of cut branches at λ = 1, and every λ with none cut: medians of the seeds."""
    ways = paths_through(blocks)
    through = ["+".join(f"F{SUBSCRIPTS[i]}" for i, t in enumerate(way) if t) for way in ways]
    rows = []
    for (weights, scale, cut), found in measured.items():
        if cut and scale != 1:
            continue
        live = [way for way in ways if lives(way, scale, cut)]
        twin = 0.0 if cut else median(f.whole for f in measured[weights, 0.0, ()])
        numbers = [_middle(found, way) for way in ways]
        rows.append(
            (
                weights,
                f"{scale:g}",
                ", ".join(f"F{SUBSCRIPTS[i]}" for i in cut) or WORDS["nothing"],
                f"{len(live)} of {len(ways)}",
                *(f"{number:.2g}" for number in numbers),
                f"{median(each.whole for each in found):.2g}",
                f"{twin:.2g}",
            )
        )
    named = [f"through {names}" for names in through[1:]]
    first = ("gradient", "λ", "cut", "paths that live", "direct part")
    return Table((*first, *named, "all paths", "plain twin"), tuple(rows))
