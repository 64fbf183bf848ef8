"""Veils: what answers a prediction is out of sight until the reader has guessed.

What follows a prediction is wrapped while the pages are written, so that it is veiled from the
first paint on. A veil ends before the next prediction, or before the subsection that holds it;
behind a code cell with the tag `veil-end`; and at the latest with the section of the chapter (its
heading has two #). Where one question follows another directly, what comes after them is under the
veils of both.

Without a script and in print nothing is veiled: see `first.js`, which says that scripts run, and
the style sheet. `veils.js` lifts the veils.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from docutils import nodes
from sphinx.application import Sphinx

from resnet_book.words import VEIL, VEIL_OF_SEVERAL

PREDICTION = re.compile(r'<figure class="explorer"[^>]* data-kind="predict" data-name="([^"]+)"')
END = "tag_veil-end"


class Veil(nodes.General, nodes.Element):
    """The box shown in place of veiled content: `prediction`, `sentence`."""


class Veiled(nodes.General, nodes.Element):
    """Content that is veiled until `prediction` is answered."""


def predictions(tree: nodes.Node) -> dict[nodes.Element, str]:
    """The cell of each prediction, a direct child of its section, and the name; in page order."""
    found = {}
    for raw in tree.findall(nodes.raw):
        if name := PREDICTION.search(raw.astext()):
            cell = raw
            while not isinstance(cell.parent, nodes.section | nodes.document):
                cell = cell.parent
            found[cell] = name[1]
    return found


def answers(cell: nodes.Element, cells: dict[nodes.Element, str]) -> Iterator[nodes.Node]:
    """The nodes that a prediction's veil covers, in page order."""
    node, holding = cell, _holding(cells)
    while isinstance(node.parent, nodes.section):
        chapter = not isinstance(node.parent.parent, nodes.section)
        if chapter and isinstance(node, nodes.section):
            return
        for each in node.parent[node.parent.index(node) + 1 :]:
            if each in holding or (chapter and isinstance(each, nodes.section)):
                return
            yield each
            if END in each.get("classes", []):
                return
        node = node.parent


def _holding(cells: dict[nodes.Element, str]) -> set[nodes.Node]:
    """The cells and all their ancestors."""
    found: set[nodes.Node] = set()
    for node in cells:
        while node is not None:
            found.add(node)
            node = node.parent
    return found


def hang(app: Sphinx, tree: nodes.document, page: str) -> None:
    """Veil what answers the page's predictions."""
    cells = predictions(tree) if app.builder.format == "html" else {}
    covers = {cell: list(answers(cell, cells)) for cell in cells}
    waiting: list[str] = []  # questions that are directly followed by another one
    for cell, name in cells.items():
        waiting.append(name)
        follower = cell.next_node(descend=False, siblings=True)
        if not covers[cell] and follower in cells:
            continue
        for i, (_, group) in enumerate(groupby(covers[cell], key=lambda node: id(node.parent))):
            _cover(list(group), waiting, with_box=i == 0)
        waiting = []


def _cover(covered: list[nodes.Node], names: list[str], with_box: bool) -> None:
    """Wrap neighbours once for each name, with the boxes that stand for them where asked."""
    parent = covered[0].parent
    place = parent.index(covered[0])
    for node in covered:
        parent.remove(node)
    inner: list[nodes.Node] = covered
    for name in reversed(names):
        sentence = VEIL if len(names) == 1 else VEIL_OF_SEVERAL
        box = [Veil(prediction=name, sentence=sentence)] if with_box else []
        inner = [*box, Veiled("", *inner, prediction=name)]
    parent.insert(place, inner)


def _open_box(self, node: Veil) -> None:
    name = escape(node["prediction"])
    text = escape(node["sentence"])
    self.body.append(f'<div class="veil" data-prediction="{name}"><p>{text}</p></div>\n')


def _open_veiled(self, node: Veiled) -> None:
    name = escape(node["prediction"])
    # Out of reach for keyboards and screen readers, but not for a browser's search.
    self.body.append(f'<div class="veiled" hidden="until-found" data-prediction="{name}">\n')


def _close_veiled(self, node: Veiled) -> None:
    self.body.append("</div>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(Veil, html=(_open_box, lambda self, node: None))
    app.add_node(Veiled, html=(_open_veiled, _close_veiled))
    app.connect("doctree-resolved", hang)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
