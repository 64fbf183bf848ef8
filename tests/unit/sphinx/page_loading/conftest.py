"""How the tests of the page loading import its modules, which are in no package."""

import importlib
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[4] / "_sphinx"


@pytest.fixture
def load(monkeypatch):
    """``load("purge")``: a module of the extension."""
    monkeypatch.syspath_prepend(str(FOLDER))
    yield lambda name: importlib.import_module(f"page_loading.{name}")
    for name in [name for name in sys.modules if name.split(".")[0] == "page_loading"]:
        del sys.modules[name]
