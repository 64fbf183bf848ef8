"""The degradation explorer: recorded training curves of plain and residual networks, over depth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import mean

from resnet_book.addresses import records
from resnet_book.choices import one_of
from resnet_book.drawing.curves import ERRORS, error_curves
from resnet_book.drawing.pictures import Picture
from resnet_book.explorers.common_words import CONTROLS, READING
from resnet_book.explorers.explorer import Control, Explorer, Table
from resnet_book.explorers.looks import series_looks
from resnet_book.explorers.recorded_networks import (
    ALWAYS,
    SHORTCUTS,
    control_values,
    length_of,
    network,
    offered_values,
    recipe_name,
)
from resnet_book.results.paper_networks import CIFAR
from resnet_book.results.run_types import Run
from resnet_book.results.runs import load_all
from resnet_book.results.summaries import Summary, summarise
from resnet_book.training.recipes import Recipe
from resnet_book.training.recipes import recipe as recipe_of
from resnet_book.words import with_spread

WORDS = (
    CONTROLS
    | READING
    | {
        "not_recorded": "No recorded runs of this network came with this page.",
        "pinned": "{name} (pinned)",
        "ends_at": "{name} ends at {error} %",
        "chart": "{what} over epochs: {ends}",
        "epoch": "epoch",
        "at_epoch": "epoch {epoch}",
        "percent": "{what} (%), {runs}",
        "seeds": "{range}, {count} seeds",
        "one_seed": "{count} seed",
        "worse": "{points} points worse than with {depth} layers",
        "better": "{points} points better than with {depth} layers",
        "summary": "{name}: training error {train_error} %, test error {test_error} %.",
        "how_recorded": "How was this recorded?",
        "recipe": "{recipe} Training errors in the curves are means over an epoch, on augmented "
        "images; the numbers above them are the last weights' errors, on the images as they are.",
        "recorded": "{name}:",
        "seed": "seed {seed}",
        "recorded_on": ", {place}, commit {commit}: ",
        "seed_in_file": "seed {seed} ({file})",
    }
)
# A curve averages over an epoch in which the weights change; the numbers use the final weights.
CURVES = "Curves: during training; numbers: after it."
COMPACT_WORDS = {"numbers": "As a table"}


class DegradationExplorer(Explorer):
    """Plain and residual networks over depth: their curves, final errors and records.

    Only recorded depths can be chosen. Thin lines are the other depths.

    Args:
        recipe: only recorded runs of this recipe are used; recipes are never mixed. A string is the
            name of one of the book's recipes.
        runs: the records; by default the book's.
        depth, also, error: the initial view: the depth, by default the deepest recorded one; more
            kinds of residual networks in addition to the two that are always shown; the error.
        compact: at most 420 px high on a phone: only the control for depth, and training errors.
        name: in the page's address.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    height, narrow_height = 51.75, 63.3
    compact_height, compact_narrow_height = 26.2, 26.2

    def __init__(
        self,
        recipe: str | Recipe = "short",
        *,
        runs: Iterable[Run] | None = None,
        depth: int | None = None,
        also: Sequence[str] = (),
        error: str = "train_error",
        compact: bool = False,
        name: str = "degradation",
    ) -> None:
        recorded = load_all() if runs is None else runs
        wanted = (CIFAR, recipe_of(recipe))
        finished = [run for run in recorded if run.diverged is None]
        self.summaries = {
            key: summary
            for summary in summarise(finished)
            if (summary.data, summary.recipe) == wanted and (key := control_values(summary.spec))
        }
        if compact:
            self.height, self.narrow_height = self.compact_height, self.compact_narrow_height
        takeaway = _takeaway(self.summaries)
        recipes = [summary.recipe for summary in self.summaries.values()][:1]
        our_runs = ", ".join(["our runs", *map(length_of, recipes)])
        super().__init__(
            "degradation",
            name,
            CURVES if compact else f"{takeaway} CIFAR-10, {our_runs}. {CURVES}",
            _controls(offered_values(self.summaries), depth, list(also), error, compact),
            {
                "epochs": _epochs(self.summaries.values()),
                "top": _top(self.summaries.values()),
                "height": 196 if compact else 300,
                "runs": our_runs,
                "networks": _networks(self.summaries),
                "records": records(),  # None if the repository is a placeholder
            },
            _table(list(self.summaries.values())),
            WORDS
            | {"recipe": WORDS["recipe"].replace("{recipe}", "".join(map(recipe_name, recipes)))}
            | (COMPACT_WORDS if compact else {}),
            compact=compact,
        )

    def picture(self) -> Picture:
        """The curves of the chosen error of all recorded networks."""
        return error_curves(
            {s.spec: [run.epochs for run in s.runs] for s in self.summaries.values()},
            errors=(self.error,),
            top=90,
        )


def _controls(
    offered: Mapping[int, Sequence[str]],
    depth: int | None,
    also: list[str],
    error: str,
    compact: bool,
) -> list[tuple[Control, object]]:
    """Depth, further kinds of networks at that depth, and which error."""
    errors = tuple(ERRORS.items())[: 1 if compact else None]
    controls: list[tuple[Control, object]] = [
        (Control("error", "Show", errors, "choice"), error),
    ]
    if not offered:
        return controls
    depth = max(offered) if depth is None else depth
    one_of("depth", depth, offered)
    more = tuple(
        (d, tuple((kind, SHORTCUTS[kind]) for kind in kinds if kind not in ALWAYS and not compact))
        for d, kinds in offered.items()
    )
    depths = tuple((d, str(d)) for d in offered)
    return [
        (Control("depth", "Depth", depths, "range"), depth),
        *controls,
        (Control("also", "Also", more, "several", per="depth"), also),
    ]


def _networks(summaries: Mapping[tuple[int, str], Summary]) -> list[dict[str, object]]:
    kinds = series_looks(kind for kind in SHORTCUTS if kind in {k for _, k in summaries})
    shallowest = {kind: min(d for d, k in summaries if k == kind) for kind in kinds}
    return [
        network((depth, kind), summary, kinds[kind], summaries[shallowest[kind], kind])
        for (depth, kind), summary in sorted(summaries.items(), key=lambda item: _place(item[0]))
    ]


def _place(key: tuple[int, str]) -> tuple[int, int]:
    """The sort key of a network: by depth, then in the order of SHORTCUTS."""
    return key[0], list(SHORTCUTS).index(key[1])


def _epochs(summaries: Iterable[Summary]) -> int:
    return max((len(s.runs[0].epochs) for s in summaries), default=0)


def _top(summaries: Iterable[Summary]) -> int:
    """The end of the error axis in percent: a multiple of 10 above every recorded error."""
    epochs = [epoch for s in summaries for run in s.runs for epoch in run.epochs]
    highest = max((max(e.train_error, e.test_error or 0) for e in epochs), default=100)
    return int(-(-highest // 10) * 10)


def _takeaway(summaries: Mapping[tuple[int, str], Summary]) -> str:
    """What depth does to plain and to residual networks, if no seed says otherwise."""
    depths = [{d for d, k in summaries if k == kind} for kind in ALWAYS]
    both = sorted(set.intersection(*depths))
    if len(both) < 2:
        return "Recorded errors, epoch by epoch."
    first, last = both[0], both[-1]
    plain, residual = (_verdict(summaries[first, kind], summaries[last, kind]) for kind in ALWAYS)
    return f"From {first} to {last} layers, training error: plain {plain}, residual {residual}."


def _verdict(shallow: Summary, deep: Summary) -> str:
    """Whether every seed of the deep network ends above, or below, every seed of the other."""
    if min(deep.train_errors) > max(shallow.train_errors):
        return "worse"
    if max(deep.train_errors) < min(shallow.train_errors):
        return "better"
    return f"{mean(deep.train_errors) - mean(shallow.train_errors):+.1f} points"


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
