"""The first use of each term on a page becomes a link to the glossary, and so has a preview.

In lessons and their evidence, in running prose alone: not in headings, bold or italic text, tables,
code, mathematics or other links. A term that the page links by hand is left to that link. Index
entries follow the links by hand, so this comes after the index is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from term_index import GLOSSARY, glossary

PAGES = re.compile(r"book/(?:evidence/)?\d\w*-")
# The uses of terms that are not the name with -s or -es.
FORMS = {
    "Batch normalisation": r"batch norm(?:alisation|s)?",
    "Degradation problem": r"degradation(?: problem)?",
    "In-place operation": r"in-place",
    "Option A, B, C": r"options? [ABC]",
    "Residual": r"residual (?:learning|networks?)",
    "Stride": r"stride[sd]?",
    "Top-1 and top-5 error": r"top-[15] errors?",
}
# Where a page's first use of a word means something else.
OTHER_SENSES = {
    "book/evidence/02-residual-learning": {"Path"},  # of a training, through the weights
    "book/evidence/04-keras-resnet50": {"Momentum"},  # of a batch normalisation's averages
}
NO_PROSE = (
    nodes.title, nodes.strong, nodes.emphasis, nodes.table, nodes.literal, nodes.literal_block,
    nodes.math, nodes.math_block, nodes.raw, nodes.reference, nodes.caption, nodes.citation,
)  # fmt: skip


class LinkUses(SphinxPostTransform):
    """Behind the choice of a cell's output (4) and the links by hand (10)."""

    default_priority = 500
    formats = ("html",)

    def run(self, **_) -> None:
        page = self.env.docname
        if not PAGES.match(page):
            return
        defined = glossary(Path(self.app.srcdir) / f"{GLOSSARY}.md")
        others = OTHER_SENSES.get(page, set())
        terms = {term: anchor for term, (anchor, _) in defined.items() if term not in others}
        link_uses(self.document, terms, self.app.builder.get_relative_uri(page, GLOSSARY))


def link_uses(tree: nodes.document, terms: Mapping[str, str], address: str) -> None:
    """Link the first use of each term that the tree does not link yet.

    Args:
        terms: each with its anchor in the glossary.
        address: the glossary's, from the page.
    """
    begun = address + "#"
    linked = {
        link["refuri"].removeprefix(begun)
        for link in tree.findall(nodes.reference)
        if link.get("refuri", "").startswith(begun)
    }
    anchors, pattern = list(terms.values()), uses(tuple(terms))
    for text in list(prose(tree)):
        parts: list[nodes.Node] = []
        end = 0
        for found in pattern.finditer(text):
            anchor = anchors[int(found.lastgroup.removeprefix("term"))]
            if anchor in linked:
                continue
            linked.add(anchor)
            link = nodes.reference("", found[0], refuri=begun + anchor, internal=True)
            parts += [nodes.Text(text[end : found.start()]), link]
            end = found.end()
        if parts:
            text.parent.replace(text, [*parts, nodes.Text(text[end:])])


@cache
def uses(terms: tuple[str, ...]) -> re.Pattern:
    """A pattern for the uses of all terms, in a group for each; of two that begin alike the longer.

    Only the first letter may be a capital where the term is written without: "option a" is no use.
    """
    ways = []
    for i, term in sorted(enumerate(terms), key=lambda each: -len(each[1])):
        form = FORMS.get(term) or re.escape(term) + "(?:s|es)?"
        ways.append(f"(?P<term{i}>(?i:{form[0]}){form[1:]})")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(ways)})(?![\w-])")


def prose(tree: nodes.Node) -> Iterator[nodes.Text]:
    """The texts of paragraphs, in their order."""
    for text in tree.findall(nodes.Text):
        over, inside = text.parent, False
        while over is not None and not isinstance(over, NO_PROSE):
            inside = inside or isinstance(over, nodes.paragraph)
            over = over.parent
        if inside and over is None:
            yield text
