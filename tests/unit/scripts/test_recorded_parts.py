"""A script of several measurements records the parts that its command line names."""

import runpy
from pathlib import Path

import pytest
import torch

from resnet_book.models.network_specs import cifar_spec
from resnet_book.results import measurements
from resnet_book.results.measurements import Value

SCRIPTS = Path(__file__).parents[3] / "scripts"
PLAIN, RESIDUAL = cifar_spec(8, "none", in_channels=1), cifar_spec(8, in_channels=1)


@pytest.fixture
def record(monkeypatch, tmp_path):
    """``record("one")``: run a script of two parts, and give its new measurements by file."""
    record_parts = runpy.run_path(str(SCRIPTS / "recorded_parts.py"))["record_parts"]
    threads = torch.get_num_threads()

    def value(number):
        return {
            "error": Value(
                number,
                "%",
                "a number",
            )
        }

    parts = {
        "one": [(PLAIN, lambda: value(1.0))],
        "two": [(PLAIN, lambda: value(2.0)), (RESIDUAL, lambda: value(3.0))],
    }

    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["record_two.py", *arguments, "--out", str(tmp_path)])
        record_parts("/some/where/record_two.py", "Two parts.\n\nAnd more.", parts, (0, 1))
        return {each.path.name: each for each in measurements.load_all(tmp_path)}

    yield run
    torch.set_num_threads(threads)


def test_named_part_is_recorded_with_the_command_that_repeats_it(record, capsys):
    (made,) = record("one").values()
    assert (made.measured, made.network, made.seeds) == ("one", PLAIN, (0, 1))
    assert made.command == "python scripts/record_two.py one"
    assert made.values["error"].value == 1
    assert made.environment.threads == 1
    assert capsys.readouterr().out == f"{made.path}\n"


def test_without_a_name_every_part_is_recorded_for_each_of_its_networks(record):
    found = {name: each.values["error"].value for name, each in record().items()}
    assert found == {
        "one_plain-8_digits_seed-0-1.json": 1,
        "two_plain-8_digits_seed-0-1.json": 2,
        "two_resnet-8-A_digits_seed-0-1.json": 3,
    }


def test_help_names_the_parts(record, capsys):
    with pytest.raises(SystemExit) as end:
        record("--help")
    assert end.value.code == 0
    printed = capsys.readouterr().out
    assert "Two parts." in printed
    assert "one, two; or all" in printed
