"""Compare our recorded runs and counts with the papers' numbers.

Every cell of the tables that the book covers gets a verdict by one rule, :data:`RULE`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from resnet_book.models.network_specs import cifar_spec
from resnet_book.results import papers
from resnet_book.results.paper_networks import CIFAR, Subject, count, subjects
from resnet_book.results.papers import Published
from resnet_book.results.run_types import Run
from resnet_book.results.summaries import Summary, is_papers, summarise
from resnet_book.training import recipes
from resnet_book.training.recipes import Recipe

# The tables of the scorecard; their rows on other networks (Maxout, VGG, …) are left out.
TABLES = (
    *(("he2015", number) for number in (1, 2, 3, 6)),
    *(("he2016", number) for number in (1, 2, 3)),
)
FAILED = 20.0  # a test error above this is a failure (He et al. 2016, Table 1)
POINTS = 0.5  # differences in error up to this many percentage points do not count
MORE_LAYERS = 0.1  # allowed increase of a deeper residual network's training error

VERDICTS = ("reproduced", "reproduced at small scale", "not reproduced", "not attempted")
RULE = f"""
- **reproduced**: with the paper's recipe, our mean test error is within {POINTS} points of the
  paper's; where the paper writes "fail", it is above {FAILED:g} %, as there, or more than half of
  our runs diverged. A count is reproduced if it agrees to less than one unit of the last printed
  digit.
- **reproduced at small scale**: with a shorter recipe our errors are higher, but the *ordering*
  holds: this network and every other one measured in the same table with the same recipe come out
  in the paper's order, wherever the paper has them more than {POINTS} points apart, and there is at
  least one such pair.
- **Degradation** (Figure 6, which has no table): with more layers the plain network's training
  error is higher; the residual network's is not, up to {MORE_LAYERS} points. With the paper's
  recipe such a claim is reproduced, with a shorter one reproduced at small scale.
- **not reproduced**: measured, and neither holds.
- **not attempted**: not measured, or with nothing in its table to be compared with.

The mean over all recorded seeds decides, even if there is only one; the seeds stand beside each
verdict. A run that diverged has no error: if there is one, the mean counts as above all others.
"""

# Claims of He et al. 2015, Figure 6, each with the shortcut of its networks.
DEGRADATION = (
    ("plain-56 ends with a higher training error than plain-20", "none"),
    ("ResNet-56 does not end with a higher training error than ResNet-20", "A"),
)


@dataclass(frozen=True)
class Row:
    """One cell of a paper's table, our measurements, and the verdict."""

    published: Published
    summary: Summary | None
    counted: float | None
    verdict: str


@dataclass(frozen=True)
class Degradation:
    """Training errors of two depths with one recipe: the papers' Figure 6, which has no table."""

    claim: str
    shallow: Summary | None
    deep: Summary | None
    verdict: str


Measured = Mapping[Published, Sequence[Summary]]


def rows(runs: Iterable[Run]) -> list[Row]:
    """The scorecard: every cell of :data:`TABLES`, in the papers' order."""
    summaries = summarise(runs)
    scored = []
    for table in TABLES:
        cells = [cell for cell in papers.TABLES[table] if _is_ours(cell)]
        measured = {cell: _measured(summaries, cell) for cell in cells}
        scored += [_score(cell, measured) for cell in cells]
    return scored


def _is_ours(cell: Published) -> bool:
    """Whether the cell gives a figure, or a failure, of a network of the two papers."""
    return cell.kind != "other" and cell.status != "not reported"


def _measured(summaries: Iterable[Summary], cell: Published) -> list[Summary]:
    """Our measurements for `cell`, one for each recipe, the paper's first."""
    subject = subjects().get(cell)
    found = [each for each in summaries if Subject(each.spec, each.data) == subject]
    return sorted(found, key=lambda each: not is_papers(each.recipe))


def _score(cell: Published, measured: Measured) -> Row:
    counted, value = count(cell), cell.value
    if counted is not None and value is not None:
        unit = 10 ** -len(str(value).partition(".")[2])
        agrees = abs(counted - value) < unit
        return Row(cell, None, counted, "reproduced" if agrees else "not reproduced")
    if not measured[cell]:
        return Row(cell, None, None, "not attempted")
    mine = measured[cell][0]
    if is_papers(mine.recipe):
        holds = _fails(mine) if value is None else abs(mine.test_error - value) <= POINTS
        return Row(cell, mine, None, "reproduced" if holds else "not reproduced")
    return Row(cell, mine, None, _verdict_by_order(cell, mine, measured))


def _fails(summary: Summary) -> bool:
    """Whether the runs fail as in the paper: most of them diverge, or the others' error is high."""
    if 2 * summary.diverged > len(summary.runs):
        return True
    return mean(summary.test_errors) > FAILED


def _verdict_by_order(cell: Published, mine: Summary, measured: Measured) -> str:
    """The verdict on runs with a shorter recipe, by the order of the errors in the table."""
    value = cell.value
    if value is None:
        return "not attempted"
    pairs = [
        (value - other.value, mine.test_error - theirs.test_error)
        for other, summaries in measured.items()
        for theirs in summaries
        if theirs.recipe == mine.recipe
        and other.value is not None
        and abs(value - other.value) > POINTS
    ]
    if not pairs:
        return "not attempted"
    holds = all(paper * ours > 0 for paper, ours in pairs)
    return "reproduced at small scale" if holds else "not reproduced"


def degradation(runs: Iterable[Run], recipe: str | Recipe) -> list[Degradation]:
    """He et al. 2015, Figure 6: 56 layers against 20, by training error, plain and residual.

    The mean over seeds decides, by :data:`RULE`.

    Args:
        recipe: runs must match it in all fields; a string is the name of one of the book's recipes.

    Raises:
        ValueError: for an unknown name; the message lists the known ones.
    """
    wanted = (CIFAR, recipes.recipe(recipe))
    found = {each.spec: each for each in summarise(runs) if (each.data, each.recipe) == wanted}
    scored = []
    for claim, shortcut in DEGRADATION:
        shallow, deep = (found.get(cifar_spec(depth, shortcut)) for depth in (20, 56))
        verdict = "not attempted"
        if shallow is not None and deep is not None:
            rise = deep.train_error - shallow.train_error
            holds = rise > 0 if shortcut == "none" else rise < MORE_LAYERS
            scale = "reproduced" if is_papers(deep.recipe) else "reproduced at small scale"
            verdict = scale if holds else "not reproduced"
        scored.append(Degradation(claim, shallow, deep, verdict))
    return scored
