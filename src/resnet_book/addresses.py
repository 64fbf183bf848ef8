"""Where the book lives: its repository, its records, and its notebooks.

Until the book is published its address is a placeholder, and nothing may link to it. Only this
module checks for that: without a real address its functions return None or plain text.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import metadata
from urllib.parse import urlsplit

# The website's build puts the address of _config.yml in here; notebooks inherit it.
VARIABLE = "RESNET_BOOK_REPOSITORY"


def is_placeholder(address: str) -> bool:
    """Whether nobody can own this repository: GitHub allows no underscore in an account's name."""
    owner = urlsplit(address).path.strip("/").split("/")[0]
    return not owner or "_" in owner


def repository() -> str | None:
    """The repository's address, without a final slash; None while it is the placeholder.

    Read from the website's build if it runs this code, else from the installed package.
    """
    urls = metadata("resnet-book").get_all("Project-URL") or []
    installed = dict(url.split(", ", 1) for url in urls).get("Repository", "")
    address = os.environ.get(VARIABLE) or installed
    return None if is_placeholder(address) else address.rstrip("/")


def colab(chapter: str) -> str | None:
    """Where Colab opens a chapter's notebook; None while the repository is the placeholder."""
    address = repository()
    if address is None:
        return None
    path = address.removeprefix("https://github.com/")
    return f"https://colab.research.google.com/github/{path}/blob/main/book/{chapter}.ipynb"


def page(name: str) -> str:
    """The address of a page of the book, relative to a page in the same folder.

    On the website that is a page, in Jupyter and Colab the notebook.
    """
    if VARIABLE in os.environ:
        return f"{name}.html"
    return ("google.colab" in sys.modules and colab(name)) or f"{name}.ipynb"


def notebook(chapter: str) -> str:
    """Where the website keeps a chapter's notebook to download, relative to the chapter's page."""
    up = "../" * (1 + chapter.count("/"))
    return f"{up}_sources/book/{chapter}.ipynb"


def records() -> str | None:
    """The folder of all records in the repository; None while that is the placeholder."""
    address = repository()
    return address and f"{address}/blob/main/src/resnet_book/results/recorded"


def record_link(file: str, text: str) -> str:
    """A Markdown link to a record's file; the text alone while the repository is the placeholder.

    Args:
        file: a name in ``results/recorded/``.
        text: of the link.
    """
    folder = records()
    return f"[{text}]({folder}/{file})" if folder else text
