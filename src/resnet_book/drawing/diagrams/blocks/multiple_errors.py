"""The paper's error and ours for each of several blocks; ours all come from the same seeds.

The paper's networks are much deeper than ours, so the two need not agree. Next to each of our
errors is a note whether it differs from the first block's by more than seeds of one network differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import inf
from statistics import mean

from resnet_book.drawing.diagrams.blocks.spelling import letter
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.labels import network_label
from resnet_book.models.network_specs import NetworkSpec, cifar_spec
from resnet_book.options import keywords
from resnet_book.results import Run
from resnet_book.results.paper_networks import CIFAR, published_error
from resnet_book.results.scorecard import FAILED

DEEP, OURS = 110, 20  # layers: in the tables of He et al. 2016, and in our recorded runs
RECIPE = "short"
WITHIN, BEYOND = "within spread", "beyond spread"


@dataclass(frozen=True)
class Errors:
    """Errors in percent, as text.

    Attributes:
        rows: for each design, source → error.
        terms: source → what its errors were measured on, to show below.
        ranges: for each design the minimum and maximum over our seeds, if there are several.
        verdicts: for each design except the first, whether our error differs from the first
            design's by more than seeds do.
        note: what the errors were measured on, and where the order of ours differs from the
            paper's.
    """

    rows: Mapping[BlockDesign, dict[str, str]]
    note: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    ranges: Mapping[BlockDesign, str] = field(default_factory=dict)
    verdicts: Mapping[BlockDesign, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Spread:
    """The spread over a network's seeds: name, number of seeds, difference in points."""

    network: str
    seeds: int
    points: float


@dataclass(frozen=True)
class Recorded:
    """Our errors of each design with the seeds that all of them have.

    Attributes:
        errors: for each design, one error per seed.
        seeds: that all designs have.
        epochs: of training.
        spread: the largest of all networks of this depth and recipe; None if no network has
            several seeds.
    """

    errors: Mapping[BlockDesign, Sequence[float]]
    seeds: Sequence[int]
    epochs: int
    spread: Spread | None

    def mean(self, design: BlockDesign) -> float:
        """The mean test error of a design over the seeds, in percent."""
        return mean(self.errors[design])

    def differ(self, one: BlockDesign, other: BlockDesign) -> bool:
        """Whether two designs differ by more than seeds of one network do."""
        apart = abs(self.mean(one) - self.mean(other))
        return self.spread is not None and round(apart, 9) > round(self.spread.points, 9)


def errors_of(designs: Sequence[BlockDesign], runs: Iterable[Run]) -> Errors:
    """The paper's errors of 110 layers, and ours of 20, over the seeds that all designs have.

    If a design has no run of ours, our row is left out for all designs.
    """
    rows: dict[BlockDesign, dict[str, str]] = {design: {} for design in designs}
    paper: dict[BlockDesign, float] = {}
    for design in designs:
        cell = published_error(_spec(DEEP, design), CIFAR)
        if cell:
            paper[design] = inf if cell.value is None else cell.value
            rows[design]["paper"] = "fails" if cell.value is None else f"{cell.value:.2f}"
    notes = [f"paper: {network_label(cifar_spec(DEEP))}"] if paper else []
    terms = {"paper": f"{DEEP} layers"} if paper else {}
    ours = recorded(designs, runs)
    verdicts: dict[BlockDesign, str] = {}
    ranges: dict[BlockDesign, str] = {}
    if ours:
        if len(ours.seeds) > 1:
            ranges = {d: f"{min(e):.2f} to {max(e):.2f}" for d, e in ours.errors.items()}
        for design in designs:
            rows[design]["ours"] = f"{ours.mean(design):.2f}"
        terms["ours"] = f"{OURS} layers, {_counted(len(ours.seeds), 'seed')}"
        which = ", ".join(map(str, ours.seeds))
        plural = "s" if len(ours.seeds) > 1 else ""
        label = network_label(cifar_spec(OURS))
        notes.append(f"ours: {label}, {ours.epochs} epochs, seed{plural} {which}")
        if ours.spread is not None:
            verdicts = {
                design: BEYOND if ours.differ(designs[0], design) else WITHIN
                for design in designs[1:]
            }
    note = f"Test errors on CIFAR-10 in %; {'; '.join(notes)}." if notes else ""
    if ours and paper:
        note += f" {_spread_note(ours)} {_order_note(designs, paper, ours)}"
    return Errors(rows, note, terms, ranges, verdicts)


def _spec(depth: int, design: BlockDesign) -> NetworkSpec:
    return cifar_spec(depth, **keywords(BlockDesign, design))


def _counted(count: int, name: str) -> str:
    return f"{count} {name}" + "s" * (count != 1)


def recorded(designs: Sequence[BlockDesign], runs: Iterable[Run]) -> Recorded | None:
    """Our errors over the seeds that all designs have; None if there is no such seed."""
    specs = {_spec(OURS, design): design for design in designs}
    found: dict[NetworkSpec, dict[int, float]] = {spec: {} for spec in specs}
    epochs = 0
    for run in runs:
        if (run.data.name, run.recipe.name) == (CIFAR, RECIPE) and _alike(run.spec) and run.final:
            found.setdefault(run.spec, {})[run.seed] = run.final.test_error
            epochs = len(run.epochs) if run.spec in specs else epochs
    seeds = sorted(set.intersection(*(set(found[spec]) for spec in specs)))
    if not seeds:
        return None
    errors = {design: [found[spec][seed] for seed in seeds] for spec, design in specs.items()}
    spreads = [
        Spread(network_label(spec), len(e), max(e.values()) - min(e.values()))
        for spec, e in found.items()
        if len(e) > 1 and max(e.values()) <= FAILED  # seeds of failing networks differ widely
    ]
    widest = max(spreads, key=lambda spread: spread.points, default=None)
    return Recorded(errors, seeds, epochs, widest)


def _alike(spec: NetworkSpec) -> bool:
    """Whether a network has the depth and width of our networks."""
    usual = cifar_spec(OURS)
    return (spec.family, spec.depth, spec.width) == (usual.family, usual.depth, usual.width)


def _spread_note(ours: Recorded) -> str:
    if ours.spread is None:
        return "No such network has several seeds, so that the spread is not known."
    return (
        f"Spread: {ours.spread.seeds} seeds of {ours.spread.network} lie {ours.spread.points:.2f} "
        "points apart, the widest with this recipe; “within spread” is no further from (a)."
    )


def _order_note(
    designs: Sequence[BlockDesign], paper: Mapping[BlockDesign, float], ours: Recorded
) -> str:
    """The designs whose order differs from the paper's by more than the spread."""
    behind: dict[BlockDesign, list[BlockDesign]] = {}  # in our runs, but ahead in the paper
    others_within = False
    for pair in combinations([design for design in designs if design in paper], 2):
        ahead, other = sorted(pair, key=lambda design: paper[design])
        if paper[ahead] == paper[other] or ours.mean(ahead) <= ours.mean(other):
            continue
        if ours.differ(ahead, other):
            behind.setdefault(ahead, []).append(other)
        else:
            others_within = True
    letters = {design: letter(i) for i, design in enumerate(designs)}
    against = "; ".join(
        f"{letters[design]} is behind {_listed([letters[each] for each in others])} here, ahead "
        "in the paper"
        for design, others in behind.items()
    )
    if not against:
        return f"No order of the paper’s is turned round at {OURS} layers by more than the spread."
    return (
        f"Not the paper’s order, by more than the spread: {against}"
        f"{'; other pairs change places within it' if others_within else ''}. {OURS} layers, "
        f"trained briefly, do not settle what is best at {DEEP}."
    )


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
