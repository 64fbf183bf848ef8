"""Where the book lives: its repository, its records, and its chapters in Colab."""

from __future__ import annotations

from importlib.metadata import metadata


def repository() -> str:
    """The address of the book's repository, as the package was installed with it."""
    urls = metadata("resnet-book").get_all("Project-URL") or []
    return dict(url.split(", ", 1) for url in urls)["Repository"]


def colab(chapter: str) -> str:
    """Where Colab opens a chapter's notebook."""
    path = repository().removeprefix("https://github.com/")
    return f"https://colab.research.google.com/github/{path}/blob/main/book/{chapter}.ipynb"
