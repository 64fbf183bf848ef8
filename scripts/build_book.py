"""Build the website as ``jupyter-book build . -W -n --keep-going`` does, several pages at a time.

    python scripts/build_book.py

Reading a page executes its notebook, which is most of the work. Sphinx can read pages in parallel,
one process for each core, but Jupyter Book 1 has no option for it. Each page is a task of its own,
so that no process is left with all of the long ones.
"""

from __future__ import annotations

import argparse
import functools
import os

import jupyter_book.sphinx
import sphinx.builders
from jupyter_book.cli.main import main
from sphinx.application import Sphinx


def one_by_one(pages: list[str], processes: int) -> list[list[str]]:
    """In place of a few large parts of the list."""
    return [[page] for page in pages]


def allowed(app: Sphinx, kind: str) -> bool:
    """Reading in parallel, not writing.

    Of all extensions only sphinx_multitoc_numbering does not say that it may be read so; it
    numbers the pages once all of them are read.
    """
    return kind == "read"


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__.partition("\n")[0]).parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # each kernel's share of the cores
    sphinx.builders.make_chunks = one_by_one
    Sphinx.is_parallel_allowed = allowed
    build = jupyter_book.sphinx.build_sphinx
    jupyter_book.sphinx.build_sphinx = functools.partial(build, jobs=os.cpu_count() or 1)
    main(["build", ".", "-W", "-n", "--keep-going"])
