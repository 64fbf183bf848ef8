"""Results as text: Markdown tables for pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resnet_book.addresses import record_link
from resnet_book.models.resnet import NetworkSpec
from resnet_book.results.paper_networks import CIFAR
from resnet_book.results.papers import CAPTIONS, PAPERS
from resnet_book.results.run_types import Run
from resnet_book.results.scorecard import Degradation, Row
from resnet_book.results.summaries import Summary
from resnet_book.words import with_spread


def markdown(head: Sequence[str], body: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def links(runs: Iterable[Run]) -> str:
    """A link to each record, named by its seed."""
    return ", ".join(record_link(run.path.name, str(run.seed)) for run in runs)


def recorded_error(summaries: Iterable[Summary], spec: NetworkSpec, *recipes: str) -> str:
    """The test error of a network's recorded runs on CIFAR-10, in percent, with links to them.

    Args:
        spec: of exactly this network.
        recipes: by name; each that was used has its own figure; the text is empty if none was.
    """
    return "; ".join(
        f"{test_error(summary)} ({links(summary.runs)})"
        for summary in summaries
        if (summary.data, summary.spec) == (CIFAR, spec) and summary.recipe.name in recipes
    )


def scorecard_table(rows: Sequence[Row]) -> str:
    """The rows of one table of a paper, with its caption."""
    first = rows[0].published
    body = []
    for row in rows:
        cell = row.published
        paper = "fail" if cell.failed else f"{cell.value:g}"
        ours, recipe, seeds = "", "", ""
        if row.counted is not None:
            ours, recipe = f"{row.counted:.4g}", "counted"
        elif row.summary is not None:
            ours, recipe = test_error(row.summary), row.summary.recipe.name
            seeds = links(row.summary.runs)
        body.append([cell.row, cell.metric, paper, ours, recipe, seeds, f"**{row.verdict}**"])
    head = ["row", "figure", "paper", "ours", "recipe", "records by seed", "verdict"]
    title = f"**{PAPERS[first.paper]}, Table {first.table}.** "
    caption = CAPTIONS[first.paper, first.table]
    return f"{title}{caption}.\n\n{markdown(head, body)}"


def degradation_table(rows: Iterable[Degradation]) -> str:
    """Training errors of 20 and 56 layers, in percent."""

    def errors(summary: Summary | None) -> str:
        if summary is None:
            return "not recorded"
        return f"{train_error(summary)} (seeds {links(summary.runs)})"

    return markdown(
        ["claim", "20 layers", "56 layers", "verdict"],
        [[r.claim, errors(r.shallow), errors(r.deep), f"**{r.verdict}**"] for r in rows],
    )


def records_table(runs: Iterable[Run]) -> str:
    """Every recorded run: what was computed, where, by which commit and command, on which data."""
    body = [
        [
            f"{run.label}, {links([run])}",
            run.recipe.name,
            *_last_errors(run),
            run.environment.place,
            f"`{run.commit[:10]}`",
            f"`{run.data.fingerprint['train'][:10]}`",
            f"`{run.command}`",
        ]
        for run in runs
    ]
    head = ["network, record by seed", "recipe", "training error", "test error", "computed on"]
    head += ["commit", "data", "command"]
    return markdown(head, body) if body else "There are no records yet."


def train_error(summary: Summary) -> str:
    """``8.75 ± 0.12``: the training error over the seeds, in percent, and how many diverged."""
    return with_spread(summary.train_errors, summary.diverged)


def test_error(summary: Summary) -> str:
    """``8.75 ± 0.12``: the test error over the seeds, in percent, and how many diverged."""
    return with_spread(summary.test_errors, summary.diverged)


def _last_errors(run: Run) -> tuple[str, str]:
    """Training and test error in percent; of a run that diverged, when it did."""
    if run.diverged is not None:
        return f"diverged in epoch {run.diverged}", ""
    return f"{run.train_error:.2f}", f"{run.test_error:.2f}"
