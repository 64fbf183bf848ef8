"""The glossary: its list becomes a list of definitions, which other pages show as previews.

In `book/glossary.md` a term is an item of a list, as everywhere in Markdown: `- **Stem.** What …`.
On the website the list is a ``<dl>`` whose terms have the anchors of headings of that name, so that
``glossary.md#stem`` leads to one. ``uses`` links the first use of each term, where no link by hand
does; ``previews`` puts the definitions into the pages that link them.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from term_index import GLOSSARY, anchor

from . import previews, uses

STATIC = Path(__file__).with_name("static")


class DefineTerms(SphinxTransform):
    """Before links within the page are resolved (879), and the index is made (840)."""

    default_priority = 400

    def apply(self, **_) -> None:
        if self.env.docname != GLOSSARY:
            return
        slugs = self.env.metadata[GLOSSARY].setdefault("myst_slugs", {})
        for found in list(self.document.findall(nodes.bullet_list)):
            if not all(term_of(item) for item in found):
                continue
            terms = definitions(found)
            for term in terms.findall(nodes.term):
                (name,) = term["ids"]
                self.document.ids[name] = term
                slugs[name] = (term.line, name, term.astext())
            found.replace_self(terms)


def term_of(item: nodes.list_item) -> str:
    """The term of an item, without its full stop; empty if the item does not begin with one."""
    strong = _strong(item)
    text = strong.astext() if strong else ""
    return text.removesuffix(".") if text.endswith(".") else ""


def _strong(item: nodes.list_item) -> nodes.strong | None:
    """What an item begins with, if it is bold."""
    first = item.next_node(lambda node: not isinstance(node, nodes.paragraph) and node.astext())
    return first if isinstance(first, nodes.strong) else None


def definitions(found: nodes.bullet_list) -> nodes.definition_list:
    """A list of definitions in place of a list whose items begin with their terms."""
    terms = nodes.definition_list(classes=["glossary"])
    for item in found:
        text, strong = term_of(item), _strong(item)
        after = strong.next_node(nodes.Text, descend=False, siblings=True)
        strong.parent.remove(strong)
        if after is not None:
            after.parent.replace(after, nodes.Text(after.lstrip()))
        term = nodes.term(text, text, ids=[anchor(text)])
        term.line = item.line
        terms += nodes.definition_list_item("", term, nodes.definition("", *item.children))
    return terms


def add_static(app: Sphinx, config) -> None:
    config.html_static_path.append(str(STATIC))


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_transform(DefineTerms)
    app.add_post_transform(uses.LinkUses)
    app.connect("config-inited", add_static)
    app.add_css_file("glossary.css")
    app.connect("html-page-context", previews.add)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
