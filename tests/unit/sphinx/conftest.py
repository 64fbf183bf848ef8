"""The website's extensions are no package: a test loads one from its file."""

import importlib.util
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "_sphinx"


@pytest.fixture
def extension():
    """``extension("figures")``: a module of ``_sphinx/``, loaded anew."""

    def load(name):
        spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load
