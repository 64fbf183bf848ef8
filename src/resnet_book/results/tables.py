"""Results as text: Markdown tables for pages, and numbers with their spread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resnet_book.addresses import repository
from resnet_book.results.papers import CAPTIONS, PAPERS
from resnet_book.results.runs import Run
from resnet_book.results.scorecard import Degradation, Row, Summary
from resnet_book.words import with_spread


def markdown(head: Sequence[str], body: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def links(runs: Iterable[Run]) -> str:
    """A link to each record, named by its seed."""
    folder = f"{repository()}/blob/main/src/resnet_book/results/recorded"
    return ", ".join(f"[{run.seed}]({folder}/{run.path.name})" for run in runs)


def recorded_error(summaries: Iterable[Summary], network: str, *recipes: str) -> str:
    """The test error of a network's recorded runs on CIFAR-10, in percent, with links to them.

    Args:
        network: the name in its spec.
        recipes: each that was used has its own figure; the text is empty if none was.
    """
    return "; ".join(
        f"{with_spread(summary.test_errors)} ({links(summary.runs)})"
        for summary in summaries
        if (summary.data, summary.network) == ("cifar10", network) and summary.recipe in recipes
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
            ours, recipe = with_spread(row.summary.test_errors), row.summary.recipe
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
        return f"{with_spread(summary.train_errors)} (seeds {links(summary.runs)})"

    return markdown(
        ["claim", "20 layers", "56 layers", "verdict"],
        [[r.claim, errors(r.shallow), errors(r.deep), f"**{r.verdict}**"] for r in rows],
    )


def records_table(runs: Iterable[Run]) -> str:
    """Every record: what was computed, where, by which commit and command, on which data."""
    body = []
    for run in runs:
        body.append(
            [
                f"{run.name}, {links([run])}",
                run.recipe,
                f"{run.train_error:.2f}",
                f"{run.test_error:.2f}",
                run.place,
                f"`{run.content['commit'][:10]}`",
                f"`{run.content['data']['fingerprint']['train'][:10]}`",
                f"`{run.content['command']}`",
            ]
        )
    head = ["network, record by seed", "recipe", "training error", "test error", "computed on",
            "commit", "data", "command"]  # fmt: skip
    return markdown(head, body) if body else "There are no records yet."
