"""Whether the website's build has executed a notebook, as it is now, from first to last cell.

The build leaves an executed copy of each page. CI takes it for the proof that the notebook runs,
and does not run it a second time; see conftest.py at the top.
"""

from __future__ import annotations

import json
from pathlib import Path

GENERATED = {".pyc", "node_modules"}


def problems(source: Path, executed: Path) -> list[str]:
    """Why the copy `executed` does not prove that `source` runs; empty if it does."""
    if not executed.is_file():
        return [f"{executed} does not exist"]
    cells, copies = _code(source), _code(executed)
    if [_text(cell) for cell in cells] != [_text(copy) for copy in copies]:
        return [f"{executed} was made from another version of {source}"]
    found = []
    for i, copy in enumerate(copies, 1):
        if copy["execution_count"] is None:
            found.append(f"code cell {i} was not executed")
        found += [
            f"code cell {i}: {output['ename']}: {output['evalue']}"
            for output in copy["outputs"]
            if output["output_type"] == "error"
        ]
    return found


def proven(source: Path, executed: Path, package: Path) -> bool:
    """Whether `source` has run without an error, with all files of `package` as they are now."""
    if problems(source, executed):
        return False
    made = executed.stat().st_mtime
    files = (path for path in package.rglob("*") if not GENERATED & {path.suffix, *path.parts})
    return all(path.stat().st_mtime <= made for path in files if path.is_file())


def _code(notebook: Path) -> list[dict]:
    cells = json.loads(notebook.read_text(encoding="utf8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def _text(cell: dict) -> str:
    return "".join(cell["source"])
