"""The recorded times of layers."""

import json

import pytest

from resnet_book.results import layer_times, records
from resnet_book.results.layer_times import LayerTimes
from resnet_book.results.records import RecordError

TIMES = {"plain-20": {"conv1": 0.1, "fc": 0.02}}
COMMAND = "python scripts/record_layer_times.py"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / layer_times.FILE
    layer_times.save(layer_times.layer_times(TIMES, 3, COMMAND), path)
    return path


def test_times_are_read_back_as_they_were_saved(path):
    found = layer_times.load(path)
    assert isinstance(found, LayerTimes)
    assert (found.networks, found.repetitions, found.command) == (TIMES, 3, COMMAND)
    assert found.environment.device == "cpu"
    assert found.environment.threads >= 1
    assert len(found.commit.removesuffix("-changed")) == 40
    assert set(records.checksums(path.parent)) == {layer_times.FILE}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": 2}, "field $.schema"),
        ({"networks": {"plain-20": {"conv1": 0}}}, "field $.networks"),
        ({"repetitions": 0}, "field $.repetitions"),
        ({"best": 1}, "'best' was unexpected"),
    ],
)
def test_damaged_record_is_refused_naming_the_field(path, tmp_path, change, message):
    content = json.loads(path.read_text()) | change
    damaged = tmp_path / "other" / "damaged.json"
    damaged.parent.mkdir()
    damaged.write_text(json.dumps(content))
    with pytest.raises(RecordError) as error:
        layer_times.load(damaged)
    assert message in str(error.value)


def test_recorded_times_were_measured_with_committed_code_on_one_thread():
    recorded = layer_times.load()
    assert len(recorded.commit) == 40
    assert recorded.environment.threads == 1
    assert recorded.command.startswith("python scripts/record_layer_times.py")
