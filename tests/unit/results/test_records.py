"""The door to the records: kinds, schemas and checksums."""

import hashlib
import json
import multiprocessing
import subprocess

import pytest

from resnet_book.results import records, runs
from resnet_book.results.records import RECORDED, RecordError


@pytest.fixture
def copy(folder, tmp_path):
    """A copy of the folder with one record, its weights and its checksums."""
    for path in folder.iterdir():
        if path.suffix != ".pt":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.mark.parametrize("text", ["", "{", "not json"])
def test_file_that_is_no_json_is_refused(tmp_path, text):
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(RecordError, match=r"run\.json is not JSON"):
        records.read(tmp_path / "run.json", "run")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_number_that_json_does_not_have_is_refused(tmp_path, content, number):
    text = json.dumps(content).replace('"seed": 0', f'"seed": {number}')
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(RecordError, match=f"is not JSON: {number}"):
        records.read(tmp_path / "run.json", "run")


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(RecordError, match=r"run\.json cannot be read: No such file"):
        records.read(tmp_path / "run.json", "run")


def test_json_that_is_no_object_is_refused(tmp_path):
    (tmp_path / "run.json").write_text("[1]")
    with pytest.raises(RecordError, match="it is not a JSON object"):
        records.read(tmp_path / "run.json", "run")


def test_unknown_kind_is_refused_naming_the_known_ones(tmp_path, content):
    (tmp_path / "run.json").write_text(json.dumps(content | {"kind": "guess"}))
    message = r"field \$\.kind: 'guess' is not one of: run, measurement, times"
    with pytest.raises(RecordError, match=message):
        records.read(tmp_path / "run.json", "run")
    with pytest.raises(RecordError, match=message):
        records.read_all(tmp_path, "run")
    with pytest.raises(RecordError, match=message):
        records.write(content | {"kind": "guess"}, tmp_path / "other.json")


def test_record_of_another_kind_is_refused(path):
    with pytest.raises(RecordError, match="is a record of a run, not of a measurement"):
        records.read(path, "measurement")


def test_records_are_read_by_kind(copy):
    (copy / "other.json").write_text(json.dumps({"kind": "measurement"}))
    records.add_checksums(copy, "other.json")
    assert len(records.read_all(copy, "run")) == 1
    with pytest.raises(RecordError, match="is a required property"):
        records.read_all(copy, "measurement")


def test_first_record_in_a_folder_lists_the_checksums_that_sha256sum_checks(copy):
    names = {path.name for path in copy.iterdir()} - {records.SUMS}
    assert set(records.checksums(copy)) == names
    assert len(names) == 2
    done = subprocess.run(["sha256sum", "-c", records.SUMS], cwd=copy, capture_output=True)
    assert done.returncode == 0


@pytest.mark.parametrize("suffix", [".json", ".safetensors"])
def test_changed_file_is_refused_by_name(copy, suffix):
    path = next(copy.glob(f"*{suffix}"))
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(RecordError) as caught:
        runs.load_network(runs.load_all(copy)[0])
    assert str(caught.value) == f"{path} has changed: its SHA-256 is not that in SHA256SUMS"


def test_file_without_a_line_is_refused(copy, path):
    (copy / "other.json").write_bytes(path.read_bytes())
    with pytest.raises(RecordError, match=r"other\.json is not listed in SHA256SUMS"):
        runs.load_all(copy)
    records.write_checksums(copy)
    assert len(runs.load_all(copy)) == 2


def test_writing_a_record_leaves_the_other_lines_alone(copy, path, content):
    (copy / path.name).write_bytes(b"changed")  # the next record must not approve of it
    before = records.checksums(copy)
    runs.save(content | {"seed": 1}, copy / "new.json")
    after = records.checksums(copy)
    assert after.pop("new.json") == hashlib.sha256((copy / "new.json").read_bytes()).hexdigest()
    assert after == before


def test_folder_of_records_without_checksums_gets_them_all_with_the_next_record(copy, content):
    (copy / records.SUMS).unlink()
    assert records.checksums(copy) is None
    assert len(runs.load_all(copy)) == 1
    runs.save(content | {"seed": 1}, copy / "new.json")
    assert len(records.checksums(copy)) == 3


def test_record_that_does_not_pass_is_not_written(content, tmp_path):
    with pytest.raises(RecordError, match="seed"):
        records.write(content | {"seed": "0"}, tmp_path / "run.json")
    content["final"]["train_loss"] = float("nan")
    with pytest.raises(RecordError, match="a number in it is not finite"):
        records.write(content, tmp_path / "run.json")
    assert list(tmp_path.iterdir()) == []


def test_record_is_not_written_without_the_files_that_belong_to_it(content, tmp_path):
    with pytest.raises(RecordError, match=r"safetensors is missing, which belongs to run\.json"):
        runs.save(content, tmp_path / "run.json")
    assert list(tmp_path.iterdir()) == []


def write_many(content, folder, start):
    for seed in range(start, start + 10):
        records.write(content | {"seed": seed}, folder / f"{seed}.json")


def test_records_written_by_two_processes_are_all_listed(content, tmp_path):
    context = multiprocessing.get_context("fork")
    writers = [
        context.Process(target=write_many, args=(content, tmp_path, start)) for start in (0, 10)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert set(records.checksums(tmp_path)) == {f"{seed}.json" for seed in range(20)}


def test_checksums_of_the_book_list_every_file_and_no_other():
    names = {path.name for path in RECORDED.iterdir() if path.suffix in records.SUMMED}
    assert len(names) > 30
    assert records.checksums(RECORDED) == {
        name: hashlib.sha256((RECORDED / name).read_bytes()).hexdigest() for name in names
    }


def test_every_kind_has_a_schema():
    schemas = {path.stem for path in (RECORDED / "schemas").glob("*.json")}
    assert schemas == set(records.KINDS)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a checksum\n", b"12ab  plain-20.json\n"])
def test_list_that_is_none_is_named(tmp_path, content):
    (tmp_path / records.SUMS).write_bytes(content)
    with pytest.raises(RecordError, match="SHA256SUMS"):
        records.checksums(tmp_path)


def test_folder_in_the_lists_place_is_named(tmp_path):
    (tmp_path / records.SUMS).mkdir()
    with pytest.raises(RecordError, match="SHA256SUMS cannot be read"):
        records.checksums(tmp_path)
