"""Fold cells in Colab and JupyterLab as on the website: write their metadata from their roles.

    python scripts/set_cell_metadata.py           # writes
    python scripts/set_cell_metadata.py --check   # changes nothing

A cell whose code the website folds or leaves out gets `cellView` (Colab shows it as a form, under
the title in its first line) and `jupyter.source_hidden` (JupyterLab). Of other cells both are taken
away. `CONTRIBUTING.md` has the table of roles.

Exit status: 0, or 1 with --check if a notebook's metadata do not follow from its roles.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "_sphinx"))

from cell_roles import FOLDED, HIDDEN, ROLES  # noqa: E402


def set_metadata(cell: dict) -> None:
    """Write what follows from the role of a code cell; without a role it stays as it is."""
    metadata = cell["metadata"]
    roles = ROLES & set(metadata.get("tags", []))
    if not roles:
        return
    metadata.pop("cellView", None)
    jupyter = metadata.pop("jupyter", {})
    jupyter.pop("source_hidden", None)
    if roles & (FOLDED | HIDDEN):
        metadata["cellView"] = "form"
        jupyter["source_hidden"] = True
    if jupyter:
        metadata["jupyter"] = jupyter
    cell["metadata"] = dict(sorted(metadata.items()))


def written(text: str) -> str:
    """A notebook's text with the metadata that follow from the roles of its cells."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            set_metadata(cell)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def main(argv: list[str] | None = None, book: Path = ROOT / "book") -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args(argv).check
    stale = 0
    for path in sorted(book.rglob("*.ipynb")):
        text = path.read_text(encoding="utf8")
        new = written(text)
        if new == text:
            continue
        stale += 1
        print(f"{path.relative_to(book)}: {'stale' if check else 'written'}")
        if not check:
            path.write_text(new, encoding="utf8")
    return int(check and stale > 0)


if __name__ == "__main__":
    sys.exit(main())
