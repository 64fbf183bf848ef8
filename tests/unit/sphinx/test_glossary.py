"""The glossary's definitions: a list of terms, and previews on the pages that link them."""

import importlib
import re
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

- **Option A, B, C.** The *shortcuts*: see `this <#x>`__. Lesson 5b.
- **Stem.** What stands before the first stage.
"""
TERMS = {
    "Batch normalisation": "batch-normalisation",
    "Block": "block",
    "Branch": "branch",
    "Depth": "depth",
    "In-place operation": "in-place-operation",
    "Option A, B, C": "option-a-b-c",
    "Stage": "stage",
    "Stochastic depth": "stochastic-depth",
    "Stride": "stride",
}
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
    assert first == "The shortcuts: see this. Lesson 5b."
    assert second == "What stands before the first stage."


@pytest.mark.parametrize("item", ["no term", "**not at** the start.", "*emphasis.* is no term"])
def test_list_of_other_items_stays(glossary, item):
    (found,) = publish_doctree(f"- {item}\n").findall(nodes.bullet_list)
    assert glossary.term_of(found[0]) == ""


def test_definitions_are_texts_without_the_lesson_at_their_end(glossary, tree):
    assert glossary.previews.texts(tree) == {
        "option-a-b-c": "The shortcuts: see this.",
        "stem": "What stands before the first stage.",
    }


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("What it means. Lesson 3.", "What it means."),
        ("He et al. compare five; lesson 3.", "He et al. compare five."),
        ("Most hardly counts. Evidence 4.", "Most hardly counts."),
        ("They compare it; evidence for lesson 5b.", "They compare it."),
        ("It has the sums of lesson 3.", "It has the sums of lesson 3."),
    ],
)
def test_only_a_place_of_its_own_is_left_out_at_the_end(glossary, text, shown):
    assert glossary.previews.WHERE.sub(".", text) == shown


def test_no_preview_of_the_book_ends_in_a_lesson_that_stands_alone(glossary):
    book = (FOLDER.parent / "book" / "glossary.md").read_text(encoding="utf8")
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", book)
    items = re.findall(r"^- \*\*.+?\.\*\* (.+)$", text, re.MULTILINE)
    shown = [glossary.previews.WHERE.sub(".", item) for item in items]
    assert len(shown) > 40
    assert [item for item in shown if re.search(r"[.;] \w+( \w+)? \d\w?\.$", item)] == []


def linked(glossary, source, terms=TERMS):
    """The words of a text that become links, each with its anchor."""
    tree = publish_doctree(source)
    glossary.uses.link_uses(tree, terms, "glossary.html")
    return [
        (link.astext(), link["refuri"].partition("#")[2])
        for link in tree.findall(nodes.reference)
        if link.get("internal")
    ]


def test_first_use_of_each_term_in_running_prose_is_linked(glossary):
    source = """
Blocks and stages
=================

**Each block of a stage.** *A stage.* ``stage`` stands here, `a stage <https://x>`__ there.

Blocks of a stage follow; another block, another stage.
"""
    assert linked(glossary, source) == [("Blocks", "block"), ("stage", "stage")]


def test_term_that_the_page_links_by_hand_is_left_to_that_link(glossary):
    source = "A block of a stage.\n\nThe `block <glossary.html#block>`__ is new."
    assert linked(glossary, source) == [("stage", "stage")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Stochastic depth, then depth.", ["Stochastic depth", "depth"]),
        ("A stochastic depth. No more of stochastic depth.", ["stochastic depth"]),
        ("A blockage, a sub-block, a block-wise sum.", []),
        ("Two branches strided alike.", ["branches", "strided"]),
        ("Batch norm (batch normalisation).", ["Batch norm"]),
        ("In-place, in place of it.", ["In-place"]),
        ("Options A and B; the option a reader takes.", ["Options A"]),
        ("The option a reader takes, or DEPTH.", []),
        ("A block’s end.", ["block"]),
    ],
)
def test_whole_words_their_plurals_and_the_longest_term_count(glossary, text, words):
    assert [word for word, _ in linked(glossary, text)] == words


def test_text_stays_what_it_is(glossary):
    tree = publish_doctree("Each block has a branch, and a stage has blocks.")
    before = tree.astext()
    glossary.uses.link_uses(tree, TERMS, "../glossary.html")
    assert tree.astext() == before


def test_lessons_and_evidence_alone_are_linked(glossary):
    pages = ["book/05a-recipe", "book/evidence/04-keras-resnet50"]
    others = ["book/index", "book/glossary", "book/scorecard", "book/teaching", "genindex"]
    assert [page for page in pages + others if glossary.uses.PAGES.match(page)] == pages


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
