"""Results as text."""

from functools import partial

import pytest

from resnet_book.models.resnet import cifar_spec
from resnet_book.results import scorecard, tables
from resnet_book.results.summaries import summarise


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
    ]
    errors = partial(tables.recorded_error, summarise(made))
    assert errors(cifar_spec(20), "paper") == "8.50 ± 0.71 (0, 1)"
    assert errors(cifar_spec(20), "paper", "short") == "8.50 ± 0.71 (0, 1); 20.00 (0)"
    assert errors(cifar_spec(20), "paper-warmup") == ""
    assert errors(cifar_spec(20, "none"), "paper") == ""


def test_records_table_has_a_row_for_each_run(make_run):
    text = tables.records_table([make_run(error=8.0), make_run(seed=1, diverged=3)])
    head, _, finished, diverged = text.splitlines()
    assert head.count("|") == finished.count("|") == diverged.count("|")
    assert "| ResNet-20, 0 | paper | 4.00 | 8.00 | a processor, 1 thread" in finished
    assert "| ResNet-20, 1 | paper | diverged in epoch 3 |  | a processor" in diverged
    assert "`aaaaaaaaaa`" in finished
    assert tables.records_table([]) == "There are no records yet."


def test_scorecard_says_how_many_runs_diverged(make_run):
    made = [make_run(seed=0, error=8.0), make_run(seed=1, diverged=3)]
    rows = [row for row in scorecard.rows(made) if row.published.table == 6]
    text = tables.scorecard_table(rows)
    assert "| 8.75 | 8.00, 1 of 2 diverged | paper | 0, 1 | **not reproduced** |" in text


def test_degradation_table_has_both_depths(make_run):
    made = [make_run(20, "none", recipe="short", error=20.0), make_run(56, "none", recipe="short")]
    text = tables.degradation_table(scorecard.degradation(made, "short"))
    assert "| 10.00 (seeds 0) | 4.00 (seeds 0) | **not reproduced** |" in text
    assert "| not recorded | not recorded | **not attempted** |" in text
