"""A drawing for a page: both widths, the page's colours, an alternative text."""

import re

import pytest

from resnet_book.drawing import block_diagram
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.drawing.diagrams.svg.pages import Diagram
from resnet_book.models.block_designs import BlockDesign


def test_figure_holds_both_widths_and_one_style_sheet():
    html = block_diagram(BlockDesign())._repr_html_()
    assert html.startswith('<figure class="diagram"><svg ')
    assert re.findall(r'class="diagram (\w+)"', html) == ["wide", "narrow"]
    assert html.count("<style>") == 1


def test_a_file_of_its_own_has_the_style_too():
    diagram = block_diagram(BlockDesign())
    for narrow, width in ((False, 688), (True, 342)):
        svg = diagram.svg(narrow=narrow)
        assert f'width="{width}"' in svg
        assert "<style>" in svg


def test_what_shows_only_images_gets_a_png_that_is_drawn_once():
    diagram = block_diagram(BlockDesign())
    bundle = diagram._repr_mimebundle_()
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert diagram.png() is bundle["image/png"]


def test_text_for_a_terminal():
    diagram = block_diagram(BlockDesign())
    assert diagram._repr_mimebundle_()["text/plain"] == diagram.alt


def test_a_drawing_without_alternative_text_is_an_error():
    with pytest.raises(ValueError, match="alt is empty"):
        Diagram(Canvas(688), Canvas(342), " ")
