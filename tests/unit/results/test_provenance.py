"""Where a result comes from."""

import subprocess
from dataclasses import replace

import pytest
import torch

from resnet_book.data import digits
from resnet_book.results import provenance
from resnet_book.results.provenance import Data, Environment
from resnet_book.results.records import RecordError


@pytest.mark.parametrize(("threads", "expected"), [(1, "1 thread, "), (2, "2 threads, ")])
def test_place_says_where_a_run_was_computed(threads, expected):
    environment = Environment.of_this_machine("cpu", "float32", threads)
    assert expected in environment.place
    assert environment.place.endswith(f"PyTorch {torch.__version__}")


def test_environment_has_the_threads_in_use_by_default():
    environment = Environment.of_this_machine("cpu", "float32")
    assert environment.threads == torch.get_num_threads()
    assert environment.processor
    assert replace(environment, processor="a CPU").place.startswith("a CPU, ")


def test_data_are_a_name_and_a_fingerprint():
    data = Data.of(digits())
    assert data.name == "digits"
    assert set(data.fingerprint) == {"train", "test"}


def git(folder, *arguments):
    name = ("-c", "user.name=a", "-c", "user.email=a@b.c")
    subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)


def test_commit_says_whether_any_code_of_the_package_has_changed(tmp_path, monkeypatch):
    package = tmp_path / "package"
    (package / "training").mkdir(parents=True)
    code = package / "training" / "loop.py"
    code.write_text("a = 1\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "a")
    monkeypatch.setattr(provenance, "PACKAGE", package)
    clean = provenance.commit()
    assert len(clean) == 40
    (package / "notes.txt").write_text("not code")
    assert provenance.commit() == clean
    code.write_text("a = 2\n")
    assert provenance.commit() == f"{clean}-changed"


def test_without_a_checkout_nothing_can_be_recorded(tmp_path, monkeypatch):
    monkeypatch.setattr(provenance, "PACKAGE", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(RecordError, match="record from a git checkout of the book"):
        provenance.commit()


def test_package_is_the_whole_package():
    assert (provenance.PACKAGE / "training" / "loop.py").exists()
    assert (provenance.PACKAGE / "__main__.py").exists()
