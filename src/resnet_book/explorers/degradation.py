"""The degradation explorer: training curves from recorded runs, over depth and shortcut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resnet_book.addresses import records
from resnet_book.choices import one_of
from resnet_book.drawing.curves import ERRORS, error_curves
from resnet_book.drawing.pictures import Picture
from resnet_book.explorers.common_words import CONTROLS
from resnet_book.explorers.explorer import Control, Explorer, Table, rounded
from resnet_book.models.resnet import NetworkSpec, cifar_spec
from resnet_book.results.paper_networks import CIFAR
from resnet_book.results.run_types import Run
from resnet_book.results.runs import load_all
from resnet_book.results.summaries import Summary, summarise
from resnet_book.words import SHORTCUT_OPTIONS, choice_name, with_spread

PRE = "pre"  # the value of full pre-activation among the shortcuts
SHORTCUTS = SHORTCUT_OPTIONS | {PRE: f"A, {choice_name('order', 'full-preactivation')}"}

WORDS = CONTROLS | {
    "not_recorded": "No recorded runs of this network came with this page.",
    "pinned": "{name} (pinned)",
    "ends_at": "{name} ends at {error} %",
    "chart": "{what} over epochs: {ends}",
    "epoch": "epoch",
    "percent": "{what} (%)",
    "paper": "the paper, 64,000 iterations: {error} %",
    "told": "{name}: training error {train_error} %, test error {test_error} % "
    "with the last epoch's weights.",
    "recorded": "{name}: recipe “{recipe}”, seed ",
    "recorded_on": "; {place}; commit {commit}; ",
    "seed_in_file": "{seed} ({file})",
}


class DegradationExplorer(Explorer):
    """Depth × shortcut × training or test error, a band over the seeds, and where it comes from.

    Only recorded networks can be chosen.

    Args:
        recipe: the recorded runs of this recipe alone; recipes are never mixed.
        runs: the records; the book's own if left out.
        depth, shortcut, error: the view at the start; the shallowest recorded network, and the
            first shortcut recorded at its depth, if left out.
        name: in the page's address.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    height, narrow_height = 53.2, 71.0

    def __init__(
        self,
        recipe: str = "short",
        *,
        runs: Iterable[Run] | None = None,
        depth: int | None = None,
        shortcut: str | None = None,
        error: str = "train_error",
        name: str = "degradation",
    ) -> None:
        recorded = load_all() if runs is None else runs
        finished = [run for run in recorded if run.diverged is None]
        self.summaries = {
            key: summary
            for summary in summarise(finished)
            if (summary.data, summary.recipe.name) == (CIFAR, recipe)
            and (key := control_values(summary.spec))
        }
        epochs = max((len(s.runs[0].epochs) for s in self.summaries.values()), default=0)
        content = {
            "epochs": epochs,
            "networks": [_network(*item) for item in self.summaries.items()],
            "records": records(),  # None where nothing can be linked to
        }
        controls: list[tuple[Control, object]] = []
        if offered := offered_values(self.summaries):
            depth = min(offered) if depth is None else depth
            one_of("depth", depth, offered)
            shortcuts = tuple(
                (d, tuple((s, SHORTCUTS[s]) for s in kinds)) for d, kinds in offered.items()
            )
            controls = [
                (Control("depth", "Depth", tuple((d, str(d)) for d in offered), "range"), depth),
                (
                    Control("shortcut", "Shortcut", shortcuts, per="depth"),
                    offered[depth][0] if shortcut is None else shortcut,
                ),
            ]
        super().__init__(
            "degradation",
            name,
            f"Recorded runs on CIFAR-10, recipe “{recipe}”. Line: mean over the seeds; band: their "
            "range. Errors during training are means over each epoch, with augmentation.",
            [*controls, (Control("error", "Show", tuple(ERRORS.items())), error)],
            content,
            _table(list(self.summaries.values())),
            WORDS | {"recorded": WORDS["recorded"].replace("{recipe}", recipe)},
        )

    def picture(self) -> Picture:
        """All recorded networks' curves of the error that is chosen."""
        return error_curves(
            {s.spec: [run.epochs for run in s.runs] for s in self.summaries.values()},
            errors=(self.error,),
            top=90,
        )


def control_values(spec: NetworkSpec) -> tuple[int, str] | None:
    """Depth and shortcut, as the controls offer them; None for a network of another kind."""
    if spec.family != "cifar" or spec.design.shape != "basic":
        return None
    if spec == cifar_spec(spec.depth, order="full-preactivation"):
        return spec.depth, PRE
    shortcut = spec.design.shortcut
    offered = shortcut in SHORTCUT_OPTIONS and spec == cifar_spec(spec.depth, shortcut)
    return (spec.depth, shortcut) if offered else None


def offered_values(recorded: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """The recorded depths, rising → the shortcuts recorded at each, in the order of SHORTCUTS."""
    recorded = set(recorded)
    return {
        depth: [kind for kind in SHORTCUTS if (depth, kind) in recorded]
        for depth in sorted({depth for depth, _ in recorded})
    }


def _network(key: tuple[int, str], summary: Summary) -> dict[str, object]:
    """One network for the page: its curves by seed, and the provenance of each."""
    published = summary.published
    return {
        "depth": key[0],
        "shortcut": key[1],
        "name": summary.label,
        "train_error": [_curve(run, "train_error") for run in summary.runs],
        "test_error": [_curve(run, "test_error") for run in summary.runs],
        "final": {
            "train_error": with_spread(summary.train_errors),
            "test_error": with_spread(summary.test_errors),
        },
        "published": published.value if published else None,
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
            summary.label,
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
