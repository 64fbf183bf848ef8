"""Gives each page a description of its own, for search engines: how its text begins."""

from __future__ import annotations

import re
from html import escape

from docutils import nodes
from sphinx.application import Sphinx

LONGEST = 160  # characters; search engines show no more
SHORTEST = 80  # what is shorter says too little
# Pages without a text.
WRITTEN = {
    "genindex": "The index of {title}: every term, with the sections that deal with it.",
    "search": "Search the chapters, the glossary and the references of {title}.",
}


def describe(app: Sphinx, page: str, template: str, context: dict, tree) -> None:
    """Add the description, unless the page's front matter has one."""
    metatags = context.get("metatags", "")
    if app.builder.format != "html" or 'name="description"' in metatags:
        return
    text = WRITTEN.get(page, "").format(title=app.config.html_title)
    if tree is not None and not text:
        text = beginning(tree)
    if text:
        context["metatags"] = f'{metatags}\n<meta name="description" content="{escape(text)}" />'


def beginning(tree: nodes.document) -> str:
    """The first sentences of prose that a search engine has room for."""
    text = ""
    for paragraph in tree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section) and not list(paragraph.findall(nodes.math)):
            text = f"{text} {' '.join(paragraph.astext().split())}".strip()
        if len(text) >= SHORTEST:
            break
    return shortened(text)


def shortened(text: str) -> str:
    """At most `LONGEST` characters."""
    whole = ""
    for sentence in re.split(r"(?<=[.?!]) +", text):
        if len(whole) + len(sentence) > LONGEST - 1:
            break
        whole = f"{whole} {sentence}".strip()
    if whole:
        return whole
    return text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
