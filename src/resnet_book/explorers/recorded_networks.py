"""Recorded networks for the degradation explorer: curves, final errors, provenance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from statistics import mean

from resnet_book.explorers.explorer import rounded
from resnet_book.models.network_specs import NetworkSpec, cifar_spec
from resnet_book.results.run_types import Run
from resnet_book.results.summaries import Summary
from resnet_book.training.recipes import Recipe
from resnet_book.words import SHORTCUT_OPTIONS, choice_name, extent, with_spread

PRE = "pre"  # stands for full pre-activation in the list of shortcuts
SHORTCUTS = SHORTCUT_OPTIONS | {PRE: choice_name("order", "full-preactivation")}
ALWAYS = ("none", "A")  # shown together whenever they are recorded

# Short names at the ends of curves; the full names are above the figure.
_TAGS = {"none": "plain-{depth}", "A": "ResNet-{depth}", PRE: "pre-act-{depth}"}


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
    """Recorded depth, ascending → the shortcuts recorded at it, in the order of SHORTCUTS."""
    recorded = set(recorded)
    return {
        depth: [kind for kind in SHORTCUTS if (depth, kind) in recorded]
        for depth in sorted({depth for depth, _ in recorded})
    }


def network(
    key: tuple[int, str], summary: Summary, look: dict[str, str], shallowest: Summary
) -> dict[str, object]:
    """One network for the page: its curves by seed, its final errors and their provenance.

    Args:
        key: its depth and its kind.
        look: its colour and its mark.
        shallowest: the shallowest network of the same kind, to compare with.
    """
    depth, kind = key
    tag = _TAGS.get(kind, "option {kind}-{depth}").format(kind=kind, depth=depth)
    return {
        "depth": depth,
        "kind": kind,
        "always": kind in ALWAYS,
        "name": summary.label,
        "tag": tag,
        "look": look,
        "train_error": [_curve(run, "train_error") for run in summary.runs],
        "test_error": [_curve(run, "test_error") for run in summary.runs],
        "final": {
            "train_error": _final(summary.train_errors, shallowest.train_errors, shallowest),
            "test_error": _final(summary.test_errors, shallowest.test_errors, shallowest),
        },
        "runs": [_provenance(run) for run in summary.runs],
    }


def _final(errors: list[float], before: list[float], shallowest: Summary) -> dict[str, object]:
    """The final error over the seeds, and how it compares with the shallowest network's."""
    points = mean(errors) - mean(before)
    than = {
        "key": "worse" if points > 0 else "better",
        "points": f"{abs(points):.1f}",
        "depth": str(shallowest.spec.depth),
    }
    return {
        "mean": f"{mean(errors):.1f}",
        "range": extent(errors) if len(errors) > 1 else "",
        "spread": with_spread(errors),
        "points": than if errors is not before and points else None,
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


def length_of(recipe: Recipe) -> str:
    """``12 epochs`` or ``64,000 steps``: how long a training is."""
    return f"{recipe.iterations:,} steps" if recipe.iterations else f"{recipe.epochs} epochs"


def recipe_name(recipe: Recipe) -> str:
    """A recipe in one sentence: ``Recipe “short”: 12 epochs, batches of 128, …``."""
    rate = f"learning rate {recipe.learning_rate:g} "
    if recipe.schedule == "steps":
        shares = " and ".join(f"{share:.0%}" for share in recipe.milestones)
        rate += f"divided by 10 after {shares} of the steps"
    else:
        rate += "lowered along a cosine"
    parts = [
        length_of(recipe),
        f"batches of {recipe.batch_size}",
        rate,
        f"{recipe.warmup_epochs:g} epochs of warm-up" if recipe.warmup_epochs else "no warm-up",
        f"momentum {recipe.momentum:g}",
        f"weight decay {recipe.weight_decay:g}",
        *_further(recipe),
    ]
    return f"Recipe “{recipe.name}”: {', '.join(parts)}."


def _further(recipe: Recipe) -> list[str]:
    """Choices that the rest of the sentence leaves out, unless they have their default values."""
    named = {"name", "batch_size", "epochs", "iterations", "learning_rate", "momentum"}
    named |= {"schedule", "milestones", "warmup", "warmup_epochs", "weight_decay"}
    named |= {"augment", "precision"}  # about data and hardware, not about steps
    parts = []
    for field in fields(recipe):
        value, name = getattr(recipe, field.name), field.name.replace("_", " ")
        if field.name not in named and value != field.default:
            yes_or_no = isinstance(value, bool)
            parts.append((name if value else f"no {name}") if yes_or_no else f"{name} {value:g}")
    return parts
