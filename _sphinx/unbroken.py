"""A number and its unit stay on one line: the space between them does not break.

Sentences are written, and filled in by notebooks, with the ordinary space that keyboards have.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx

BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:%|‰|ms|s|min|h|px|kB|MB|GB)(?!\w))")
NO_BREAK = "\u00a0"
AS_WRITTEN = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw)


def join(app: Sphinx, tree: nodes.document, page: str) -> None:
    """Join each number and its unit in the page's sentences."""
    if app.builder.format != "html":
        return
    for text in list(tree.findall(nodes.Text)):
        if not isinstance(text.parent, AS_WRITTEN) and BEFORE_UNIT.search(text):
            text.parent.replace(text, nodes.Text(BEFORE_UNIT.sub(NO_BREAK, text)))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-resolved", join)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
