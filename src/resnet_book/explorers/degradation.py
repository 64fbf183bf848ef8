"""The degradation explorer: training curves from recorded runs, over depth and shortcut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resnet_book.addresses import records
from resnet_book.drawing.curves import ERRORS, error_curves
from resnet_book.drawing.pictures import Picture
from resnet_book.explorers.explorer import Control, Explorer, Table, rounded
from resnet_book.models.resnet import NetworkSpec, cifar_spec
from resnet_book.results.outcomes import Run
from resnet_book.results.paper_networks import CIFAR
from resnet_book.results.runs import load_all
from resnet_book.results.summaries import Summary, summarise
from resnet_book.words import with_spread

DEPTHS = (20, 32, 44, 56, 110)
SHORTCUTS = {
    "none": "none (plain)",
    "A": "A: identity, zero padding",
    "B": "B: projection where shapes change",
    "C": "C: projection everywhere",
    "pre": "identity, full pre-activation",
}


class DegradationExplorer(Explorer):
    """Depth × shortcut × training or test error, a band over the seeds, and where it comes from.

    Args:
        recipe: the recorded runs of this recipe alone; recipes are never mixed.
        runs: the records; the book's own if left out.
        depth, shortcut, error: the view at the start.
        name: in the page's address.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    height, narrow_height = 52.0, 65.0

    def __init__(
        self,
        recipe: str = "short",
        *,
        runs: Iterable[Run] | None = None,
        depth: int = 20,
        shortcut: str = "none",
        error: str = "train_error",
        name: str = "degradation",
    ) -> None:
        recorded = load_all() if runs is None else runs
        finished = [run for run in recorded if run.diverged is None]
        offered = offered_networks()
        self.summaries = {
            offered[summary.spec]: summary
            for summary in summarise(finished)
            if (summary.data, summary.recipe.name) == (CIFAR, recipe) and summary.spec in offered
        }
        epochs = max((len(s.runs[0].epochs) for s in self.summaries.values()), default=0)
        content = {
            "recipe": recipe,
            "epochs": epochs,
            "networks": [_network(*item) for item in self.summaries.items()],
            "missing": "python -m resnet_book record --depth {depth} {shortcut} "
            f"--data {CIFAR} --recipe {recipe}",
            "records": records(),  # None where nothing can be linked to
        }
        super().__init__(
            "degradation",
            name,
            f"Recorded runs on CIFAR-10, recipe “{recipe}”. Line: mean over the seeds; band: their "
            "range. Errors during training are means over each epoch, with augmentation.",
            [
                (Control("depth", "Depth", tuple((d, str(d)) for d in DEPTHS), "range"), depth),
                (Control("shortcut", "Shortcut", tuple(SHORTCUTS.items())), shortcut),
                (Control("error", "Show", tuple(ERRORS.items())), error),
            ],
            content,
            _table(list(self.summaries.values())),
        )

    def picture(self) -> Picture:
        """All recorded networks' curves of the error that is chosen."""
        return error_curves(
            {s.spec: [run.epochs for run in s.runs] for s in self.summaries.values()},
            errors=(self.error,),
            top=90,
        )


def offered_networks() -> dict[NetworkSpec, tuple[int, str]]:
    """The networks that the explorer can show → their depth and shortcut in its controls."""
    offered = {
        cifar_spec(depth, kind): (depth, kind)
        for depth in DEPTHS
        for kind in SHORTCUTS
        if kind != "pre"
    }
    pre = {cifar_spec(depth, order="full-preactivation"): (depth, "pre") for depth in DEPTHS}
    return offered | pre


def _network(key: tuple[int, str], summary: Summary) -> dict[str, object]:
    """One network for the page: its curves by seed, and the provenance of each."""
    published = summary.published
    value = published.value if published else None
    return {
        "depth": key[0],
        "shortcut": key[1],
        "name": summary.network,
        "train_error": [_curve(run, "train_error") for run in summary.runs],
        "test_error": [_curve(run, "test_error") for run in summary.runs],
        "final": {
            "train_error": with_spread(summary.train_errors),
            "test_error": with_spread(summary.test_errors),
        },
        "published": value,
        "source": f"{published.paper} Table {published.table}"
        if published and value is not None
        else "",
        "runs": [_provenance(run) for run in summary.runs],
    }


def _curve(run: Run, what: str) -> list[float | None]:
    # Five digits: one image of 50,000 is 0.002 %.
    return rounded([getattr(epoch, what) for epoch in run.epochs], digits=5)


def _provenance(run: Run) -> dict[str, object]:
    return {
        "seed": run.seed,
        "file": run.path.name,
        "commit": run.commit[:10],
        "command": run.command,
        "place": run.environment.place,
    }


def _table(summaries: Sequence[Summary]) -> Table:
    """Last-epoch errors of every recorded network."""
    rows = tuple(
        (
            summary.network,
            ", ".join(str(run.seed) for run in summary.runs),
            with_spread(summary.train_errors),
            with_spread(summary.test_errors),
            f"{summary.published.value:g}"
            if summary.published and summary.published.value is not None
            else "",
        )
        for summary in summaries
    )
    head = ("network", "seeds", "training error (%)", "test error (%)", "paper's test error (%)")
    return Table(head, rows)
