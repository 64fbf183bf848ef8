"""The paper's error and ours for each of several blocks, on equal terms among ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from resnet_book.models.blocks import BlockDesign
from resnet_book.models.labels import network_label
from resnet_book.models.resnet import NetworkSpec, cifar_spec
from resnet_book.results import Run
from resnet_book.results.paper_networks import CIFAR, published_error

DEEP, OURS = 110, 20  # layers: in the tables of He et al. 2016, and in our recorded runs
RECIPE = "short"


@dataclass(frozen=True)
class Errors:
    """Errors in percent, written out.

    Attributes:
        rows: for each design, whose error → the error.
        note: what they were measured on.
    """

    rows: Mapping[BlockDesign, dict[str, str]]
    note: str


def errors_of(designs: Sequence[BlockDesign], runs: Iterable[Run]) -> Errors:
    """The paper's errors of 110 layers, and ours of 20, over the seeds that all designs have.

    A design without a run of ours leaves that row out for all of them.
    """
    rows: dict[BlockDesign, dict[str, str]] = {}
    for design in designs:
        cell = published_error(_spec(DEEP, design), CIFAR)
        if cell:
            paper = "fails" if cell.value is None else f"{cell.value:.2f}"
            rows[design] = {"paper": paper}
    notes = [f"paper: {network_label(cifar_spec(DEEP))}"] if rows else []
    ours, seeds, epochs = _recorded(designs, runs)
    for design, error in ours.items():
        rows.setdefault(design, {})["ours"] = f"{error:.2f}"
    if ours:
        which = ", ".join(map(str, sorted(seeds)))
        plural = "s" if len(seeds) > 1 else ""
        notes.append(
            f"ours: {network_label(cifar_spec(OURS))}, {epochs} epochs, seed{plural} {which}"
        )
    note = f"Test errors on CIFAR-10 in %; {'; '.join(notes)}." if notes else ""
    return Errors({design: rows.get(design, {}) for design in designs}, note)


def _spec(depth: int, design: BlockDesign) -> NetworkSpec:
    return cifar_spec(depth, design.shortcut, order=design.order)


def _recorded(
    designs: Sequence[BlockDesign], runs: Iterable[Run]
) -> tuple[dict[BlockDesign, float], set[int], int]:
    """Our mean errors, the seeds that they are of, and the epochs of training."""
    specs = {_spec(OURS, design): design for design in designs}
    found: dict[BlockDesign, dict[int, float]] = {design: {} for design in designs}
    epochs = 0
    for run in runs:
        if (run.data.name, run.recipe.name) == (CIFAR, RECIPE) and run.spec in specs and run.final:
            found[specs[run.spec]][run.seed] = run.final.test_error
            epochs = len(run.epochs)
    seeds = set.intersection(*(set(by_seed) for by_seed in found.values()))
    if not seeds:
        return {}, set(), 0
    means = {design: mean(by_seed[seed] for seed in seeds) for design, by_seed in found.items()}
    return means, seeds, epochs
