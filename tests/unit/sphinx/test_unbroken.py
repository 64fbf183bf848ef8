"""Numbers and their units stay together, in sentences alone."""

from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document

NO_BREAK = "\u00a0"


def joined(extension, *content, builder="html"):
    tree = new_document("page", get_default_settings())
    tree += nodes.paragraph("", "", *content)
    extension("unbroken").join(SimpleNamespace(builder=SimpleNamespace(format=builder)), tree, "x")
    return tree.astext()


@pytest.mark.parametrize("unit", ["%", "s", "ms", "MB", "px"])
def test_number_and_unit_do_not_part(extension, unit):
    text = joined(extension, nodes.Text(f"It took 12.5 {unit}, then 3 {unit}."))
    assert text == f"It took 12.5{NO_BREAK}{unit}, then 3{NO_BREAK}{unit}."


def test_words_that_begin_like_a_unit_stay_as_they_are(extension):
    text = "After 5 seeds, 3 shortcuts and 2 minutes."
    assert joined(extension, nodes.Text(text)) == text


def test_value_of_a_symbol_does_not_part(extension):
    text = joined(extension, nodes.Text("Start at γ = 0.1, not at γ = 1; then n = 3."))
    assert text == "Start at γ~=~0.1, not at γ~=~1; then n = 3.".replace("~", NO_BREAK)


def test_code_and_other_builders_stay_as_they_are(extension):
    assert joined(extension, nodes.literal("", "5 % 2")) == "5 % 2"
    assert joined(extension, nodes.Text("5 % 2"), builder="latex") == "5 % 2"


def test_the_same_text_twice(extension):
    twice = joined(extension, nodes.strong("", "5 %"), nodes.Text("5 %"), nodes.Text("5 %"))
    assert twice == 3 * f"5{NO_BREAK}%"
