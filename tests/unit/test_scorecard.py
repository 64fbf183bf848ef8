"""Measured beside published, and the campaign that says what is missing."""

import shlex

import pytest

from resnet_book import campaign, scorecard
from resnet_book.__main__ import main
from resnet_book.arguments import parser
from resnet_book.networks import cifar_resnet
from resnet_book.runs import Run


def run(depth=20, shortcut="A", *, seed=0, recipe="paper", data="cifar10", error=8.0, **options):
    spec = cifar_resnet(depth, shortcut, **options).spec
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
    assert scorecard.with_spread([8.0, 9.0, 10.0]) == "9.00 ± 1.00"
    assert scorecard.with_spread([8.0]) == "8.00"


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
    monkeypatch.setattr(campaign, "speed", lambda: 1e11)
    assert main(["runs", "--missing", "--folder", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(campaign.wanted())
    assert lines[1].strip().startswith("0.2 h  degradation: python -m resnet_book record")


def test_speed_of_this_machine_is_measured():
    assert 1e9 < campaign.speed(steps=1) < 1e15
