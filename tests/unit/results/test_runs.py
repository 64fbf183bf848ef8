"""Recorded runs: what is written is read back, and what is damaged is refused by field."""

import copy
import json
import shlex
from dataclasses import fields, replace

import pytest
import torch

from resnet_book.__main__ import main
from resnet_book.data import digits
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.network_specs import cifar_spec
from resnet_book.models.resnet import cifar_resnet
from resnet_book.results import records, runs
from resnet_book.training.history import Diverged, Epoch
from resnet_book.training.loop import train
from resnet_book.training.recipes import RECIPES, Recipe, recipe


def test_record_holds_all_that_is_needed_to_make_it_again(path, content):
    run = runs.load(path)
    assert (run.name, run.data.name, run.recipe.name, run.seed) == (
        *("resnet-8-A", "digits", "quick epochs=2", 0),
    )
    assert content["data"]["fingerprint"] == digits().fingerprint
    assert content["network"]["blocks"] == [1, 1, 1]
    assert content["recipe"]["learning_rate"] == 0.02
    assert content["environment"]["torch"] == torch.__version__
    assert len(content["epochs"]) == 2
    assert content["final"]["parameters"] == 75002
    assert run.test_error == content["epochs"][-1]["test_error"]


def test_record_is_read_with_its_types(path, content):
    run = runs.load(path)
    assert run.spec == cifar_spec(8, in_channels=1)
    assert run.recipe == recipe("quick").with_changes(epochs=2)
    assert run.epochs == tuple(Epoch(**epoch) for epoch in content["epochs"])
    assert run.data.fingerprint == digits().fingerprint
    assert run.environment.torch == torch.__version__
    assert run.final.parameters == 75002
    assert (run.train_error, run.test_error) == (run.final.train_error, run.final.test_error)
    assert (run.commit, run.command) == (content["commit"], content["command"])
    assert run.weights.file == content["weights"]["file"]
    assert run.diverged is None
    assert (content["kind"], content["schema"]) == ("run", 2)


def test_command_in_a_record_makes_it_again_to_the_last_digit(path, content, tmp_path):
    command = shlex.split(content["command"])
    assert command[:4] == ["python", "-m", "resnet_book", "record"]
    place = ["--device", "cpu", "--out", str(tmp_path), "--checkpoint", str(tmp_path / "c.pt")]
    assert main([*command[3:], *place]) == 0
    again = json.loads((tmp_path / path.name).read_text())
    for epoch, other in zip(content["epochs"], again["epochs"], strict=True):
        assert epoch["train_loss"] == other["train_loss"]
        assert epoch["test_error"] == other["test_error"]
    assert content["weights"] == again["weights"]


def test_command_names_no_place_of_the_machine_that_ran_it(folder, content):
    assert str(folder) not in json.dumps(content)


def test_second_recording_of_the_same_run_is_refused(folder, record_arguments, capsys):
    place = ["--out", str(folder), "--checkpoint", str(folder / "c.pt")]
    assert main([*record_arguments, *place]) == 2
    assert "exists already; --fresh records the run" in capsys.readouterr().err


def damage(content, where, value):
    damaged = copy.deepcopy(content)
    *path, last = where
    place = damaged
    for key in path:
        place = place[key]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return damaged


@pytest.mark.parametrize(
    ("where", "value", "message"),
    [
        (["schema"], 3, "field $.schema: 3 is not one of [1, 2]"),
        (["kind"], None, "'kind' is a required property"),
        (["seed"], None, "'seed' is a required property"),
        (["seed"], "0", "field $.seed: '0' is not of type 'integer'"),
        (["network", "design", "shape"], "wide", "block 'wide' is not one of: basic, bottleneck"),
        (["network", "design", "groups"], 2, "BlockDesign has no field 'groups'"),
        (["network", "stages"], 4, "NetworkSpec has no field 'stages'"),
        (["recipe", "name"], None, "field $.recipe: 'name' is a required property"),
        (["recipe", "dropout"], 0.1, "Recipe has no field 'dropout'"),
        (["data", "fingerprint", "train"], "abc", "field $.data.fingerprint.train"),
        (["environment", "precision"], "float16", "field $.environment.precision"),
        (["commit"], "unknown", "field $.commit"),
        (["command"], "python train.py", "field $.command"),
        (["epochs", 0, "train_error"], 101, "field $.epochs[0].train_error"),
        (["epochs", 0, "epoch"], 2, "field $.epochs: the epochs are not 1, 2, 3"),
        (["epochs"], [], "field $.epochs: there are none"),
        (
            ["final", "test_error"],
            0.0,
            "field $.final.test_error: it is not that of the last epoch",
        ),
        (["final", "seconds"], None, "field $.final: 'seconds' is a required property"),
        (["final"], {"diverged": 2}, "field $.final.diverged: 2 does not follow the last epoch"),
        (["final", "diverged"], 3, "field $.final"),
        (["best_test_error"], 1.0, "'best_test_error' was unexpected"),
    ],
)
def test_damaged_record_is_refused_naming_the_field(content, tmp_path, where, value, message):
    path = tmp_path / "run.json"
    path.write_text(json.dumps(damage(content, where, value)))
    with pytest.raises(records.RecordError) as caught:
        runs.load(path)
    assert str(caught.value).startswith(str(path))
    assert message in str(caught.value)


def test_record_that_does_not_pass_is_not_written(content, tmp_path):
    for where, value in ((["seed"], "0"), (["network", "design", "groups"], 2)):
        with pytest.raises(records.RecordError, match=where[-1]):
            runs.save(damage(content, where, value), tmp_path / "run.json")
    assert list(tmp_path.iterdir()) == []


def first_version(content):
    """The content as the first version of the package wrote it: fewer fields, and no kind."""
    old = copy.deepcopy(content) | {"schema": 1}
    del old["kind"]
    known = ("shape", "shortcut", "order", "batch_norm", "stride_on")
    old["network"]["design"] = {name: old["network"]["design"][name] for name in known}
    for name in ("augment", "decay_vectors", "nesterov", "label_smoothing"):
        del old["recipe"][name]
    return old


def test_record_of_the_first_version_has_the_defaults_of_later_fields(content, tmp_path):
    content["recipe"]["augment"] = False
    (tmp_path / "run.json").write_text(json.dumps(first_version(content)))
    run = runs.load(tmp_path / "run.json")
    defaults = {f.name: f.default for f in fields(BlockDesign)}
    assert run.spec.design == BlockDesign(**defaults | {"stride_on": "1x1"})
    assert run.recipe.augment is Recipe("").augment is True
    assert run.recipe.label_smoothing == Recipe("").label_smoothing == 0


def test_records_of_the_book_of_the_first_version_load_as_todays_networks_and_recipes():
    everything = runs.load_all()
    assert len(everything) >= 30
    for run in everything:
        if run.recipe.name in RECIPES:
            assert run.recipe == RECIPES[run.recipe.name]
    assert cifar_spec(56) in {run.spec for run in everything}


def test_training_that_diverged_is_recorded_as_such(tmp_path):
    network = cifar_resnet(8, in_channels=1)
    hopeless = recipe("quick").with_changes(learning_rate=1e6, epochs=1)
    with pytest.raises(Diverged) as caught:
        train(network, digits(), hopeless, device="cpu", test_curve=True, progress=False)
    command = "python -m resnet_book record --learning-rate 1e6"
    content = runs.record(network, digits(), hopeless, 0, caught.value, command)
    assert content["final"] == {"diverged": 1}
    run = runs.save(content, tmp_path / "run.json")
    assert run == runs.load_all(tmp_path)[0]
    assert (run.diverged, run.epochs, run.final) == (1, (), None)
    assert run.test_error is run.train_error is None
    assert run.environment.precision == "float32"
    assert run.weights is None


def test_epochs_before_a_divergence_are_kept(path, tmp_path):
    epochs = runs.load(path).epochs
    network = cifar_resnet(8, in_channels=1)
    ended = Diverged("the loss is nan", epochs)
    command = "python -m resnet_book record --depth 8"
    content = runs.record(network, digits(), recipe("quick"), 0, ended, command)
    run = runs.save(content, tmp_path / "run.json")
    assert run.diverged == 3
    assert run.epochs == epochs


def test_runs_of_other_recipes_are_not_selected(folder):
    found = runs.load_all(folder)
    brief = recipe("quick").with_changes(epochs=2)
    assert list(runs.select(found, data="digits", recipe=brief)) == ["resnet-8-A"]
    assert runs.select(found, data="digits", recipe="quick") == {}
    assert runs.select(found, data="cifar10", recipe=brief) == {}
    other = replace(brief, batch_size=32)  # of the same name
    assert runs.select(found, data="digits", recipe=other) == {}
    with pytest.raises(ValueError, match="recipe 'quick epochs=2' is not one of: paper"):
        runs.select(found, data="digits", recipe=brief.name)


def test_runs_that_diverged_are_not_selected(make_run):
    made = [make_run(seed=1), make_run(seed=0), make_run(seed=2, diverged=3)]
    (seeds,) = runs.select(made, data="cifar10", recipe="paper").values()
    assert [run.seed for run in seeds] == [0, 1]


def test_file_names_have_no_spaces():
    assert runs.file_name("resnet-20-A", "cifar10", "short epochs=1", 3) == (
        "resnet-20-A_cifar10_short-epochs=1_seed-3.json"
    )


@pytest.mark.parametrize(
    "folder", [records.RECORDED, records.RECORDED / "digits"], ids=lambda f: f.name
)
def test_every_record_of_the_book_is_sound_and_lies_under_its_own_name(folder):
    found = runs.load_all(folder)
    assert found
    for run in found:
        assert run.path.name == runs.file_name(run.name, run.data.name, run.recipe.name, run.seed)
        assert not run.commit.endswith("-changed")
        assert json.loads(run.path.read_text())["network"]["name"] == run.name
        if run.weights is not None:
            assert not runs.load_network(run).training


def test_trainings_on_digits_have_three_seeds_each():
    found = {}
    for run in runs.load_all(records.RECORDED / "digits"):
        assert run.data.name == "digits"
        assert run.environment.threads == 1  # so that its numbers do not depend on the cores
        found.setdefault((run.name, run.recipe), []).append(run.seed)
    assert all(sorted(seeds) == [0, 1, 2] for seeds in found.values())
