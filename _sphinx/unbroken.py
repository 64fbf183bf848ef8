"""A number and its unit stay on one line, and so does “γ = 1”: the spaces in them do not break.

Sentences are written, and filled in by notebooks, with the ordinary space that keyboards have.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx

NO_BREAK = "\u00a0"
CLOSE = re.compile(
    r"(?<=\d) (?=(?:%|‰|ms|s|min|h|px|kB|MB|GB)(?!\w))"  # before a unit
    r"|(?<=\b[γβλημσ]) (?==)|(?<=[γβλημσ][\s\u00a0]=) (?=[−-]?\d)"  # around the sign of a value
)
AS_WRITTEN = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw)


def join(app: Sphinx, tree: nodes.document, page: str) -> None:
    """Join each number and its unit in the page's sentences."""
    if app.builder.format != "html":
        return
    for text in list(tree.findall(nodes.Text)):
        if not isinstance(text.parent, AS_WRITTEN) and CLOSE.search(text):
            text.parent.replace(text, nodes.Text(CLOSE.sub(NO_BREAK, text)))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-resolved", join)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
