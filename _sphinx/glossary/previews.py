"""A page that links a term holds its definition, hidden, for previews.js and for screen readers.

The link is described by the definition (``aria-describedby``), so that no script is needed to hear
it. Only terms that the page links are on it.
"""

from __future__ import annotations

import re
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from term_index import GLOSSARY

LINK = re.compile(r'<a class="reference internal" href="[^"#]*(?<![\w-])glossary\.html#([\w-]+)"')
# At the end of a definition, and of no use to one who only looks a word up.
WHERE = re.compile(r"[;.] (?:[Ll]esson|[Ee]vidence(?: for lesson)?) \d+[a-z]?\.$")


def add(app: Sphinx, page: str, template: str, context: dict, tree) -> None:
    """On pages that link terms: their definitions, and the script that shows them."""
    body = context.get("body") or ""
    if app.builder.format != "html" or tree is None or page == GLOSSARY or not LINK.search(body):
        return
    found = texts(app.env.get_doctree(GLOSSARY))
    context["body"] = described(body, found)
    app.add_js_file("previews.js", defer="defer")  # for this page, not for all


def texts(tree: nodes.document) -> dict[str, str]:
    """The anchor of each term → its definition, as a text."""
    return {
        item[0]["ids"][0]: WHERE.sub(".", " ".join(item[1].astext().split()))
        for item in tree.findall(nodes.definition_list_item)
        if item[0]["ids"]
    }


def described(body: str, definitions: dict[str, str]) -> str:
    """The page with its links described, and with the definitions at its end."""
    used: dict[str, str] = {}

    def describe(link: re.Match) -> str:
        name = link[1]
        if name not in definitions:
            return link[0]
        used[name] = definitions[name]
        return f'{link[0]} aria-describedby="definition-{name}"'

    body = LINK.sub(describe, body)
    hidden = "".join(
        f'<p id="definition-{name}">{escape(text, quote=False)}</p>' for name, text in used.items()
    )
    return f'{body}<div class="definitions" hidden>{hidden}</div>' if used else body
