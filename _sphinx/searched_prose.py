"""The search finds sentences: code and printed lines do not enter its index.

A reader who searches for "shortcut" wants the section on shortcuts, and not each page whose code
has a variable of that name.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx


class Unsearched(nodes.comment):
    """Around code. Sphinx's index leaves out comments, and so this; the page shows its content."""


def mark(app: Sphinx, tree: nodes.document, page: str) -> None:
    """Wrap the page's code."""
    if app.builder.format != "html":
        return
    for block in list(tree.findall(nodes.literal_block)):
        block.replace_self(Unsearched("", "", block.deepcopy()))


def setup(app: Sphinx) -> dict[str, bool]:
    nothing = (lambda self, node: None, lambda self, node: None)
    app.add_node(Unsearched, html=nothing)
    app.connect("doctree-resolved", mark, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
