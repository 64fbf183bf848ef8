"""The index of the book: which sections deal with a term."""

from pathlib import Path

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document

ROOT = Path(__file__).parents[3]


@pytest.fixture
def term_index(extension):
    return extension("term_index")


def section(text):
    document = new_document("x", get_default_settings(Parser))
    Parser().parse(text, document)
    (found,) = document.findall(nodes.section)
    return found


def found(term_index, text):
    return term_index.AddEntries.found(
        section(text), term_index.glossary(ROOT / "book" / "glossary.md")
    )


def test_every_term_of_the_glossary_has_an_anchor(term_index):
    terms = term_index.glossary(ROOT / "book" / "glossary.md")
    assert terms["Option A, B, C"][0] == "option-a-b-c"
    assert terms["Top-1 and top-5 error"][0] == "top-1-and-top-5-error"
    assert len(terms) == 50
    assert list(terms) == sorted(terms, key=str.lower)


def test_heading_bold_and_link_count_and_a_passing_mention_does_not(term_index):
    text = """
Why bottlenecks stride
======================

The **degradation problem** is not overfitting; a `warm-up <glossary.md#warm-up>`__ helps.
"""
    assert found(term_index, text) == ["Bottleneck", "Degradation problem", "Stride", "Warm-up"]


def test_further_names_count_from_the_second_mention(term_index):
    text = """
Networks
========

VGG-16 and VGG-19 are older than ResNet-50.
"""
    assert found(term_index, text) == ["VGG"]


def test_further_reading_has_no_entries(term_index):
    assert found(term_index, "Further reading\n===============\n\nVGG and VGG.\n") == []


def test_lessons_are_named_by_their_numbers(term_index):
    assert term_index.place("3. Identity mappings") == "Lesson 3"
    assert term_index.place("5a. The recipe and its noise") == "Lesson 5a"
    assert term_index.place("Scorecard") == "Scorecard"
