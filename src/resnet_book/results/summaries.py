"""Recorded runs grouped by network, data and recipe, with all seeds and the paper's error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, isfinite
from statistics import mean

from resnet_book.models.labels import network_label
from resnet_book.models.network_specs import NetworkSpec
from resnet_book.results.paper_networks import published_error
from resnet_book.results.papers import Published
from resnet_book.results.run_types import Run
from resnet_book.training.recipes import RECIPES, Recipe

PAPERS_RECIPES = (RECIPES["paper"], RECIPES["paper-warmup"])


def is_papers(recipe: Recipe) -> bool:
    """Whether a recipe equals the paper's in every field; a shortened one does not."""
    return recipe in PAPERS_RECIPES


@dataclass(frozen=True)
class Summary:
    """The runs of one network with one recipe on one data set; errors in percent.

    Attributes:
        runs: one per seed, at least one.
        published: the paper's test error of this network, if it gives one.
    """

    runs: tuple[Run, ...]
    published: Published | None

    @property
    def spec(self) -> NetworkSpec:
        """The network of all these runs."""
        return self.runs[0].spec

    @property
    def network(self) -> str:
        """The network's name in files and on the command line, such as ``resnet-20-A``."""
        return self.spec.name

    @property
    def label(self) -> str:
        """The network's name for readers, such as ``ResNet-20``."""
        return network_label(self.spec)

    @property
    def recipe(self) -> Recipe:
        """The recipe of all these runs."""
        return self.runs[0].recipe

    @property
    def data(self) -> str:
        """The data set's name."""
        return self.runs[0].data.name

    @property
    def train_errors(self) -> list[float]:
        """Of the runs that finished."""
        return [run.final.train_error for run in self.runs if run.final]

    @property
    def test_errors(self) -> list[float]:
        """Of the runs that finished."""
        return [run.final.test_error for run in self.runs if run.final]

    @property
    def diverged(self) -> int:
        """How many of the runs diverged."""
        return sum(run.diverged is not None for run in self.runs)

    @property
    def train_error(self) -> float:
        """The mean over the seeds; infinite if one diverged, so that it is above every bound."""
        return inf if self.diverged else mean(self.train_errors)

    @property
    def test_error(self) -> float:
        """The mean over the seeds; infinite if one diverged, so that it is above every bound."""
        return inf if self.diverged else mean(self.test_errors)

    @property
    def gap(self) -> float | None:
        """Mean test error minus the paper's, in percentage points.

        None if the paper gives no error, the recipe is not the paper's, or a run diverged.
        """
        value = self.published.value if self.published else None
        if value is None or not is_papers(self.recipe) or not isfinite(self.test_error):
            return None
        return self.test_error - value


def summarise(runs: Iterable[Run]) -> list[Summary]:
    """The runs grouped by data set, recipe and network, by depth."""
    groups: dict[tuple[str, Recipe, NetworkSpec], list[Run]] = {}
    for run in sorted(runs, key=lambda run: (run.spec.depth, run.seed)):
        groups.setdefault((run.data.name, run.recipe, run.spec), []).append(run)
    return [
        Summary(tuple(group), published_error(spec, data))
        for (data, _, spec), group in sorted(
            groups.items(), key=lambda item: (item[0][0], item[0][1].name)
        )
    ]
