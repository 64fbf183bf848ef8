"""Recorded measurements."""

import json

import pytest

from resnet_book.data import digits
from resnet_book.models.dense_stacks import DenseSpec
from resnet_book.models.network_specs import cifar_spec
from resnet_book.results import measurements, records, runs
from resnet_book.results.measurements import Value
from resnet_book.results.records import RecordError

VALUES = {
    "test error": Value([8.0, 9.5], "%", "after removing each block in turn"),
    "blocks": Value(2, "", "that were removed"),
}
COMMAND = "python scripts/lesions.py"


@pytest.fixture
def saved(path, tmp_path):
    """A measurement of the recorded network, saved."""
    made = measurements.measurement(
        "lesions", digits(), VALUES, COMMAND, run=runs.load(path), seeds=(0, 1)
    )
    return measurements.save_in(tmp_path, made)


def test_measurement_is_read_back_as_it_was_saved(saved, path):
    assert saved.path.name == "lesions_resnet-8-A_digits_seed-0-1.json"
    assert measurements.load_all(saved.path.parent) == [saved]
    assert measurements.load(saved.path) == saved
    assert (saved.measured, saved.record, saved.seeds) == ("lesions", path.name, (0, 1))
    assert saved.network == cifar_spec(8, in_channels=1)
    assert saved.data.fingerprint == digits().fingerprint
    assert saved.values == VALUES
    assert saved.command == COMMAND
    assert len(saved.commit.removesuffix("-changed")) == 40
    assert saved.environment.precision == "float32"


def test_measurements_and_runs_share_a_folder(saved, content):
    folder = saved.path.parent
    del content["weights"]
    runs.save(content, folder / "run.json")
    assert len(runs.load_all(folder)) == 1
    assert measurements.load_all(folder) == [saved]
    assert set(records.checksums(folder)) >= {saved.path.name, "run.json"}


def test_network_without_a_record_is_given_by_its_spec(tmp_path):
    made = measurements.measurement(
        "landscape", digits(), VALUES, COMMAND, network=cifar_spec(20, "none")
    )
    assert measurements.file_name(made) == "landscape_plain-20_digits.json"
    saved = measurements.save(made, tmp_path / "landscape.json")
    assert (saved.record, saved.seeds) == (None, ())
    assert saved.network == cifar_spec(20, "none")


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        (DenseSpec(18, scale=0.1), "dense-18-identity-scale=0.1"),
        (
            DenseSpec(30, 10, "none", preactivation=True),
            "dense-30-none-preactivation-classes=10",
        ),
    ],
)
def test_stack_of_dense_layers_is_given_by_its_spec(tmp_path, spec, name):
    made = measurements.measurement("copying", digits(), VALUES, COMMAND, network=spec)
    assert measurements.file_name(made) == f"copying_{name}_digits.json"
    saved = measurements.save_in(tmp_path, made)
    assert saved.network == spec
    assert json.loads(saved.path.read_text())["network"]["family"] == "dense"


@pytest.mark.parametrize("field", ["layers", "shortcut", "width"])
def test_stack_of_dense_layers_needs_its_fields(tmp_path, field):
    made = measurements.measurement("copying", digits(), VALUES, COMMAND, network=DenseSpec(18))
    content = json.loads(measurements.save_in(tmp_path / "whole", made).path.read_text())
    del content["network"][field]
    with pytest.raises(RecordError, match=f"'{field}' is a required property"):
        records.write(content, tmp_path / "m.json")


def test_stack_that_cannot_be_built_is_refused(tmp_path):
    made = measurements.measurement("copying", digits(), VALUES, COMMAND, network=DenseSpec(18))
    content = json.loads(measurements.save_in(tmp_path / "whole", made).path.read_text())
    content["network"]["layers"] = 17
    records.write(content, tmp_path / "m.json")
    with pytest.raises(RecordError, match="layers 17 is not an even number"):
        measurements.load(tmp_path / "m.json")


def test_measurement_is_of_one_network(path):
    both = {"network": cifar_spec(20), "run": runs.load(path)}
    for given in ({}, both):
        with pytest.raises(ValueError, match="of a network or of a recorded run"):
            measurements.measurement("lesions", digits(), VALUES, COMMAND, **given)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": 2}, "field $.schema: 1 was expected"),
        ({"measured": "two words"}, "field $.measured"),
        ({"values": {}}, "field $.values"),
        ({"values": {"error": {"value": 1, "unit": "%"}}}, "'description' is a required property"),
        ({"seeds": 0}, "field $.seeds: 0 is not of type 'array'"),
        ({"best": 1}, "'best' was unexpected"),
    ],
)
def test_damaged_measurement_is_refused_naming_the_field(saved, tmp_path, change, message):
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    content = json.loads(saved.path.read_text()) | change
    (damaged / "m.json").write_text(json.dumps(content))
    with pytest.raises(RecordError) as caught:
        measurements.load(damaged / "m.json")
    assert str(caught.value).startswith(str(damaged / "m.json"))
    assert message in str(caught.value)


def test_unknown_field_of_the_network_is_refused(saved, tmp_path):
    content = json.loads(saved.path.read_text())
    content["network"]["design"]["groups"] = 2
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "m.json").write_text(json.dumps(content))
    with pytest.raises(RecordError, match="BlockDesign has no field 'groups'"):
        measurements.load_all(tmp_path / "damaged")


def test_changed_measurement_is_refused(saved):
    saved.path.write_text(saved.path.read_text().replace("9.5", "7.5"))
    with pytest.raises(RecordError, match="has changed"):
        measurements.load(saved.path)


def test_numbers_are_finite(tmp_path):
    values = {"loss": Value(float("inf"), "", "far from the minimum")}
    made = measurements.measurement("landscape", digits(), values, COMMAND, network=cifar_spec(20))
    with pytest.raises(RecordError, match="not finite"):
        measurements.save(made, tmp_path / "m.json")
    assert not list(tmp_path.iterdir())
