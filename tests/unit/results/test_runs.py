"""Recorded runs: what is written is read back, and what is damaged is refused by field."""

import copy
import json
import re
import shlex
from pathlib import Path

import pytest
import torch

from resnet_book.__main__ import main
from resnet_book.data.batches import Batches, Standard
from resnet_book.data.datasets import digits
from resnet_book.results import runs
from resnet_book.training.evaluation import evaluate

RECORD = ["record", "--depth", "8", "--epochs", "2", "--device", "cpu", "--weights"]
FILE = "resnet-8-A_digits_quick-epochs=2_seed-0.json"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with one real record, made by the command line."""
    folder = tmp_path_factory.mktemp("recorded")
    arguments = ["--out", str(folder), "--checkpoint", str(folder / "c.pt")]
    assert main([*RECORD, *arguments]) == 0
    return folder


@pytest.fixture
def content(folder):
    return json.loads((folder / FILE).read_text())


def test_record_holds_all_that_is_needed_to_make_it_again(folder, content):
    run = runs.load(folder / FILE)
    assert (run.name, run.data, run.recipe, run.seed) == (
        "resnet-8-A", "digits", "quick epochs=2", 0,
    )  # fmt: skip
    assert content["data"]["fingerprint"] == digits().fingerprint
    assert content["network"]["blocks"] == [1, 1, 1]
    assert content["recipe"]["learning_rate"] == 0.02
    assert content["environment"]["torch"] == torch.__version__
    assert len(content["epochs"]) == 2
    assert content["final"]["parameters"] == 75002
    assert run.test_error == content["epochs"][-1]["test_error"]


def test_command_in_a_record_makes_it_again_to_the_last_digit(content, tmp_path):
    command = shlex.split(content["command"])
    assert command[:4] == ["python", "-m", "resnet_book", "record"]
    place = ["--device", "cpu", "--out", str(tmp_path), "--checkpoint", str(tmp_path / "c.pt")]
    assert main([*command[3:], *place]) == 0
    again = json.loads((tmp_path / FILE).read_text())
    for epoch, other in zip(content["epochs"], again["epochs"], strict=True):
        assert epoch["train_loss"] == other["train_loss"]
        assert epoch["test_error"] == other["test_error"]
    assert content["weights"] == again["weights"]


def test_command_names_no_place_of_the_machine_that_ran_it(folder, content):
    assert str(folder) not in json.dumps(content)


def test_kept_weights_are_the_recorded_network(folder):
    run = runs.load(folder / FILE)
    network, data = runs.load_network(run), digits()
    tests = Batches(data.test_images, data.test_labels, Standard.of(data.train_images), 64)
    loss, error = evaluate(network, tests)
    assert error == pytest.approx(run.test_error, abs=0.6)  # half precision: at most two images
    assert loss == pytest.approx(run.content["final"]["test_loss"], rel=0.02)


def test_second_recording_of_the_same_run_is_refused(folder, capsys):
    assert main([*RECORD, "--out", str(folder), "--checkpoint", str(folder / "c.pt")]) == 2
    assert "is on record already; --fresh records it anew" in capsys.readouterr().err


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
    ("where", "value", "told"),
    [
        (["schema"], 2, "field $.schema: 1 was expected"),
        (["seed"], None, "'seed' is a required property"),
        (["seed"], "0", "field $.seed: '0' is not of type 'integer'"),
        (["recipe", "name"], None, "field $.recipe: 'name' is a required property"),
        (["data", "fingerprint", "train"], "abc", "field $.data.fingerprint.train"),
        (["environment", "precision"], "float16", "field $.environment.precision"),
        (["commit"], "unknown", "field $.commit"),
        (["command"], "python train.py", "field $.command"),
        (["epochs", 0, "train_error"], 101, "field $.epochs[0].train_error"),
        (["epochs", 0, "epoch"], 2, "field $.epochs: the epochs are not 1, 2, 3"),
        (
            ["final", "test_error"],
            0.0,
            "field $.final.test_error: it is not that of the last epoch",
        ),
        (["best_test_error"], 1.0, "'best_test_error' was unexpected"),
    ],
)
def test_damaged_record_is_refused_naming_the_field(content, tmp_path, where, value, told):
    path = tmp_path / "run.json"
    path.write_text(json.dumps(damage(content, where, value)))
    with pytest.raises(runs.RecordError) as caught:
        runs.load(path)
    assert str(caught.value).startswith(str(path))
    assert told in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", "not json"])
def test_file_that_is_no_json_is_refused(tmp_path, text):
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(runs.RecordError, match=r"run\.json is not JSON"):
        runs.load(tmp_path / "run.json")


def test_record_that_does_not_pass_is_not_written(content, tmp_path):
    with pytest.raises(runs.RecordError, match="seed"):
        runs.save(damage(content, ["seed"], "0"), tmp_path / "run.json")
    assert list(tmp_path.iterdir()) == []


def test_damaged_or_missing_weights_are_refused(folder, content, tmp_path):
    (tmp_path / FILE).write_text(json.dumps(content))
    run = runs.load(tmp_path / FILE)
    with pytest.raises(runs.RecordError, match="safetensors is missing"):
        runs.load_network(run)
    whole = (folder / content["weights"]["file"]).read_bytes()
    (tmp_path / content["weights"]["file"]).write_bytes(whole[:-1] + b"?")
    with pytest.raises(runs.RecordError, match="its SHA-256 is not that in"):
        runs.load_network(run)
    (tmp_path / FILE).write_text(json.dumps(damage(content, ["weights"], None)))
    with pytest.raises(runs.RecordError, match="has no weights"):
        runs.load_network(runs.load(tmp_path / FILE))


def test_runs_of_other_recipes_are_not_selected(folder):
    found = runs.load_all(folder)
    assert list(runs.select(found, data="digits", recipe="quick epochs=2")) == ["resnet-8-A"]
    assert runs.select(found, data="digits", recipe="quick") == {}
    assert runs.select(found, data="cifar10", recipe="quick epochs=2") == {}


def test_file_names_have_no_spaces():
    assert runs.file_name("resnet-20-A", "cifar10", "short epochs=1", 3) == (
        "resnet-20-A_cifar10_short-epochs=1_seed-3.json"
    )


def test_every_record_of_the_book_is_sound_and_lies_under_its_own_name():
    for run in runs.load_all():
        assert run.path.name == runs.file_name(run.name, run.data, run.recipe, run.seed)
        assert not run.content["commit"].endswith("-changed")
        if "weights" in run.content:
            assert not runs.load_network(run).training


def test_no_weights_lie_about_without_a_record():
    kept = {run.content["weights"]["file"] for run in runs.load_all() if "weights" in run.content}
    assert {path.name for path in Path(runs.RECORDED).glob("*.safetensors")} == kept


@pytest.mark.parametrize(("threads", "told"), [(1, "1 thread, "), (2, "2 threads, ")])
def test_place_says_where_a_run_was_computed(content, threads, told):
    content["environment"]["threads"] = threads
    place = runs.Run(Path("x.json"), content).place
    assert told in place
    assert place.endswith(f"PyTorch {content['environment']['torch']}")


def test_networks_of_2015_are_told_from_the_variants():
    for run in runs.load_all():
        assert run.of_2015 == bool(re.fullmatch(r"plain-\d+|resnet-\d+-A", run.name))
