"""The scripts that record: importing one does nothing, and it says what it is for."""

import runpy
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).parents[3]
SCRIPTS = sorted((ROOT / "scripts").glob("record_*.py"))


@pytest.fixture(params=SCRIPTS, ids=lambda path: path.stem)
def script(request, monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))  # they share `recorded_parts`
    monkeypatch.chdir(tmp_path)
    return request.param


def state():
    return torch.get_num_threads(), torch.get_rng_state().tolist()


def test_importing_does_nothing(script, capsys, tmp_path):
    before = state()
    made = runpy.run_path(str(script))
    assert state() == before
    assert capsys.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []
    assert f"python scripts/{script.name}" in made["__doc__"]


def test_help_says_what_is_recorded(script, capsys, monkeypatch):
    before = state()
    monkeypatch.setattr("sys.argv", [script.name, "--help"])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(script), run_name="__main__")
    assert end.value.code == 0
    assert state() == before
    printed = " ".join(capsys.readouterr().out.split())
    assert f"usage: {script.name}" in printed
    first = runpy.run_path(str(script))["__doc__"].partition("\n")[0]
    assert first in printed


def test_contributing_names_every_script():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf8")
    assert [each.name for each in SCRIPTS if each.name not in text] == []
