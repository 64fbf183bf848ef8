"""Which parts of a page are veiled until a prediction is answered."""

from types import SimpleNamespace

import pytest
from docutils import nodes

from resnet_book import words
from resnet_book.explorers.predict import WORDS, Predict

APP = SimpleNamespace(builder=SimpleNamespace(format="html"))


@pytest.fixture
def veils(extension):
    return extension("veils")


def text(words):
    return nodes.paragraph("", words)


def cell(content, *classes):
    """A code cell's output, as it stands in a page."""
    raw = nodes.raw("", content, format="html")
    return nodes.container("", nodes.container("", raw), classes=["cell", *classes])


def asks(name):
    return cell(Predict.number(name, "How many?", answer=3).html())


def section(title, *children):
    return nodes.section("", nodes.title("", title), *children, ids=[title])


def page(*children):
    tree = nodes.document(None, None)
    tree += section("chapter", *children)
    return tree


def hung(veils, tree):
    """The page's texts; what is veiled in brackets, a box as _."""
    veils.hang(APP, tree, "book/x")

    def walk(node):
        if isinstance(node, veils.Veil):
            return "_"
        if isinstance(node, nodes.Text):
            return str(node)
        if isinstance(node, nodes.raw):
            name = veils.PREDICTION.search(node.astext())
            return f"{name[1]}?" if name else node.astext()
        inner = " ".join(walk(child) for child in node.children)
        return f"{node['prediction']}[{inner}]" if isinstance(node, veils.Veiled) else inner

    return walk(tree)


def test_veil_ends_with_the_section_of_the_chapter(veils):
    tree = page(section("one", text("before"), asks("a"), text("after")), section("two", text("x")))
    assert hung(veils, tree) == "chapter one before a? _ a[after] two x"


def test_veil_covers_the_subsections_that_follow(veils):
    inner = section("in", asks("a"), text("after"))
    tree = page(section("one", inner, section("next", text("more"))), section("two", text("x")))
    assert hung(veils, tree) == "chapter one in a? _ a[after] a[next more] two x"


def test_veil_leaves_the_next_question_and_what_leads_to_it(veils):
    tree = page(
        section(
            "one",
            asks("a"),
            text("after"),
            section("next", text("lead"), asks("b"), text("then")),
            section("last", text("end")),
        )
    )
    assert hung(veils, tree) == "chapter one a? _ a[after] next lead b? _ b[then] b[last end]"


def test_questions_in_a_row_share_what_follows(veils):
    tree = page(section("one", asks("a"), asks("b"), text("after")))
    assert hung(veils, tree) == "chapter one a? b? _ a[_ b[after]]"
    sentences = {node["sentence"] for node in tree.findall(veils.Veil)}
    assert sentences == {words.VEIL_OF_SEVERAL}


def test_cell_may_say_where_the_veil_ends(veils):
    tree = page(section("one", asks("a"), cell("<p>it</p>", "tag_veil-end"), text("open")))
    assert hung(veils, tree) == "chapter one a? _ a[<p>it</p>] open"


def test_question_with_nothing_behind_it_has_no_veil(veils):
    tree = page(section("one", text("before"), asks("a")), section("two", text("x")))
    assert hung(veils, tree) == "chapter one before a? two x"


def test_other_builders_and_other_figures_get_no_veils(veils):
    tree = page(section("one", asks("a"), text("after")))
    veils.hang(SimpleNamespace(builder=SimpleNamespace(format="latex")), tree, "book/x")
    assert not list(tree.findall(veils.Veiled))
    other = page(section("one", cell('<figure class="explorer" data-kind="cost">'), text("x")))
    assert "[" not in hung(veils, other)


def test_veils_name_the_button_that_lifts_them():
    for sentence in (words.VEIL, words.VEIL_OF_SEVERAL):
        assert f"“{WORDS['show']}”" in sentence
