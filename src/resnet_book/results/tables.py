"""Results as text: Markdown tables for pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resnet_book.addresses import record_link
from resnet_book.models.network_specs import NetworkSpec
from resnet_book.results.paper_networks import CIFAR
from resnet_book.results.run_types import Run
from resnet_book.results.scorecard import Degradation
from resnet_book.results.summaries import Summary, summarise
from resnet_book.training.recipes import recipe
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
        spec: the network; only runs of exactly this spec count.
        recipes: names of the book's recipes; each recipe with runs gets its own number; the text is
            empty if none has runs.

    Raises:
        ValueError: for an unknown name; the message lists the known ones.
    """
    chosen = [recipe(name) for name in recipes]
    return "; ".join(
        f"{test_error(summary)} ({links(summary.runs)})"
        for summary in summaries
        if (summary.data, summary.spec) == (CIFAR, spec) and summary.recipe in chosen
    )


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


def records_list(runs: Iterable[Run]) -> str:
    """One line per network and recipe: errors, seeds with links to their records, commits, command.

    The command is that of the first seed; the others differ in ``--seed`` and possibly
    ``--weights``.
    """
    lines = []
    for summary in summarise(runs):
        errors = f"training {train_error(summary)} %, test {test_error(summary)} %"
        commits = dict.fromkeys(run.commit[:10] for run in summary.runs)
        places = dict.fromkeys(run.environment.place for run in summary.runs)
        prints = dict.fromkeys(run.data.fingerprint["train"][:10] for run in summary.runs)
        lines.append(
            f"- **{summary.label}**, {summary.data}, recipe {summary.recipe.name}: {errors}. "
            f"Seeds {links(summary.runs)}; {'; '.join(places)}; commits {_codes(commits)}; "
            f"data {_codes(prints)}. `{summary.runs[0].command}`"
        )
    return "\n".join(lines) or "There are no records yet."


def _codes(texts: Iterable[str]) -> str:
    return ", ".join(f"`{text}`" for text in texts)


def train_error(summary: Summary) -> str:
    """``8.75 ± 0.12``: the training error over the seeds, in percent, and how many diverged."""
    return with_spread(summary.train_errors, summary.diverged)


def test_error(summary: Summary) -> str:
    """``8.75 ± 0.12``: the test error over the seeds, in percent, and how many diverged."""
    return with_spread(summary.test_errors, summary.diverged)
