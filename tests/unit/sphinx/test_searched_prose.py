"""The search index has the words of the text, and none of the code."""

from types import SimpleNamespace
from unittest.mock import MagicMock

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document
from sphinx.search import IndexBuilder

APP = SimpleNamespace(builder=SimpleNamespace(format="html"))


def words(tree):
    """The words that Sphinx's own index takes from a page."""
    return set(IndexBuilder(MagicMock(), "en", {}, "")._word_collector(tree).words)


def test_code_does_not_enter_the_index(extension):
    tree = new_document("page", get_default_settings())
    code = nodes.literal_block("zebra = 1", "zebra = 1", language="python")
    tree += nodes.section("", nodes.title("", "Heading"), nodes.paragraph("", "Giraffes."), code)
    assert {"Giraffes", "zebra"} <= words(tree)
    extension("searched_prose").mark(APP, tree, "book/x")
    assert "Giraffes" in words(tree)
    assert "zebra" not in words(tree)
    (block,) = tree.findall(nodes.literal_block)
    assert (block.rawsource, block["language"]) == ("zebra = 1", "python")
