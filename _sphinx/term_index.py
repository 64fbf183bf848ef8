"""An alphabetical index: each term of the glossary, further names, and the sections on them.

Sphinx makes the page from index entries; this transform puts them into every section that deals
with a term. It does so if the heading names the term, if the text sets it in bold, or if it links
it to the glossary. A further name must stand in the heading, or twice in the text.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

GLOSSARY = "book/glossary"
WITHOUT_ENTRIES = {"Further reading", "What was measured"}
TERM = re.compile(r"^- \*\*(.+?)\.\*\* ", re.MULTILINE)
# Terms that do not stand in the text as they are.
PATTERNS = {
    "Option A, B, C": r"options? (?:A|B|C)",
    "Top-1 and top-5 error": r"top-[15] errors?",
    "Residual": r"residual learning|residual networks?",
    "In-place operation": r"in.place",
}
FURTHER = {
    "Bug hunts": r"bugs?(?: hunts?)?",
    "Caffe": r"Caffe",
    "CIFAR-10": r"CIFAR-10",
    "Exploding gradients": r"explodes?|exploded|explosion|exploding",
    "ImageNet": r"ImageNet",
    "Keras": r"Keras(?:'s)?",
    "Labs": r"lab",
    "Learning rate": r"learning rates?",
    "ResNet-50": r"ResNet-50",
    "ResNet-110": r"ResNet-110",
    "ResNet-1001": r"ResNet-1001|1001(?:-| )layers?",
    "ResNet-1202": r"ResNet-1202|1202(?:-| )layers?",
    "ShuffleNet V2": r"ShuffleNet V2",
    "torchvision": r"torchvision(?:'s)?",
    "Vanishing gradients": r"vanish(?:es|ed|ing)?",
    "VGG": r"VGG(?:-\w+)?",
    "Wide residual networks": r"WRN-\S+|wide networks?",
}


@cache
def glossary(path: Path) -> dict[str, tuple[str, str]]:
    """Each term of the glossary: its anchor, and the pattern of its forms in the text."""
    return {
        term: (anchor(term), PATTERNS.get(term, re.escape(term) + r"(?:s|es)?"))
        for term in TERM.findall(path.read_text(encoding="utf8"))
    }


def anchor(term: str) -> str:
    """What stands after the # of a link to a term, as for a heading of that name."""
    return re.sub(r"[^\w\- ]", "", term.lower()).replace(" ", "-")


class AddEntries(SphinxTransform):
    """Before Sphinx's own transform (850) that collects index entries."""

    default_priority = 840

    def apply(self, **_) -> None:
        chapter = next(self.document.findall(nodes.title), None)
        if chapter is None:
            return
        terms = glossary(Path(self.app.srcdir) / f"{GLOSSARY}.md")
        if self.env.docname == GLOSSARY:
            found = [(term, name, chapter.astext()) for term, (name, _) in terms.items()]
            self.enter(chapter.parent, found)
            return
        for section in list(self.document.findall(nodes.section)):
            where = place(chapter.astext())
            if section[0] is not chapter:
                where += f": {section[0].astext()}"
            name = section["ids"][0]
            self.enter(section, [(term, name, where) for term in self.found(section, terms)])

    @staticmethod
    def enter(section: nodes.section, found: list[tuple[str, str, str]]) -> None:
        """Put entries below a section's heading; each is a term, its anchor, and its place."""
        entries = [("single", f"{term}; {where}", name, "", None) for term, name, where in found]
        if entries:
            section.insert(1, addnodes.index(entries=entries))

    @staticmethod
    def found(section: nodes.section, terms: dict[str, tuple[str, str]]) -> list[str]:
        heading = section[0].astext()
        if heading in WITHOUT_ENTRIES:
            return []
        own = [child for child in section[1:] if _is_prose(child)]
        text = "\n".join(child.astext() for child in own)
        bold = "\n".join(s.astext() for child in own for s in child.findall(nodes.strong))
        targets = {_target(link) for child in own for link in _links(child)}

        def names(pattern: str, text: str) -> int:
            return len(re.findall(rf"(?<![\w-])(?:{pattern})(?![\w-])", text, re.IGNORECASE))

        return [
            term
            for term, (anchor, pattern) in terms.items()
            if anchor in targets or names(pattern, heading) or names(pattern, bold)
        ] + [
            term
            for term, pattern in FURTHER.items()
            if names(pattern, heading) or names(pattern, text) > 1
        ]


def place(title: str) -> str:
    """``3. Identity mappings`` → ``Lesson 3``; ``5a. The recipe and its noise`` → ``Lesson 5a``."""
    number = re.match(r"\d+[a-z]?(?=\.)", title)
    return f"Lesson {number.group()}" if number else title


def _is_prose(node: nodes.Node) -> bool:
    """Neither a section of its own nor a notebook's cell."""
    return not isinstance(node, nodes.section) and "cell" not in node.get("classes", [])


def _links(node: nodes.Node):
    yield from node.findall(nodes.reference)
    yield from node.findall(addnodes.pending_xref)


def _target(link: nodes.Element) -> str:
    """What follows the # of a link to the glossary; empty for all other links."""
    address = link.get("refuri") or link.get("reftarget") or ""
    page, _, anchor = str(address).partition("#")
    anchor = anchor or str(link.get("reftargetid") or "")
    return anchor if page.endswith(("glossary.md", GLOSSARY, "glossary")) else ""


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_transform(AddEntries)
    return {"parallel_read_safe": True}
