"""Weights beside a record."""

import json

import pytest

from resnet_book.data import Batches, Standard, digits
from resnet_book.results import records, runs
from resnet_book.training.evaluation import evaluate


def test_kept_weights_are_the_recorded_network(path):
    run = runs.load(path)
    network, data = runs.load_network(run), digits()
    tests = Batches(data.test_images, data.test_labels, Standard.of(data.train_images), 64)
    loss, error = evaluate(network, tests)
    assert error == pytest.approx(run.test_error, abs=0.6)  # half precision: at most two images
    assert loss == pytest.approx(run.final.test_loss, rel=0.02)


def test_damaged_or_missing_weights_are_refused(folder, path, content, tmp_path):
    alone = tmp_path / path.name  # in a folder without checksums
    alone.write_text(json.dumps(content))
    run = runs.load(alone)
    with pytest.raises(records.RecordError, match="safetensors is missing"):
        runs.load_network(run)
    whole = (folder / content["weights"]["file"]).read_bytes()
    (tmp_path / content["weights"]["file"]).write_bytes(whole[:-1] + b"?")
    with pytest.raises(records.RecordError, match="its SHA-256 is not that in"):
        runs.load_network(run)
    del content["weights"]
    alone.write_text(json.dumps(content))
    with pytest.raises(records.RecordError, match="has no weights"):
        runs.load_network(runs.load(alone))


def test_no_weights_lie_about_without_a_record():
    kept = {run.weights.file for run in runs.load_all() if run.weights}
    assert {path.name for path in records.RECORDED.glob("*.safetensors")} == kept
