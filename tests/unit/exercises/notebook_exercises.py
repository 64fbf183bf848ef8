"""Read the exercises from the notebooks: each stub, its check and its worked solution."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

BOOK = Path(__file__).parents[3] / "book"


class Exercise(NamedTuple):
    """One exercise whose answer is code."""

    chapter: str
    name: str  # of the reader's function or number
    check: Callable
    stub: object


@cache
def cells(chapter: str, kind: str) -> list[str]:
    content = json.loads((BOOK / f"{chapter}.ipynb").read_text(encoding="utf8"))["cells"]
    return ["".join(cell["source"]) for cell in content if cell["cell_type"] == kind]


def imported(chapter: str) -> dict[str, Any]:
    """The names that the cells of a chapter import."""
    names: dict[str, Any] = {}
    for source in cells(chapter, "code"):
        code = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith("%"))
        if "import importlib.util\n" in code:
            continue  # the installation on Colab
        nodes = [n for n in ast.parse(code).body if isinstance(n, ast.Import | ast.ImportFrom)]
        exec(compile(ast.Module(nodes, []), chapter, "exec"), names)
    return names


def solution(chapter: str, name: str) -> Any:
    """The object called `name` in a chapter's folded solutions, which define it exactly once."""
    (code,) = (
        block
        for text in cells(chapter, "markdown")
        for details in re.findall(r"<details>.*?</details>", text, re.DOTALL)
        for block in re.findall(r"```python\n(.*?)```", details, re.DOTALL)
        if re.search(rf"^(def {name}\(|{name} = )", block, re.MULTILINE)
    )
    names = imported(chapter)
    exec(code, names)
    return names[name]


def exercises() -> Iterator[Exercise]:
    """Every cell of every notebook that ends in ``check_…(my_…)``."""
    for path in sorted(BOOK.glob("*.ipynb")):
        for source in cells(path.stem, "code"):
            called = re.search(r"^(check_\w+)\((my_\w+)\)\s*\Z", source, re.MULTILINE)
            if called:
                check, name = called.groups()
                names = imported(path.stem)
                exec(source[: called.start()], names)
                yield Exercise(path.stem, name, names[check], names[name])
