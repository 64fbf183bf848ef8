"""Every script and benchmark answers ``--help``, explains its options, and refuses mistakes."""

import argparse
import runpy
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).parents[3]
COMMANDS = sorted(
    path
    for folder in ("scripts", "benchmarks")
    for path in (ROOT / folder).glob("*.py")
    if "__main__" in path.read_text(encoding="utf8").partition('if __name__ == "')[2]
)
LIBRARIES = ("playwright", "torchvision", "jupyter_book")  # that not every installation has


@pytest.fixture
def run(monkeypatch, tmp_path):
    """``run("trainer", "--rounds", "0")``: the exit code, and the parser that was asked."""
    monkeypatch.chdir(tmp_path)
    asked = []
    parse = argparse.ArgumentParser.parse_args

    def noted(self, *arguments):
        asked.append(self)
        return parse(self, *arguments)

    def call(name, *arguments):
        (path,) = [each for each in COMMANDS if each.stem == name]
        for library in LIBRARIES:
            if library in path.read_text(encoding="utf8"):
                pytest.importorskip(library)
        monkeypatch.setattr("sys.argv", [path.name, *arguments])
        with pytest.raises(SystemExit) as end:
            runpy.run_path(str(path), run_name="__main__")
        return end.value.code, asked[0]

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", noted)
    threads = torch.get_num_threads()
    yield call
    torch.set_num_threads(threads)


@pytest.mark.parametrize("name", [path.stem for path in COMMANDS])
@pytest.mark.filterwarnings("ignore:.BaseCommand. is deprecated")  # by Jupyter Book
def test_help_explains_every_option_and_leaves_no_file(name, run, capsys, tmp_path):
    code, parser = run(name, "--help")
    assert code == 0
    assert f"usage: {name}.py" in capsys.readouterr().out
    assert [each.dest for each in parser._actions if not each.help] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        "contact_sheet --no-such-option",
        "list_figures --no-such-option",
        "record_block_times --repetitions 0",
        "record_degradation no-such-part",
        "record_ensembles --folder /nonexistent",
        "record_identity_mappings no-such-name",
        "record_layer_times --rounds -1",
        "record_layer_times --repetitions 0",
        "record_layer_times --out /dev/null/times.json",
        "record_paths --out /dev/null/records",
        "engine --widths 0",
        "engine --rounds 0",
        "engine --depth 57",
        "explorer_frames --rounds 0",
        "trainer --rounds 0",
        "trainer --depth 57",
        "trainer --device abacus",
        "trainer --folder /nonexistent",
        "trainer --precision float8",
        "trainer --only no-such-pipeline",
    ],
)
def test_mistake_is_reported_on_one_line(command, run, capsys):
    code, _ = run(*command.split())
    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1
