"""The campaign that says which runs are missing."""

import shlex

import pytest

from resnet_book.__main__ import main
from resnet_book.arguments import parser
from resnet_book.models.network_specs import cifar_spec
from resnet_book.results import campaign
from resnet_book.results.records import RecordError
from resnet_book.training.recipes import recipe


def test_campaign_begins_with_the_degradation_and_names_real_networks():
    wanted = campaign.wanted()
    assert [w.spec.name for w in wanted if w.recipe == recipe("short")][:4] == [
        *("plain-20", "resnet-20-A", "plain-56", "resnet-56-A"),
    ]
    assert len({(w.spec, w.recipe, w.seed) for w in wanted}) == len(wanted)
    for each in wanted:
        arguments = parser().parse_args(shlex.split(each.command)[3:])
        assert (arguments.recipe, arguments.seed) == (each.recipe.name, each.seed)


def test_recorded_runs_are_no_longer_missing(make_run):
    everything = campaign.wanted()
    left = campaign.missing([make_run(20, "none", recipe="short")])
    assert len(left) == len(everything) - 1
    assert not any((w.spec.name, w.recipe.name, w.seed) == ("plain-20", "short", 0) for w in left)


@pytest.mark.parametrize(
    "options",
    [
        {"recipe": recipe("short").with_changes(epochs=2)},
        {"data": "digits"},
        {"squeeze_excitation": 16},
        {"classes": 100},
        {"seed": 17},
    ],
)
def test_run_that_differs_in_anything_leaves_the_wanted_one_missing(make_run, options):
    options = {"recipe": "short"} | options
    left = campaign.missing([make_run(20, "none", **options)])
    assert left == campaign.wanted()


def test_work_counts_the_whole_training_forward_and_backward():
    short = next(w for w in campaign.wanted() if w.recipe == recipe("short"))
    assert short.spec.name == "plain-20"
    assert short.work == 3 * 40_551_040 * 12 * 390 * 128


def test_runs_command_says_what_is_missing(capsys, monkeypatch, tmp_path):
    few = campaign.wanted()[:4]
    monkeypatch.setattr(campaign, "wanted", lambda file: few)
    monkeypatch.setattr(campaign, "speed", lambda: 1e11)
    assert main(["runs", "--missing", "--folder", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert lines[1].strip().startswith("0.2 h  degradation: python -m resnet_book record")


def test_switch_of_a_wanted_network_is_given_as_the_command_line_has_it():
    options = {"depth": 20, "block": "basic", "batch_norm": False, "squeeze_excitation": 8}
    short = recipe("short")
    words = campaign.Wanted("a", options, cifar_spec(**options), short, 0).command.split()
    given = ["--depth", "20", "--block", "basic", "--no-batch-norm", "--squeeze-excitation", "8"]
    assert words[4 : 4 + len(given)] == given
    assert parser().parse_args(words[3:]).batch_norm is False


@pytest.mark.parametrize(
    ("network", "named"), [("depth = 21", "depth 21"), ('depth = 20, order = "new"', "order 'new'")]
)
def test_unknown_network_is_named(tmp_path, network, named):
    file = tmp_path / "campaign.toml"
    group = '[[group]]\nname = "a"\nrecipes = ["short"]\nseeds = [0]\n'
    file.write_text(f"{group}networks = [{{ {network} }}]\n", encoding="utf8")
    with pytest.raises(ValueError, match=named):
        campaign.wanted(file)


def test_missing_campaign_is_named(tmp_path):
    with pytest.raises(RecordError, match=r"campaign\.toml cannot be read"):
        campaign.wanted(tmp_path / "campaign.toml")


def test_speed_of_this_machine_is_measured():
    assert 1e9 < campaign.speed(steps=1) < 1e15


@pytest.mark.parametrize(
    ("group", "named"),
    [
        ('name = "a"\nseeds = [0]\nnetworks = [{ depth = 20 }]', "there is no field 'recipes'"),
        (
            'name = "a"\nseeds = [0]\nrecipes = ["short"]\nnetworks = [{ depth = 20, dept = 20 }]',
            "'dept'",
        ),
        ("name = ", "at line 2"),
    ],
)
def test_mistake_in_the_campaign_is_named_with_its_file(tmp_path, group, named):
    file = tmp_path / "campaign.toml"
    file.write_text(f"[[group]]\n{group}\n", encoding="utf8")
    with pytest.raises(ValueError, match=rf"campaign\.toml: .*{named}"):
        campaign.wanted(file)
