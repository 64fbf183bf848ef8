"""The order of the house: maps that name every module, tests beside every module, small modules."""

import ast
import importlib
import json
import re
from pathlib import Path

import pytest

import resnet_book

PACKAGE = Path(resnet_book.__file__).parent
TESTS = Path(__file__).parent
ROOT = TESTS.parents[1]
FOLDERS = sorted(path.parent for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE)
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if not path.name.startswith("__"))
# The command line is tested as a whole, and so are the papers' tables, which are one list of data.
TESTED_ELSEWHERE = dict.fromkeys(("arguments", "commands"), Path("test_command_line.py")) | {
    f"results/papers/{path.stem}": Path("results/test_papers.py")
    for path in PACKAGE.glob("results/papers/[a-z]*.py")
}
# The website's extensions; the glossary's are tested together.
EXTENSIONS = [
    path for path in sorted((ROOT / "_sphinx").rglob("[a-z]*.py")) if path.parent.name != "glossary"
]


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
        assert f"``{stem}``" in text, stem


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
    assert (TESTS / expected).exists(), f"tests/unit/{expected} is missing"


@pytest.mark.parametrize("module", EXTENSIONS, ids=lambda path: path.stem)
def test_extension_of_the_website_has_tests_of_its_own(module):
    path = module.relative_to(ROOT / "_sphinx")
    assert (TESTS / "sphinx" / path.with_name(f"test_{path.name}")).exists()


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


CODE = sorted([*PACKAGE.rglob("*.py"), *ROOT.glob("scripts/*.py"), *ROOT.glob("book/**/*.ipynb")])
KIND = re.compile(r"\^?(plain|resnet|vgg)", re.IGNORECASE)  # how a network's name begins
PARSERS = {
    *("startswith", "endswith", "removeprefix", "removesuffix", "partition", "rpartition"),
    *("split", "rsplit", "match", "fullmatch", "search", "replace"),
}
NAMED = ("name", "key", "label", "network")  # what a sliced name is called
LABELS = ("network_label", "label_of_any_depth")
# The rooms that get records from `results`, and the modules there that read the files' content.
ROOMS = ("results", "drawing", "labs", "probes", "training")
READERS_OF_RECORDS = {f"results/{name}" for name in ("records", "runs", "measurements")}


def tree(path: Path) -> ast.Module:
    """The code of a module, or of a notebook without its magic commands."""
    text = path.read_text(encoding="utf8")
    if path.suffix == ".ipynb":
        cells = [each for each in json.loads(text)["cells"] if each["cell_type"] == "code"]
        text = "\n".join("".join(each["source"]) for each in cells)
        text = re.sub(r"^(\s*)[%!].*$", r"\1pass", text, flags=re.MULTILINE)
    return ast.parse(text)


def called(node: ast.expr) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))


def of_a_label(node: ast.expr) -> bool:
    """Whether a method or a slice is of what `network_label` returns."""
    return isinstance(node, ast.Call) and called(node.func) in LABELS


def parsed_names(module: ast.Module) -> list[str]:
    """Expressions that take a network's name apart: ``key.startswith("plain")``, ``name[7:]``."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and called(node.func) in PARSERS:
            words = [
                each.value
                for arg in node.args[:1]  # what is looked for
                for each in ast.walk(arg)
                if isinstance(each, ast.Constant)
            ]
            cut = isinstance(node.func, ast.Attribute) and of_a_label(node.func.value)
            if cut or any(isinstance(word, str) and KIND.match(word) for word in words):
                found.append(ast.unparse(node))
        sliced = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice)
        if sliced and (called(node.value) in NAMED or of_a_label(node.value)):
            found.append(ast.unparse(node))
    return found


def test_parsed_names_are_found():
    code = """
key.startswith("plain"), name.startswith(("ResNet", "x")), int(name[7:]), run.name[:5]
re.match("resnet-(.*)", text), text.removeprefix("plain-")
name.replace("ResNet-", ""), network_label(spec).replace(f"-{depth}", ""), network_label(spec)[7:]
names[1:], name[0], name.startswith("conv"), text.split(" "), name == "plain"
text.replace("_", " "), text.replace("NAME", "plain"), network_label(spec.replace(a, b))
"""
    assert len(parsed_names(ast.parse(code))) == 9


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_code_parses_the_name_of_a_network(path):
    """What a network is stands in its spec; a name is for readers, files and the command line."""
    assert parsed_names(tree(path)) == []


@pytest.mark.parametrize(
    "module",
    [each for each in MODULES if name(each).startswith(tuple(f"{r}/" for r in ROOMS))],
    ids=name,
)
def test_only_the_readers_of_records_index_their_content(module):
    """Everything else gets a `Run`, a `Measurement` or times, whose fields were checked."""
    if name(module) not in READERS_OF_RECORDS:
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.Subscript):
                assert called(node.value) not in ("content", "record"), ast.unparse(node)
