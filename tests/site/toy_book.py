"""A book of two pages with the real configuration: theme, extensions and templates of the book."""

import json
import subprocess
import sys
from pathlib import Path

from built_site import ROOT

PLACEHOLDER = "https://github.com/your_account/toy-book"

# As the chapters begin: on Colab the package is installed from the repository.
INSTALL = f"""import importlib.util

if importlib.util.find_spec("resnet_book") is None:  # on Colab
    %pip install -q git+{PLACEHOLDER}"""

# One cell for each thing that links to the repository, or that may be wider than a phone.
CELLS = [
    """from IPython.display import Markdown

from resnet_book.explorers import DegradationExplorer
from resnet_book.labs import TrainingLab
from resnet_book.results import runs, tables""",
    'TrainingLab("index")',
    "DegradationExplorer()",
    "Markdown(tables.records_list(runs.load_all()[:2]))",
    'print("one line, much wider than a phone " * 5)',
]
GLOSSARY = """# Glossary

- **Depth.** How many layers.

$$ a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 + a_9 + a_{10} + a_{11} + a_{12} + a_{13} $$

| a heading | another heading | a third heading | a fourth heading |
| --- | --- | --- | --- |
| a_cell_that_does_not_break | a_cell_that_does_not_break | a_cell_that_does_not_break | 1 |
"""


def notebook(*code: str) -> dict:
    """A notebook with a title, the installation cell and the cells given."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# A toy book"}]
    for i, source in enumerate([INSTALL, *code]):
        tags = {"tags": ["remove-cell"]} if source is INSTALL else {}
        cells.append(
            {"cell_type": "code", "execution_count": None, "id": f"cell-{i}", "metadata": tags,
             "outputs": [], "source": source}
        )  # fmt: skip
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def write_notebook(folder: Path, *code: str, **changes: object) -> None:
    """Write the book's only notebook; `changes` to its last cell, such as its outputs."""
    content = notebook(*code)
    content["cells"][-1] |= changes
    text = json.dumps(content, indent=1, ensure_ascii=False)
    (folder / "book" / "index.ipynb").write_text(text + "\n", encoding="utf8")


def write(folder: Path, *code: str, address: str = PLACEHOLDER) -> None:
    """Write the book's files into `folder`: a notebook with cells of `code`, and a glossary.

    What is not written is the real book's, by links: the package, the extensions, the styles.
    """
    for name in ("src", "_sphinx", "book/_static", "book/_templates", "book/references.bib"):
        link = folder / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(ROOT / name)
    configuration = (ROOT / "_config.yml").read_text(encoding="utf8")
    assert configuration.count("  url: ") == 1
    lines = [
        f"  url: {address}" if line.startswith("  url: ") else line
        for line in configuration.splitlines()
        if "moved_pages: " not in line  # to pages that are not here
    ]
    (folder / "_config.yml").write_text("\n".join(lines) + "\n", encoding="utf8")
    toc = "format: jb-book\nroot: book/index\nchapters:\n  - file: book/glossary\n"
    (folder / "_toc.yml").write_text(toc)
    write_notebook(folder, *code)
    (folder / "book" / "glossary.md").write_text(GLOSSARY, encoding="utf8")


def build(*folders: Path) -> list[Path]:
    """Build books as the README says, all at once; returns the folders of their pages."""
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-W", "-n"]
    builds = [
        subprocess.Popen(
            [*command, "--keep-going"], cwd=folder, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        for folder in folders
    ]  # fmt: skip
    outputs = [each.communicate()[0] for each in builds]
    for each, output in zip(builds, outputs, strict=True):
        assert each.returncode == 0, output
    return [folder / "_build" / "html" for folder in folders]
