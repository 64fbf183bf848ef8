"""A number and its unit stay on one line, and so does “γ = 1”: the spaces in them do not break.

Sentences are written, and filled in by notebooks, with the ordinary space that keyboards have.
Captions of figures do the same by themselves.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from resnet_book.words import unbroken

AS_WRITTEN = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw)


def join(app: Sphinx, tree: nodes.document, page: str) -> None:
    """Join each number and its unit in the page's sentences."""
    if app.builder.format != "html":
        return
    for text in list(tree.findall(nodes.Text)):
        joined = unbroken(text)
        if joined != text and not isinstance(text.parent, AS_WRITTEN):
            text.parent.replace(text, nodes.Text(joined))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-resolved", join)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
