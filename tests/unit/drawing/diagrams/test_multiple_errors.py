"""Our errors stand on equal terms: the seeds that all have, one recipe."""

from statistics import mean

import pytest

from resnet_book.drawing.diagrams.multiple_errors import errors_of
from resnet_book.models.blocks import BlockDesign
from resnet_book.results import load_all, select

RUNS = load_all()


def test_only_the_seeds_that_all_designs_have_count():
    plain, residual = BlockDesign(shortcut="none"), BlockDesign()
    preactivated = BlockDesign(order="full-preactivation")
    recorded = select(RUNS, data="cifar10", recipe="short")
    three = errors_of([plain, residual], RUNS)
    expected = mean(run.final.test_error for run in recorded["resnet-20-A"])
    assert len(recorded["resnet-20-A"]) == 3
    assert float(three.rows[residual]["ours"]) == pytest.approx(expected, abs=0.005)
    assert "seeds 0, 1, 2" in three.note
    one = errors_of([residual, preactivated], RUNS)
    assert one.rows[residual]["ours"] == f"{recorded['resnet-20-A'][0].final.test_error:.2f}"
    assert "12 epochs, seed 0." in one.note


def test_a_design_without_runs_leaves_ours_out_for_all():
    errors = errors_of([BlockDesign(), BlockDesign(shortcut="dropout=0.9")], RUNS)
    assert all("ours" not in row for row in errors.rows.values())
