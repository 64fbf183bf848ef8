"""Every address of the first edition leads somewhere, also after its page has moved.

`moved_pages` in the configuration is the table: the old page, and where its readers find it now.
For each line a page is written that leads on by itself, without a script. A page that moves, is
renamed or split gets a line there; the build warns if a line leads nowhere, or stands in the way
of a page. An anchor follows the new page where only a part of it is meant: ``book/new#part``.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from posixpath import dirname, relpath

from sphinx.application import Sphinx
from sphinx.util import logging

from resnet_book.words import MOVED_TO

# Pages by their addresses on the website, without ".html".
FIRST_EDITION = (
    "index",
    "book/index",
    "book/01-degradation",
    "book/02-residual-learning",
    "book/03-identity-mappings",
    "book/04-bottlenecks",
    "book/05-cifar",
    "book/scorecard",
    "book/glossary",
    "book/references",
    "genindex",
    "search",
)

log = logging.getLogger(__name__)


def leading_on(address: str, title: str) -> str:
    """A page that leads on. It has no <head> tag, by which page_loading knows whole pages."""
    link = escape(address)
    sentence = MOVED_TO.format(f'<a href="{link}">{escape(title)}</a>')
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        f'<meta http-equiv="refresh" content="0; url={link}">\n'
        f'<link rel="canonical" href="{link}">\n<p>{sentence}</p>\n</html>\n'
    )


def problems(moved: dict[str, str], pages: set[str]) -> list[str]:
    """Lines of the table that lead nowhere, or are in a page's way."""
    found = [f"{old} is a page of the book" for old in moved if old in pages]
    ends = {old: new.partition("#")[0] for old, new in moved.items()}
    return found + [f"{old}: no page {new}" for old, new in ends.items() if new not in pages]


def write(app: Sphinx, exception: Exception | None) -> None:
    """After the book's own pages."""
    if exception or app.builder.format != "html":
        return
    moved = app.config.moved_pages
    for problem in problems(moved, set(app.env.found_docs)):
        log.warning("redirects: %s", problem)
    for old, new in moved.items():
        page, sign, anchor = new.partition("#")
        if page not in app.env.found_docs:
            continue
        address = relpath(f"{page}.html", dirname(old) or ".") + sign + anchor
        path = Path(app.outdir, f"{old}.html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(leading_on(address, app.env.titles[page].astext()), encoding="utf8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_config_value("moved_pages", {}, "html", dict)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
