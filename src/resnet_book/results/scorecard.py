"""Measured beside published: what recorded runs and counts say of the papers' numbers.

Every cell of the tables that the book touches gets a verdict by one rule, :data:`RULE`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import mean

import torch

from resnet_book.models.counting import costs
from resnet_book.models.resnet import cifar_resnet, imagenet_resnet
from resnet_book.results import papers
from resnet_book.results.papers import Published
from resnet_book.results.runs import Run

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
    if run.data != "cifar10" or not run.basic:
        return None
    network, design = run.content["network"], run.content["network"]["design"]
    depth, shortcut, order = network["depth"], design["shortcut"], design["order"]
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


# The tables of the scorecard. Other networks' rows in them (Maxout, VGG, …) are not the book's.
TABLES = (
    *(("he2015", number) for number in (1, 2, 3, 6)),
    *(("he2016", number) for number in (1, 2, 3)),
)
FAILED = 20.0  # a test error above it is a failure (He et al. 2016, Table 1)
POINTS = 0.5  # the difference in error that the rule does not count, in points

VERDICTS = ("reproduced", "reproduced at small scale", "not reproduced", "not attempted")
RULE = f"""
- **reproduced**: with the paper's recipe, our mean test error is within {POINTS} points of the
  paper's; where the paper writes "fail", it is above {FAILED:g} %, as there. A count is
  reproduced if it agrees to less than one unit of the last printed digit.
- **reproduced at small scale**: with a shorter recipe our errors are higher, but the *ordering*
  holds: this network and every other one measured in the same table with the same recipe come out
  in the paper's order, wherever the paper has them more than {POINTS} points apart, and there is at
  least one such pair.
- **not reproduced**: measured, and neither holds.
- **not attempted**: not measured, or with nothing in its table to be compared with.

The mean over all recorded seeds decides, even if there is only one; the seeds stand beside each
verdict.
"""


@dataclass(frozen=True)
class Row:
    """One cell of a paper's table, what we measured of it, and the verdict."""

    published: Published
    summary: Summary | None
    counted: float | None
    verdict: str


def rows(runs: Iterable[Run]) -> list[Row]:
    """The scorecard: every cell of :data:`TABLES`, in the papers' order."""
    summaries = [summary for summary in summarise(runs) if summary.published]
    scored = []
    for table in TABLES:
        cells = [cell for cell in papers.TABLES[table] if _is_ours(cell)]
        measured = {_key(cell): _measured(summaries, cell) for cell in cells}
        scored += [_score(cell, cells, measured) for cell in cells]
    return scored


def _is_ours(cell: Published) -> bool:
    """Whether the cell says something of a network of the two papers."""
    ours = cell.paper == "he2016" or cell.row.startswith(("ResNet", "plain"))
    return ours and cell.status != "not reported"


def _key(cell: Published) -> tuple[str, str]:
    return cell.row, cell.metric


def _measured(summaries: Iterable[Summary], cell: Published) -> list[Summary]:
    """What was measured of `cell`, one for each recipe, the paper's first."""
    found = [s for s in summaries if _same_figure(s.published, cell)]
    return sorted(found, key=lambda s: not s.recipe.startswith("paper"))


def _same_figure(one: Published, other: Published) -> bool:
    """Whether two cells give the same figure: tables quote each other."""
    if one == other:
        return True
    twins = [
        {("he2015", 6, "ResNet-110", "test error"), ("he2016", 1, "original", "test error"),
         ("he2016", 2, "original", "ResNet-110 test error"),
         ("he2016", 3, "ResNet-110", "CIFAR-10 test error, original")},
        {("he2016", 2, "full pre-activation", "ResNet-110 test error"),
         ("he2016", 3, "ResNet-110", "CIFAR-10 test error, pre-activation")},
    ]  # fmt: skip
    keys = {(cell.paper, cell.table, *_key(cell)) for cell in (one, other)}
    return any(keys <= twin for twin in twins)


def _score(
    cell: Published, cells: Sequence[Published], measured: dict[tuple[str, str], list[Summary]]
) -> Row:
    counted = _count(cell)
    if counted is not None:
        unit = 10 ** -len(str(cell.value).partition(".")[2])
        agrees = abs(counted - cell.value) < unit
        return Row(cell, None, counted, "reproduced" if agrees else "not reproduced")
    if not measured[_key(cell)]:
        return Row(cell, None, None, "not attempted")
    mine = measured[_key(cell)][0]
    if cell.failed:
        if not mine.recipe.startswith("paper"):
            return Row(cell, mine, None, "not attempted")
        fails = mean(mine.test_errors) > FAILED
        return Row(cell, mine, None, "reproduced" if fails else "not reproduced")
    if mine.recipe.startswith("paper"):
        close = abs(mean(mine.test_errors) - cell.value) <= POINTS
        return Row(cell, mine, None, "reproduced" if close else "not reproduced")
    pairs = [
        (cell.value - other.value, mean(mine.test_errors) - mean(theirs.test_errors))
        for other in cells
        for theirs in measured[_key(other)]
        if theirs.recipe == mine.recipe
        and other.value is not None
        and abs(cell.value - other.value) > POINTS
    ]
    if not pairs:
        return Row(cell, mine, None, "not attempted")
    holds = all(paper * ours > 0 for paper, ours in pairs)
    return Row(cell, mine, None, "reproduced at small scale" if holds else "not reproduced")


@cache
def _count(cell: Published) -> float | None:
    """Our count for a cell that is a matter of counting; None for an error."""
    if cell.metric not in ("parameters", "multiply-adds"):
        return None
    depth = int(cell.row.removeprefix("ResNet-"))
    with torch.device("meta"):
        if cell.metric == "parameters":
            return sum(p.numel() for p in cifar_resnet(depth).parameters()) / 1e6
        shortcut = "A" if depth < 50 else "B"
        network = imagenet_resnet(depth, shortcut, stride_on="1x1")
    return costs(network, (3, 224, 224)).multiply_adds / 1e9


@dataclass(frozen=True)
class Degradation:
    """Training errors of two depths with one recipe: the papers' Figure 6, which has no table."""

    claim: str
    shallow: Summary | None
    deep: Summary | None
    verdict: str


def degradation(runs: Iterable[Run], recipe: str) -> list[Degradation]:
    """He et al. 2015, Figure 6: 56 layers against 20, by training error, plain and residual.

    The mean over seeds decides; a residual network may be worse by a tenth of a point.
    """
    found = {s.network: s for s in summarise(runs) if (s.data, s.recipe) == ("cifar10", recipe)}
    scored = []
    for claim, kind, sign in (
        ("plain-56 ends with a higher training error than plain-20", "plain-{}", 1),
        ("resnet-56 does not end with a higher training error than resnet-20", "resnet-{}-A", -1),
    ):
        shallow, deep = (found.get(kind.format(depth)) for depth in (20, 56))
        if shallow is None or deep is None:
            scored.append(Degradation(claim, shallow, deep, "not attempted"))
            continue
        rise = mean(deep.train_errors) - mean(shallow.train_errors)
        holds = rise > 0 if sign > 0 else rise < 0.1
        scale = "reproduced" if recipe.startswith("paper") else "reproduced at small scale"
        scored.append(Degradation(claim, shallow, deep, scale if holds else "not reproduced"))
    return scored
