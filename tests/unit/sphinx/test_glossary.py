"""The glossary's definitions: a list of terms, and previews on the pages that link them."""

import importlib
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.core import publish_doctree

FOLDER = Path(__file__).parents[3] / "_sphinx"
SOURCE = """
Glossary
========

- **Option A, B, C.** The *shortcuts*: see `this <#x>`__. Chapter 2.
- **Stem.** What stands before the first stage.
"""
LINK = '<a class="reference internal" href="glossary.html#{}"><span>word</span></a>'


@pytest.fixture
def glossary(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    yield importlib.import_module("glossary")
    for name in [name for name in sys.modules if name.split(".")[0] in ("glossary", "term_index")]:
        del sys.modules[name]


@pytest.fixture
def tree(glossary):
    tree = publish_doctree(SOURCE)
    (found,) = tree.findall(nodes.bullet_list)
    found.replace_self(glossary.definitions(found))
    return tree


def test_items_become_terms_with_the_anchors_of_headings(tree):
    terms = list(tree.findall(nodes.term))
    assert [term.astext() for term in terms] == ["Option A, B, C", "Stem"]
    assert [term["ids"] for term in terms] == [["option-a-b-c"], ["stem"]]
    first, second = (item.astext() for item in tree.findall(nodes.definition))
    assert first == "The shortcuts: see this. Chapter 2."
    assert second == "What stands before the first stage."


@pytest.mark.parametrize("item", ["no term", "**not at** the start.", "*emphasis.* is no term"])
def test_list_of_other_items_stays(glossary, item):
    (found,) = publish_doctree(f"- {item}\n").findall(nodes.bullet_list)
    assert glossary.term_of(found[0]) == ""


def test_definitions_are_texts_without_the_chapter_at_their_end(glossary, tree):
    assert glossary.previews.texts(tree) == {
        "option-a-b-c": "The shortcuts: see this.",
        "stem": "What stands before the first stage.",
    }


def add(glossary, tree, body, page="book/x"):
    added = []
    app = SimpleNamespace(
        builder=SimpleNamespace(format="html"),
        env=SimpleNamespace(get_doctree=lambda name: tree),
        add_js_file=lambda name, **attributes: added.append((name, attributes)),
    )
    context = {"body": body}
    glossary.previews.add(app, page, "page.html", context, object())
    return context["body"], added


def test_page_gets_the_definitions_that_it_links_each_once(glossary, tree):
    body, added = add(glossary, tree, LINK.format("stem") * 2 + LINK.format("unknown"))
    assert added == [("previews.js", {"defer": "defer"})]
    assert body.count('#stem" aria-describedby="definition-stem">') == 2
    assert body.count('<p id="definition-stem">What stands before the first stage.</p>') == 1
    assert "definition-option" not in body
    assert 'unknown" aria' not in body


@pytest.mark.parametrize(
    ("body", "page"),
    [("<p>text</p>", "book/x"), (LINK.format("stem"), "book/glossary"), (None, "book/x")],
)
def test_page_without_such_links_and_the_glossary_itself_get_nothing(glossary, tree, body, page):
    assert add(glossary, tree, body, page) == (body, [])
