"""A code cell's role decides how the website shows it; `CONTRIBUTING.md` has the table of roles.

Of `figure`, `measure` and `setup` the code is folded below its output; of `explorer`, `predict`,
`lab` and `claims` it is left out; of `core` and `exercise` it stands open. A folded cell's title is
its first line, `# @title Training curves`, as in Colab.

A paragraph that is nothing but bold is a section's takeaway: it gets the class of that name.
"""

from __future__ import annotations

import re
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from resnet_book.words import CODE, FOLD

OPEN = frozenset({"core", "exercise"})
FOLDED = frozenset({"figure", "measure", "setup"})
HIDDEN = frozenset({"explorer", "predict", "lab", "claims"})
ROLES = OPEN | FOLDED | HIDDEN

TITLE = re.compile(r"\s*# @title (.*\S)\s*(?:\n|$)")
# Titles may begin with these, whose first letter stays large.
NAMES = {
    "Adam",
    "Caffe",
    "Colab",
    "Figure",
    "Gaussian",
    "He",
    "Hessian",
    "Jacobian",
    "Keras",
    "Table",
}


class Fold(nodes.General, nodes.Element):
    """Folded code: `name`."""


def title(source: str) -> str | None:
    """What the first line of a cell calls it."""
    found = TITLE.match(source)
    return found[1] if found else None


def in_a_sentence(title: str) -> str:
    """``Training curves`` → ``training curves``: as it stands behind a colon."""
    first = re.match(r"[\w'’]*", title)[0]
    is_name = first.removesuffix("’s") in NAMES or any(map(str.isupper, first[1:]))
    return title if is_name else title[:1].lower() + title[1:]


def is_takeaway(paragraph: nodes.paragraph) -> bool:
    """Whether a paragraph of a section is nothing but bold."""
    found = [each for each in paragraph if not isinstance(each, nodes.Text) or each.strip()]
    alone = len(found) == 1 and isinstance(found[0], nodes.strong)
    return alone and isinstance(paragraph.parent, nodes.section | nodes.document)


class ShowByRole(SphinxPostTransform):
    """Before myst-nb (199) folds what has a tag such as `hide-input`."""

    default_priority = 190
    formats = ("html",)

    def run(self, **_) -> None:
        for paragraph in self.document.findall(nodes.paragraph):
            if is_takeaway(paragraph):
                paragraph["classes"].append("takeaway")
        for cell in list(self.document.findall(is_cell)):
            show(cell)


def is_cell(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def show(cell: nodes.container) -> None:
    """Fold, leave out or keep a cell's code."""
    roles = {each.removeprefix("tag_") for each in cell["classes"]}
    code = next((each for each in cell if each.get("nb_element") == "cell_code_source"), None)
    if code is None or not roles & ROLES:
        return
    name = _without_title(code)
    if roles & (FOLDED | HIDDEN):
        cell.attributes.pop("hide_mode", None)
        cell.remove(code)
    if roles & FOLDED:
        cell += Fold("", code, name=name)


def _without_title(code: nodes.Element) -> str | None:
    """Take the title out of the code; returns it."""
    block = next(code.findall(nodes.literal_block))
    name = title(block.rawsource)
    if name:
        text = TITLE.sub("", block.rawsource, count=1).lstrip("\n")
        block.rawsource = text  # else it is not highlighted
        block[:] = [nodes.Text(text)]
    return name


def _open_fold(self, node: Fold) -> None:
    name = node["name"]
    label = FOLD.format(f"<b>{escape(CODE)}</b>", escape(in_a_sentence(name))) if name else CODE
    self.body.append(f'<details class="fold"><summary><span>{label}</span></summary>\n')


def _close_fold(self, node: Fold) -> None:
    self.body.append("</details>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(Fold, html=(_open_fold, _close_fold))
    app.add_post_transform(ShowByRole)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
