"""A figure's number and caption: one form for plots and drawings of structure, everywhere."""

import re

import pytest

from resnet_book.drawing import Diagram, Picture, block_diagram
from resnet_book.drawing.captions import Caption
from resnet_book.drawing.pictures import drawing
from resnet_book.models.block_designs import BlockDesign


def plot():
    with drawing() as (figure, axes):
        axes.plot([1, 2], label="a")
    return Picture(figure, "A line.")


FIGURES = {"plot": plot, "drawing": lambda: block_diagram(BlockDesign())}
CAPTION = ("2.3", "It rises & falls.", "One line, a < b; three seeds.")


@pytest.fixture(params=FIGURES)
def figure(request):
    return FIGURES[request.param]()


def test_page_gets_an_anchor_and_a_caption_below_the_figure(figure):
    html = figure.numbered(*CAPTION).html()
    assert re.match(rf'<figure class="{figure.kind}" id="figure-2-3"><svg ', html)
    assert html.endswith(
        "</svg><figcaption><strong>Figure 2.3. It rises &amp; falls.</strong> "
        "<span>One line, a &lt; b; three seeds.</span></figcaption></figure>"
    )


def test_number_and_unit_stay_together(figure):
    html = figure.numbered("2.3", "It falls by 5 %.", "With γ = 1, in 3 s.").html()
    assert "falls by 5\u00a0%." in html
    assert "With γ\u00a0=\u00a01, in 3\u00a0s." in html


def test_style_of_a_caption_comes_with_the_figure(figure):
    assert figure.html().count("figcaption{") == 1


def test_terminal_gets_caption_and_alternative_text(figure):
    text = figure.numbered(*CAPTION)._repr_mimebundle_()["text/plain"]
    assert text.startswith("Figure 2.3. It rises & falls. One line, a < b; three seeds.\n\n")
    assert text.endswith(figure.alt)


def test_figure_without_a_number_has_no_caption(figure):
    assert "figcaption>" not in figure.html().replace(">figcaption", "")
    assert " id=" not in figure.html().split("<svg")[0]
    assert figure._repr_mimebundle_()["text/plain"] == figure.alt


def test_a_number_leaves_the_figure_that_it_was_given_to_alone(figure):
    numbered = figure.numbered(*CAPTION)
    assert figure.caption is None
    assert isinstance(numbered, Picture | Diagram)
    assert numbered.caption.name == "Figure 2.3"


def test_caption_may_be_the_takeaway_alone():
    assert Caption("1.1", "Is it?").html() == (
        "<figcaption><strong>Figure 1.1. Is it?</strong></figcaption>"
    )


def test_figures_of_the_evidence_have_numbers_of_their_own():
    caption = Caption("E2.13", "It rises.")
    assert (caption.name, caption.anchor) == ("Figure E2.13", "figure-E2-13")
    assert Caption("E5b.2", "It falls.").anchor == "figure-E5b-2"


@pytest.mark.parametrize("number", ["3", "Figure 1.1", "1.1a", "E1", "F1.1", ""])
def test_other_numbers_are_refused(number):
    with pytest.raises(ValueError, match=r"is not like '2\.3'"):
        Caption(number, "It rises.")


@pytest.mark.parametrize("takeaway", ["", "error by depth", "."])
def test_takeaway_is_a_sentence(takeaway):
    with pytest.raises(ValueError, match="is not a sentence"):
        Caption("1.1", takeaway)
