"""Measured beside published: what the recorded runs say of the papers' numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, stdev

from resnet_book import papers
from resnet_book.papers import Published
from resnet_book.runs import Run

# Rows of He et al. 2016, Tables 1 (ResNet-110, by shortcut) and 2 (by activation order).
SHORTCUT_ROWS = {
    "scaling=0.5,1": "constant scaling (0.5, 1)",
    "scaling=0.5,0.5": "constant scaling (0.5, 0.5)",
    "exclusive-gating=-6": "exclusive gating (bias -6)",
    "shortcut-gating=0": "shortcut-only gating (bias 0)",
    "shortcut-gating=-6": "shortcut-only gating (bias -6)",
    "conv": "1x1 convolution",
    "dropout=0.5": "dropout",
}
ORDER_ROWS = {
    "bn-after-addition": "BN after addition",
    "relu-before-addition": "ReLU before addition",
    "relu-only-preactivation": "ReLU-only pre-activation",
    "full-preactivation": "full pre-activation",
}


@dataclass(frozen=True)
class Summary:
    """The runs of one network with one recipe on one dataset; errors in percent.

    Attributes:
        runs: one a seed.
        published: the paper's test error of this network, if it gives one.
    """

    network: str
    data: str
    recipe: str
    runs: tuple[Run, ...]
    published: Published | None

    @property
    def train_errors(self) -> list[float]:
        return [run.train_error for run in self.runs]

    @property
    def test_errors(self) -> list[float]:
        return [run.test_error for run in self.runs]

    @property
    def gap(self) -> float | None:
        """Mean test error less the paper's, in points; None unless the recipe is the paper's."""
        value = self.published.value if self.published else None
        if value is None or not self.recipe.startswith("paper"):
            return None
        return mean(self.test_errors) - value


def summarise(runs: Iterable[Run]) -> list[Summary]:
    """The runs grouped by dataset, recipe and network, by depth."""
    groups: dict[tuple[str, str, str], list[Run]] = {}
    for run in sorted(runs, key=lambda run: (run.content["network"]["depth"], run.seed)):
        groups.setdefault((run.data, run.recipe, run.name), []).append(run)
    return [
        Summary(name, data, recipe, tuple(group), published_error(group[0]))
        for (data, recipe, name), group in sorted(groups.items(), key=lambda item: item[0][:2])
    ]


def published_error(run: Run) -> Published | None:
    """The paper's CIFAR-10 test error of a run's network; None where it gives none."""
    network, design = run.content["network"], run.content["network"]["design"]
    if run.data != "cifar10" or design["shape"] != "basic" or not design["batch_norm"]:
        return None
    depth, shortcut, order = network["depth"], design["shortcut"], design["order"]
    if network["width"] != 16:
        return None
    if (shortcut, order) == ("A", "original"):
        key = ("he2015", 6, f"ResNet-{depth}", "test error")
    elif depth == 110 and shortcut == "A":
        key = ("he2016", 2, ORDER_ROWS[order], "ResNet-110 test error")
    elif depth == 110 and order == "original" and shortcut in SHORTCUT_ROWS:
        key = ("he2016", 1, SHORTCUT_ROWS[shortcut], "test error")
    else:
        return None
    try:
        return papers.published(*key)
    except ValueError:  # a depth that the table does not have
        return None


def with_spread(values: Sequence[float]) -> str:
    """``8.75 ± 0.12`` (mean and standard deviation), or the one value there is."""
    if len(values) == 1:
        return f"{values[0]:.2f}"
    return f"{mean(values):.2f} ± {stdev(values):.2f}"
