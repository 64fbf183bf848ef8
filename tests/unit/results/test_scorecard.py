"""Measured beside published, and the campaign that says what is missing."""

import shlex
from functools import partial

import pytest

from resnet_book.__main__ import main
from resnet_book.arguments import parser
from resnet_book.models.resnet import cifar_spec
from resnet_book.results import campaign, scorecard, tables
from resnet_book.results.runs import Run


def run(depth=20, shortcut="A", *, seed=0, recipe="paper", data="cifar10", error=8.0, **options):
    spec = cifar_spec(depth, shortcut, **options)
    network = {
        "name": spec.name,
        "depth": depth,
        "width": spec.width,
        "design": vars(spec.design),
    }
    content = {
        "network": network,
        "recipe": {"name": recipe},
        "data": {"name": data},
        "seed": seed,
        "final": {"train_error": error / 2, "test_error": error},
    }
    return Run(None, content)


def test_recorded_error_is_of_the_network_and_the_recipes_asked_for(monkeypatch):
    monkeypatch.setattr(tables, "links", lambda runs: ", ".join(str(run.seed) for run in runs))
    made = [run(error=8.0), run(seed=1, error=9.0), run(recipe="short", error=20.0)]
    summaries = scorecard.summarise([*made, run(data="digits", recipe="short", error=1.0)])
    errors = partial(tables.recorded_error, summaries)
    assert errors("resnet-20-A", "paper") == "8.50 ± 0.71 (0, 1)"
    assert errors("resnet-20-A", "paper", "short") == "8.50 ± 0.71 (0, 1); 20.00 (0)"
    assert errors("resnet-20-A", "paper-warmup") == ""
    assert errors("plain-20", "paper") == ""


@pytest.mark.parametrize(
    ("made", "value"),
    [
        (run(20), 8.75),
        (run(110), 6.61),
        (run(110, order="full-preactivation"), 6.37),
        (run(110, "shortcut-gating=-6"), 6.91),
        (run(20, "none"), None),
        (run(26), None),
        (run(20, width=32), None),
        (run(20, data="digits"), None),
        (run(56, order="full-preactivation"), None),
    ],
)
def test_published_number_is_that_of_the_very_network(made, value):
    found = scorecard.published_error(made)
    assert (found.value if found else None) == value


def test_failed_runs_of_the_paper_are_published_without_a_number():
    found = scorecard.published_error(run(110, "dropout=0.5"))
    assert found.status == "failed"
    assert scorecard.summarise([run(110, "dropout=0.5")])[0].gap is None


def test_recipes_are_never_averaged_together():
    made = [run(seed=0, error=8.0), run(seed=1, error=9.0), run(recipe="short", error=20.0)]
    summaries = scorecard.summarise(made)
    assert [(s.recipe, s.test_errors) for s in summaries] == [
        ("paper", [8.0, 9.0]),
        ("short", [20.0]),
    ]
    assert summaries[0].gap == pytest.approx(8.5 - 8.75)
    assert summaries[1].gap is None  # another recipe than the paper's


def test_spread_is_the_standard_deviation_of_the_seeds():
    assert tables.with_spread([8.0, 9.0, 10.0]) == "9.00 ± 1.00"
    assert tables.with_spread([8.0]) == "8.00"


def test_campaign_begins_with_the_degradation_and_names_real_networks():
    wanted = campaign.wanted()
    assert [w.network for w in wanted if w.recipe == "short"][:4] == [
        "plain-20", "resnet-20-A", "plain-56", "resnet-56-A",
    ]  # fmt: skip
    assert len({(w.network, w.recipe, w.seed) for w in wanted}) == len(wanted)
    for each in wanted:
        arguments = parser().parse_args(shlex.split(each.command)[3:])
        assert (arguments.recipe, arguments.seed) == (each.recipe, each.seed)


def test_recorded_runs_are_no_longer_missing():
    everything = campaign.wanted()
    left = campaign.missing([run(20, "none", recipe="short")])
    assert len(left) == len(everything) - 1
    assert not any((w.network, w.recipe, w.seed) == ("plain-20", "short", 0) for w in left)


def test_work_counts_the_whole_training_forward_and_backward():
    short = next(w for w in campaign.wanted() if w.recipe == "short")
    assert short.network == "plain-20"
    assert short.work == 3 * 40_551_040 * 12 * 390 * 128


def test_runs_command_lists_and_says_what_is_missing(capsys, monkeypatch, tmp_path):
    assert main(["runs", "--folder", str(tmp_path)]) == 0
    assert capsys.readouterr().out.split()[:3] == ["network", "data", "recipe"]
    few = campaign.wanted()[:4]
    monkeypatch.setattr(campaign, "wanted", lambda file: few)
    monkeypatch.setattr(campaign, "speed", lambda: 1e11)
    assert main(["runs", "--missing", "--folder", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert lines[1].strip().startswith("0.2 h  degradation: python -m resnet_book record")


def test_speed_of_this_machine_is_measured():
    assert 1e9 < campaign.speed(steps=1) < 1e15


def verdict(rows, row, metric="test error", table=6):
    (found,) = [
        r for r in rows
        if (r.published.row, r.published.metric, r.published.table) == (row, metric, table)
    ]  # fmt: skip
    return found.verdict


def test_counts_are_reproduced_without_any_run():
    rows = scorecard.rows([])
    assert verdict(rows, "ResNet-1202", "parameters") == "reproduced"
    assert verdict(rows, "ResNet-50", "multiply-adds", 1) == "reproduced"
    counted = [r for r in rows if r.counted is not None]
    assert len(counted) == 11
    assert {r.verdict for r in rows if r.counted is None} == {"not attempted"}


@pytest.mark.parametrize(
    ("error", "expected"), [(8.3, "reproduced"), (9.2, "reproduced"), (9.3, "not reproduced")]
)
def test_paper_recipe_is_judged_by_the_distance_of_the_mean(error, expected):
    made = [run(20, error=error - 0.1, seed=0), run(20, error=error + 0.1, seed=1)]
    assert verdict(scorecard.rows(made), "ResNet-20") == expected


@pytest.mark.parametrize(
    ("deep", "expected"), [(14.0, "reproduced at small scale"), (16.0, "not reproduced")]
)
def test_shorter_recipe_is_judged_by_the_order(deep, expected):
    made = [run(20, recipe="short", error=15.0), run(56, recipe="short", error=deep)]
    rows = scorecard.rows(made)
    assert verdict(rows, "ResNet-20") == verdict(rows, "ResNet-56") == expected


def test_shorter_recipe_without_anything_to_compare_with_is_no_attempt():
    assert verdict(scorecard.rows([run(20, recipe="short")]), "ResNet-20") == "not attempted"


def test_run_with_the_papers_recipe_goes_before_a_shorter_one():
    made = [run(20, recipe="short", error=20.0), run(20, error=8.7)]
    (row,) = [r for r in scorecard.rows(made) if r.published.row == "ResNet-20" and r.summary]
    assert row.summary.recipe == "paper"


def test_order_is_judged_among_runs_of_one_recipe():
    short = [run(20, recipe="short", error=15.0), run(56, recipe="short", error=14.0)]
    rows = scorecard.rows([*short, run(20, error=8.7)])
    assert verdict(rows, "ResNet-20") == "reproduced"
    assert verdict(rows, "ResNet-56") == "reproduced at small scale"  # after 20's, with `short`


def test_tables_that_quote_each_other_share_a_measurement():
    rows = scorecard.rows([run(110, recipe="paper-warmup", error=6.7)])
    assert verdict(rows, "ResNet-110") == "reproduced"
    assert verdict(rows, "original", table=1) == "reproduced"
    assert verdict(rows, "original", "ResNet-110 test error", 2) == "reproduced"
    assert verdict(rows, "ResNet-110", "CIFAR-10 test error, original", 3) == "reproduced"


@pytest.mark.parametrize(("error", "expected"), [(35.0, "reproduced"), (9.0, "not reproduced")])
def test_failure_in_the_paper_is_reproduced_by_a_failure(error, expected):
    made = [run(110, "dropout=0.5", recipe="paper-warmup", error=error)]
    assert verdict(scorecard.rows(made), "dropout", table=1) == expected


def test_degradation_is_judged_by_training_errors():
    def judged(plain_20, plain_56, residual_20, residual_56):
        made = [
            run(depth, shortcut, recipe="short", error=2 * error)
            for depth, shortcut, error in [
                (20, "none", plain_20), (56, "none", plain_56),
                (20, "A", residual_20), (56, "A", residual_56),
            ]
        ]  # fmt: skip
        return [row.verdict for row in scorecard.degradation(made, "short")]

    assert judged(10, 20, 9, 8) == ["reproduced at small scale"] * 2
    assert judged(20, 10, 9, 10) == ["not reproduced"] * 2
    assert [r.verdict for r in scorecard.degradation([], "paper")] == ["not attempted"] * 2
