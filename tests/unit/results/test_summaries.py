"""Runs of one network and recipe together."""

from math import inf

import pytest

from resnet_book.results.summaries import is_papers, summarise
from resnet_book.training.recipes import RECIPES, recipe


def test_recipes_are_never_averaged_together(make_run):
    made = [make_run(seed=0, error=8.0), make_run(seed=1, error=9.0)]
    summaries = summarise([*made, make_run(recipe="short", error=20.0)])
    assert [(s.recipe.name, s.test_errors) for s in summaries] == [
        ("paper", [8.0, 9.0]),
        ("short", [20.0]),
    ]
    assert summaries[0].gap == pytest.approx(8.5 - 8.75)
    assert summaries[1].gap is None  # another recipe than the paper's


@pytest.mark.parametrize("options", [{"squeeze_excitation": 16}, {"classes": 100}])
def test_networks_that_differ_in_any_field_are_never_averaged_together(make_run, options):
    assert len(summarise([make_run(seed=0), make_run(seed=1, **options)])) == 2


def test_failed_runs_of_the_paper_have_no_gap(make_run):
    (summary,) = summarise([make_run(110, "dropout=0.5")])
    assert summary.published.status == "failed"
    assert summary.gap is None


def test_summary_has_what_its_runs_share(make_run):
    (summary,) = summarise([make_run(56, "none", seed=1), make_run(56, "none", seed=0)])
    assert [run.seed for run in summary.runs] == [0, 1]
    assert (summary.network, summary.data) == ("plain-56", "cifar10")
    assert summary.spec == make_run(56, "none").spec
    assert summary.published is None


def test_runs_that_diverged_are_counted_and_not_averaged(make_run):
    made = [make_run(seed=0, error=8.0), make_run(seed=1, diverged=3)]
    (summary,) = summarise(made)
    assert (summary.test_errors, summary.train_errors) == ([8.0], [4.0])
    assert summary.diverged == 1
    assert summary.test_error == summary.train_error == inf
    assert summary.gap is None


def test_only_the_exact_recipes_are_the_papers():
    assert [name for name in RECIPES if is_papers(recipe(name))] == ["paper", "paper-warmup"]
    for changes in (
        {"epochs": 2}, {"learning_rate": 0.05}, {"warmup_epochs": 1.0}, {"label_smoothing": 0.1},
    ):  # fmt: skip
        for name in ("paper", "paper-warmup"):
            assert not is_papers(recipe(name).with_changes(**changes))
