"""Results as text."""

import re
from dataclasses import replace
from functools import partial

import pytest

from resnet_book.models.network_specs import cifar_spec
from resnet_book.results import runs, scorecard, tables
from resnet_book.results.summaries import summarise
from resnet_book.training.recipes import recipe


@pytest.fixture(autouse=True)
def links(monkeypatch):
    """Links by the seed alone."""
    monkeypatch.setattr(tables, "links", lambda runs: ", ".join(str(run.seed) for run in runs))


def test_recorded_error_is_of_the_network_and_the_recipes_asked_for(make_run):
    made = [
        make_run(error=8.0),
        make_run(seed=1, error=9.0),
        make_run(recipe="short", error=20.0),
        make_run(data="digits", recipe="short", error=1.0),
        make_run(squeeze_excitation=16, error=2.0),
        make_run(recipe=replace(recipe("short"), batch_size=64), error=3.0),  # of the same name
    ]
    errors = partial(tables.recorded_error, summarise(made))
    assert errors(cifar_spec(20), "paper") == "8.50 ± 0.71 (0, 1)"
    assert errors(cifar_spec(20), "paper", "short") == "8.50 ± 0.71 (0, 1); 20.00 (0)"
    assert errors(cifar_spec(20), "paper-warmup") == ""
    assert errors(cifar_spec(20, "none"), "paper") == ""


def test_records_list_has_a_line_for_each_network_and_recipe(make_run):
    made = [make_run(error=8.0), make_run(seed=1, diverged=3), make_run(recipe="short", error=20.0)]
    first, second = tables.records_list(made).splitlines()
    errors = "training 4.00, 1 of 2 diverged %, test 8.00, 1 of 2 diverged %"
    assert first.startswith(f"- **ResNet-20**, cifar10, recipe paper: {errors}. Seeds 0, 1; a proc")
    assert "`0000000000`" in first
    assert "data `aaaaaaaaaa`" in first
    assert "recipe short: training 10.00 %, test 20.00 %. Seeds 0;" in second
    assert tables.records_list([]) == "There are no records yet."


def test_commands_of_a_networks_seeds_differ_by_seed_and_weights_alone():
    for summary in summarise(runs.load_all()):
        common = {re.sub(r" --seed \d+| --weights", "", run.command) for run in summary.runs}
        assert len(common) == 1, summary.label


def test_degradation_table_has_both_depths(make_run):
    made = [make_run(20, "none", recipe="short", error=20.0), make_run(56, "none", recipe="short")]
    text = tables.degradation_table(scorecard.degradation(made, "short"))
    assert "| 10.00 (seeds 0) | 4.00 (seeds 0) | **not reproduced** |" in text
    assert "| not recorded | not recorded | **not attempted** |" in text
