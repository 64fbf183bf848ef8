"""Cards: where they lead, what their links are called, what they look like without a site."""

import re

import pytest

from resnet_book import addresses
from resnet_book.drawing import Card, Cards, Start, block_and_shortcut, tensor_widths
from resnet_book.palette import RESIDUAL

CARDS = Cards(
    Card("01-degradation", "1. Deeper & worse", "Is it?", block_and_shortcut()),
    Card("04-bottlenecks", "4. Bottlenecks", "Is it faster?", tensor_widths()),
    label="Chapters",
)


@pytest.mark.parametrize(("built", "ending"), [(True, "html"), (False, "ipynb")])
def test_cards_lead_to_pages_on_the_website_and_to_notebooks_elsewhere(monkeypatch, built, ending):
    monkeypatch.delenv(addresses.VARIABLE, raising=False)
    if built:
        monkeypatch.setenv(addresses.VARIABLE, "https://github.com/your_account/x")
    html = CARDS.html()
    found = re.findall(r'<a class="page-card" href="(.+?)">', html)
    assert found == [f"01-degradation.{ending}", f"04-bottlenecks.{ending}"]
    assert f'href="01-degradation.{ending}">Start</a>' in Start("01-degradation", "Start").html()


def test_card_is_one_link_with_picture_heading_and_sentence():
    html = CARDS.html()
    assert html.startswith('<nav class="page-cards" aria-label="Chapters">')
    first, second = re.findall(r"<a .*?</a>", html)
    assert "<strong>1. Deeper &amp; worse</strong><span>Is it?</span>" in first
    assert tensor_widths().alt in second.replace("&#x27;", "'")
    assert html.count("<svg") == 2


def test_style_is_there_once_and_has_colours_of_its_own_where_a_page_has_none():
    html = CARDS.html()
    assert html.count("<style>") == 1
    assert f"var(--residual, {RESIDUAL})" in html.replace(",#", ", #")
    assert not re.search(r'\sid="', html)
    assert CARDS._repr_mimebundle_()["text/plain"].splitlines()[0] == "1. Deeper & worse: Is it?"
