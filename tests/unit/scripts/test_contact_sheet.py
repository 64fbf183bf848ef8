"""The contact sheet shows every drawing of the package, and every drawing keeps the rules."""

import ast
import re
from pathlib import Path

import contact_sheet
import pytest

from resnet_book.drawing import diagrams
from resnet_book.drawing.diagrams.svg.style_sheet import STYLE

SCRIPT = Path(contact_sheet.__file__)
# Classes that look like all others of their kind.
UNSTYLED = {"label", "bn", "relu", "factor"}


@pytest.fixture(scope="module")
def sheet():
    return contact_sheet


def test_every_drawing_is_on_the_sheet():
    names = {node.id for node in ast.walk(ast.parse(SCRIPT.read_text())) if hasattr(node, "id")}
    assert set(diagrams.__all__) <= names


def test_every_class_has_a_rule_and_nothing_has_an_id(sheet):
    html = sheet.sheet()
    assert not re.search(r"<(?:svg|path|rect|circle|text|g|figure)[^>]*\sid=", html)
    found = re.findall(r'<(?:path|rect|circle|text|tspan)[^>]*class="([^"]+)"', html)
    names = {name for names in found for name in names.split()}
    assert len(names) > 30
    for name in names - UNSTYLED:
        assert re.search(rf"\.{name}\b", STYLE), name
    rules = set(re.findall(r"\.([a-z]+)", STYLE))
    assert rules <= names | {"diagram", "narrow", "wide", "dashed"} | {"norm", "se"}


def test_every_drawing_stands_there_in_both_widths_and_themes(sheet):
    html = sheet.sheet()
    assert html.count('<figure class="diagram">') == 4 * len(sheet.DRAWINGS)
