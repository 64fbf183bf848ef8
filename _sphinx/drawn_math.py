"""Draws the book's mathematics while the book is built, with KaTeX in a small JavaScript engine.

A page then holds its formulas as HTML and MathML: they are there on the first paint, they move
nothing, and they need no script. A formula that KaTeX refuses is a warning with its place, which
the book's build takes for an error.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import NoReturn

import dukpy
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

KATEX = Path(__file__).with_name("katex.min.js")
CALL = """(function () {
  try {
    return {html: katex.renderToString(dukpy.tex, {displayMode: dukpy.display})};
  } catch (error) {
    return {error: error.message};
  }
})()"""

log = logging.getLogger(__name__)


class Katex:
    """KaTeX in its engine, which starts with the first formula."""

    def __init__(self) -> None:
        self.engine: dukpy.JSInterpreter | None = None

    def html(self, tex: str, display: bool, node: nodes.Node) -> str:
        """A formula as HTML and MathML; its source, and a warning, where KaTeX refuses it."""
        if self.engine is None:
            self.engine = dukpy.JSInterpreter()
            self.engine.evaljs(KATEX.read_text(encoding="utf8"))
        drawn = self.engine.evaljs(CALL, tex=tex, display=display)
        if "error" in drawn:
            log.warning("%s in the formula %s", drawn["error"], tex, location=node)
            return escape(tex)
        return drawn["html"]


katex = Katex()


def visit_inline(translator, node: nodes.math) -> NoReturn:
    translator.body += [
        translator.starttag(node, "span", "", CLASS="math notranslate nohighlight"),
        katex.html(node.astext(), False, node),
        "</span>",
    ]
    raise nodes.SkipNode


def visit_block(translator, node: nodes.math_block) -> NoReturn:
    """One formula on lines of its own, with its number if it has one."""
    body = translator.body
    body.append(translator.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node["number"]:
        body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
        translator.add_permalink_ref(node, "Link to this equation")
        body.append("</span>")
    tex = node.astext().strip()
    if r"\\" in tex and not node["nowrap"]:  # as Sphinx does for MathJax
        tex = rf"\begin{{split}}{tex}\end{{split}}"
    body.append(f'<span class="drawn">{katex.html(tex, True, node)}</span></div>')
    raise nodes.SkipNode


def add_style(app: Sphinx, page: str, template: str, context: dict, tree) -> None:
    """KaTeX's style sheet, on pages with formulas only."""
    # has_equations(page) would count the pages below it in the table of contents too.
    with_formulas = app.env.get_domain("math").data["has_equations"]
    if app.builder.format == "html" and with_formulas.get(page):
        app.builder.add_css_file("katex/katex.min.css")  # for this page, not for all


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
    app.connect("html-page-context", add_style)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
