"""What Colab and JupyterLab fold follows from the roles of cells."""

import json

import pytest
import set_cell_metadata

FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}}


@pytest.fixture
def script():
    return set_cell_metadata


def notebook(**metadata):
    cell = {"cell_type": "code", "id": "a", "metadata": metadata, "source": ["x = 'σ'"]}
    return json.dumps({"cells": [cell]}, indent=1, ensure_ascii=False) + "\n"


def metadata(text):
    return json.loads(text)["cells"][0]["metadata"]


@pytest.mark.parametrize("role", ["figure", "setup", "explorer", "claims"])
def test_folded_where_the_website_folds_or_leaves_out(script, role):
    written = script.written(notebook(tags=["veil-end", role]))
    assert metadata(written) == FOLDED | {"tags": ["veil-end", role]}
    assert script.written(written) == written


@pytest.mark.parametrize("role", ["core", "exercise"])
def test_open_where_the_website_shows_it(script, role):
    assert metadata(script.written(notebook(tags=[role], **FOLDED))) == {"tags": [role]}


def test_other_metadata_and_cells_without_a_role_stay(script):
    assert metadata(script.written(notebook(**FOLDED))) == FOLDED
    given = notebook(jupyter={"outputs_hidden": True}, tags=["core"])
    assert script.written(given) == given


def test_check_changes_nothing_and_says_what_is_stale(script, tmp_path, capsys):
    path = tmp_path / "evidence" / "a.ipynb"
    path.parent.mkdir()
    path.write_text(notebook(tags=["figure"]), encoding="utf8")
    assert script.main(["--check"], tmp_path) == 1
    assert "evidence/a.ipynb: stale" in capsys.readouterr().out
    assert metadata(path.read_text(encoding="utf8")) == {"tags": ["figure"]}
    assert script.main([], tmp_path) == 0
    assert script.main(["--check"], tmp_path) == 0
