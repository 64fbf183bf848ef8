"""Our errors stand on equal terms: the seeds that all have, one recipe."""

from dataclasses import replace
from statistics import mean

import pytest

from resnet_book.drawing.diagrams.blocks.multiple_errors import BEYOND, WITHIN, errors_of, recorded
from resnet_book.models.block_designs import ORDERS, BlockDesign
from resnet_book.models.network_specs import cifar_spec
from resnet_book.results import load_all, select

RUNS = load_all()


def test_only_the_seeds_that_all_designs_have_count():
    plain, residual = BlockDesign(shortcut="none"), BlockDesign()
    preactivated = BlockDesign(order="full-preactivation")
    by_name = select(RUNS, data="cifar10", recipe="short")
    three = errors_of([plain, residual], RUNS)
    expected = mean(run.final.test_error for run in by_name["resnet-20-A"])
    assert len(by_name["resnet-20-A"]) == 3
    assert float(three.rows[residual]["ours"]) == pytest.approx(expected, abs=0.005)
    assert "seeds 0, 1, 2" in three.note
    one = errors_of([residual, preactivated], RUNS)
    assert one.rows[residual]["ours"] == f"{by_name['resnet-20-A'][0].final.test_error:.2f}"
    assert "12 epochs, seed 0." in one.note
    assert one.terms == {"paper": "110 layers", "ours": "20 layers, 1 seed"}
    assert three.terms["ours"] == "20 layers, 3 seeds"
    errors = sorted(run.final.test_error for run in by_name["resnet-20-A"])
    assert three.ranges[residual] == f"{errors[0]:.2f} to {errors[-1]:.2f}"
    assert not one.ranges


def test_a_design_without_runs_leaves_ours_out_for_all():
    errors = errors_of([BlockDesign(), BlockDesign(shortcut="dropout=0.9")], RUNS)
    assert all("ours" not in row for row in errors.rows.values())


DESIGNS = [BlockDesign(order=order) for order in ORDERS]


def test_the_spread_is_the_widest_of_seeds_of_one_network_that_does_not_fail():
    found = recorded(DESIGNS, RUNS)
    ranges = {}
    for name, runs in select(RUNS, data="cifar10", recipe="short").items():
        errors = [run.final.test_error for run in runs]
        if runs[0].spec.depth == 20 and len(errors) > 1 and max(errors) <= 20:
            ranges[name] = max(errors) - min(errors)
    assert found.spread.points == pytest.approx(max(ranges.values()))
    note = errors_of(DESIGNS, RUNS).note
    assert f"lie {max(ranges.values()):.2f} points apart" in note


def moved(errors):
    """The recorded runs of seed 0, with other errors: by order, of each of a few seeds."""
    runs = {run.spec: run for run in RUNS if run.seed == 0 and run.recipe.name == "short"}
    made = []
    for order, by_seed in errors.items():
        run = runs[cifar_spec(20, order=order)]
        for seed, error in enumerate(by_seed):
            made.append(replace(run, seed=seed, final=replace(run.final, test_error=error)))
    return made


def test_differences_are_judged_by_the_spread_and_other_orders_are_named():
    original, after, before, only, full = ORDERS
    level = {after: [15.4], before: [15.0], only: [14.6]}
    runs = moved({original: [15.0, 14.5], full: [15.6], **level})
    errors = errors_of(DESIGNS, runs)
    verdicts = [errors.verdicts[design] for design in DESIGNS[1:]]
    assert verdicts == [WITHIN, WITHIN, WITHIN, BEYOND]
    assert DESIGNS[0] not in errors.verdicts
    assert "ResNet-20 lie 0.50 points apart" in errors.note
    assert "(e) is behind (a), (c) and (d) here, ahead in the paper" in errors.note
    assert "other pairs change places within it" in errors.note  # (a) and (c), (d)
    agreeing = errors_of(DESIGNS, moved({original: [15.0, 14.9], full: [14.0], **level}))
    assert "(e) is behind" not in agreeing.note
    single = errors_of(DESIGNS, moved({original: [15.0], full: [14.0], **level}))
    assert "the spread is not known" in single.note
    assert not single.verdicts


@pytest.mark.parametrize("other", [{"batch_norm": False}, {"squeeze_excitation": 16}])
def test_no_other_choice_is_taken_for_the_usual_one(other):
    usual, changed = BlockDesign(), BlockDesign(**other)
    assert errors_of([usual], RUNS).rows[usual].keys() == {"paper", "ours"}
    assert not errors_of([changed], RUNS).rows[changed]
