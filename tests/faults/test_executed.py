"""When a notebook counts as executed by the website's build."""

import json
import os

import pytest
from executed import problems, proven

ERROR = {"output_type": "error", "ename": "ZeroDivisionError", "evalue": "by zero", "traceback": []}


def write(path, *cells):
    """A notebook of (source, execution count, outputs)."""
    code = [
        {"cell_type": "code", "source": source, "execution_count": count, "outputs": outputs}
        for source, count, outputs in cells
    ]
    path.write_text(json.dumps({"cells": [{"cell_type": "markdown", "source": "# x"}, *code]}))


@pytest.fixture
def files(tmp_path):
    """A notebook, its executed copy, and a package older than the copy."""
    source, executed, package = (tmp_path / name for name in ("a.ipynb", "b.ipynb", "package"))
    write(source, (["1\n", "2"], None, []), ("3", None, []))
    write(executed, ("1\n2", 1, []), ("3", 2, []))
    package.mkdir()
    (package / "code.py").write_text("")
    os.utime(package / "code.py", (1, 1))
    return source, executed, package


def test_notebook_with_all_cells_executed_is_proven(files):
    assert problems(*files[:2]) == []
    assert proven(*files)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ([("1\n2", 1, []), ("4", 2, [])], "another version"),
        ([("1\n2", 1, [])], "another version"),
        ([("1\n2", 1, []), ("3", None, [])], "code cell 2 was not executed"),
        ([("1\n2", 1, []), ("3", 2, [ERROR])], "code cell 2: ZeroDivisionError: by zero"),
    ],
)
def test_other_copies_prove_nothing(files, cells, message):
    source, executed, package = files
    write(executed, *cells)
    (problem,) = problems(source, executed)
    assert message in problem
    assert not proven(source, executed, package)


def test_no_copy_proves_nothing(files):
    source, executed, package = files
    executed.unlink()
    assert not proven(source, executed, package)


def test_copy_older_than_the_package_proves_nothing(files):
    source, executed, package = files
    later = executed.stat().st_mtime + 1
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "code.pyc").write_text("")
    os.utime(package / "__pycache__" / "code.pyc", (later, later))
    assert proven(source, executed, package)  # Python writes these, nobody edits them
    os.utime(package / "code.py", (later, later))
    assert not proven(source, executed, package)
