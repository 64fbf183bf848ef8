"""The order of the house: maps that name every module, tests beside every module, small modules."""

import ast
import importlib
from pathlib import Path

import pytest

import resnet_book

PACKAGE = Path(resnet_book.__file__).parent
TESTS = Path(__file__).parent
FOLDERS = sorted(path.parent for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE)
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if not path.name.startswith("__"))
# The command line is tested as a whole; a folder's own tests hold what its parts have in common.
TESTED_ELSEWHERE = dict.fromkeys(("arguments", "commands"), "test_command_line.py")


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_folder_says_what_is_inside(folder):
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf8"))) or ""
    for module in [*folder.glob("[a-z]*.py"), *(p.parent for p in folder.glob("*/__init__.py"))]:
        assert f"``{module.stem}``" in text, (
            f"{folder.name}/__init__.py does not name {module.stem}"
        )


def test_map_names_every_folder_and_every_leaf():
    text = resnet_book.__doc__
    for path in (*PACKAGE.glob("*/__init__.py"), *PACKAGE.glob("[a-z]*.py")):
        stem = path.parent.name if path.name == "__init__.py" else path.stem
        assert f"``{stem}``" in text or stem == "arguments", stem


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_no_name_that_a_folder_offers_is_that_of_a_module(folder):
    room = importlib.import_module(f"resnet_book.{name(folder).replace('/', '.')}")
    modules = {path.stem for path in folder.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert modules.isdisjoint(getattr(room, "__all__", ()))
    assert all(hasattr(room, each) for each in getattr(room, "__all__", ()))


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_module_has_tests_of_its_own(module):
    path = module.relative_to(PACKAGE)
    expected = TESTED_ELSEWHERE.get(name(module), path.with_name(f"test_{path.name}"))
    as_a_whole = TESTS / path.parent.parent / f"test_{path.parent.name}.py"  # a folder of tables
    found = (TESTS / expected).exists() or as_a_whole.exists()
    assert found, f"tests/unit/{expected} is missing"


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_module_holds_one_idea(module):
    """About 250 lines at most, and functions of about 40: what is longer holds two ideas."""
    text = module.read_text(encoding="utf8")
    assert text.count("\n") <= 275
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name != "__init__":
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            assert lines <= 45, f"{node.name} has {lines} lines"
