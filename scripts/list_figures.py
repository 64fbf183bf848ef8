"""List every figure, explorer and guess of the book: what it is computed from, and its tests.

    python scripts/list_figures.py             # writes docs/figures.md
    python scripts/list_figures.py --check     # fails if the file is not current

It reads the notebooks' cells without running them: the call that draws, with its arguments.
"""

from __future__ import annotations

import ast
import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from resnet_book.arguments import Parser

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "figures.md"
SHOWN = ("figure", "explorer", "predict", "lab")
SHOW = ("numbered", "html", "in_page", "origin")  # methods of what is made
LONGEST = 90  # characters of a call
HEAD = """\
# Figures, explorers and guesses

Each with the call that makes it from the object that it shows, and the tests of what draws it.
`python scripts/list_figures.py` writes this page; a test checks that it is current.

| page | number or name | computed from | tests |
| --- | --- | --- | --- |
"""


def figures(notebook: Path) -> Iterator[tuple[ast.Call, str]]:
    """Of each cell that shows something the call that makes it, and its number or name."""
    made: dict[str, ast.expr] = {}
    for cell in json.loads(notebook.read_text(encoding="utf8"))["cells"]:
        if cell["cell_type"] != "code" or "remove-cell" in cell["metadata"]["tags"]:
            continue  # a text, or the installation
        code = ast.parse("".join(cell["source"]))
        for node in code.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                made[node.targets[0].id] = node.value
        last = code.body[-1] if code.body else None
        if isinstance(last, ast.Expr) and any(tag in SHOWN for tag in cell["metadata"]["tags"]):
            found = shown(last.value, made)
            if found:
                yield found


def shown(value: ast.expr, made: dict[str, ast.expr]) -> tuple[ast.Call, str] | None:
    """The call that a cell's last line shows, through the names that were given to it."""
    number = None
    while True:
        if isinstance(value, ast.Name) and value.id in made:
            value = made[value.id]
        elif isinstance(value, ast.Call) and getattr(value.func, "attr", "") in SHOW:
            if value.func.attr == "numbered":
                number = ast.literal_eval(value.args[0])
            value = value.func.value  # type: ignore[attr-defined]  # an attribute, since it has one
        else:
            break
    if not isinstance(value, ast.Call):
        return None
    for argument in value.args:
        starred = argument.value if isinstance(argument, ast.Starred) else argument
        if isinstance(starred, ast.Name) and starred.id in made:
            index = value.args.index(argument)
            value.args[index] = made[starred.id]
    return value, number or _name(value)


def _name(call: ast.Call) -> str:
    """A guess's name in the page's address; an explorer's class."""
    if (
        isinstance(call.func, ast.Attribute)
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ):
        return str(call.args[0].value)
    return ast.unparse(call.func).partition(".")[0]


def tests(call: ast.Call) -> str:
    """The file of tests of the module that defines what is called."""
    name = ast.unparse(call.func).partition(".")[0]
    for room in ("drawing", "explorers", "labs"):
        found = getattr(importlib.import_module(f"resnet_book.{room}"), name, None)
        if found is not None:
            parts = found.__module__.split(".")[1:]
            path = Path("tests/unit", *parts[:-1], f"test_{parts[-1]}.py")
            return f"`{path.relative_to('tests/unit')}`"
    raise SystemExit(f"{name} is not of drawing, explorers or labs")


def page() -> str:
    rows = []
    for notebook in sorted((ROOT / "book").rglob("*.ipynb")):
        address = notebook.relative_to(ROOT / "book").with_suffix("")
        for call, name in figures(notebook):
            text = ast.unparse(call).replace("|", "\\|")
            short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
            rows.append(f"| {address} | {name} | `{short}` | {tests(call)} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    parser = Parser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="fail if the file is not current")
    if parser.parse_args().check:
        if FILE.read_text(encoding="utf8") != page():
            sys.exit("docs/figures.md is not current: python scripts/list_figures.py")
    else:
        FILE.write_text(page(), encoding="utf8")
        print(FILE)
