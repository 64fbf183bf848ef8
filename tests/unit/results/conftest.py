"""Runs for the tests: real ones, made by the command line, and ones with chosen errors."""

import json
from pathlib import Path

import pytest

from resnet_book.__main__ import main
from resnet_book.models.network_specs import cifar_spec
from resnet_book.results.provenance import Data, Environment
from resnet_book.results.run_types import Final, Run
from resnet_book.training.history import Epoch
from resnet_book.training.recipes import RECIPES

RECORD = ["record", "--depth", "8", "--epochs", "2", "--device", "cpu", "--weights"]
FILE = "resnet-8-A_digits_quick-epochs=2_seed-0.json"


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A folder with one real record, made by the command line."""
    folder = tmp_path_factory.mktemp("recorded")
    arguments = ["--out", str(folder), "--checkpoint", str(folder / "c.pt")]
    assert main([*RECORD, *arguments]) == 0
    return folder


@pytest.fixture
def record_arguments():
    """The command line that made it, without where it was written."""
    return list(RECORD)


@pytest.fixture
def path(folder):
    """That record's file."""
    return folder / FILE


@pytest.fixture
def content(path):
    """The content of that record."""
    return json.loads(path.read_text())


@pytest.fixture
def make_run():
    """Make a run of a CIFAR network that ended with a test error, or diverged in an epoch."""

    def make(
        depth=20,
        shortcut="A",
        *,
        seed=0,
        recipe=RECIPES["paper"],
        data="cifar10",
        error=8.0,
        diverged=None,
        **options,
    ):
        recipe = RECIPES[recipe] if isinstance(recipe, str) else recipe
        count = 2 if diverged is None else diverged - 1
        return Run(
            Path(f"{depth}-{shortcut}-{seed}.json"),
            cifar_spec(depth, shortcut, **options),
            recipe,
            Data(data, {"train": 64 * "a", "test": 64 * "b"}),
            seed,
            Environment("3.11.7", "2.15.0", "a processor", "cpu", "float32", 1),
            40 * "0",
            "python -m resnet_book record",
            tuple(Epoch(i, 0.1, 1.0, error, 1.0, error, 1.0) for i in range(1, count + 1)),
            None if diverged else Final(1.0, error / 2, 1.0, error, 2.0, 100.0, 1000, 10_000),
            diverged,
        )

    return make
