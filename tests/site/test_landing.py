"""The first page: what it is about, a figure to move and where to start, on the first screen."""

import json

import pytest
from accessibility import violations
from built_site import ROOT, toc_pages
from layout import OVERFLOW, SIZES

HIGHEST = 420  # px of the explorer on a phone
CHAPTERS = [page.removeprefix("book/") for page in toc_pages() if page.startswith("book/0")]


def title(chapter):
    """The heading of a chapter's notebook."""
    cells = json.loads((ROOT / "book" / f"{chapter}.ipynb").read_text(encoding="utf8"))["cells"]
    return "".join(cells[0]["source"]).splitlines()[0].removeprefix("# ")


@pytest.fixture(params=SIZES)
def size(request):
    return request.param


@pytest.fixture
def landing(visit, size):
    """The landing page, loaded in a window of that size, with its first explorer."""
    page = visit("book/index.html")
    page.set_viewport_size(SIZES[size])
    page.reload(wait_until="load")
    page.wait_for_selector("figure.explorer.mounted")
    return page


def test_first_screen_has_title_sentence_button_and_explorer(landing, size):
    page = landing
    height = SIZES[size]["height"]
    for part in ("h1", "h1 + p", ".start-link", ".start svg"):
        box = page.locator(f"article {part}").first.bounding_box()
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= height, part
    figure = page.locator("figure.explorer").first.bounding_box()
    assert figure["y"] + figure["height"] <= height
    if size == "phone":
        assert figure["height"] <= HIGHEST
    assert page.evaluate(OVERFLOW) == []


def test_chart_of_the_first_explorer_keeps_a_distance_from_its_errors(landing):
    page = landing
    errors = page.locator("figure.explorer .last-errors").first.bounding_box()
    title = page.locator("figure.explorer .chart text", has_text="training error").first
    assert title.bounding_box()["y"] - errors["y"] - errors["height"] >= 4


def test_button_leads_to_the_first_chapter(visit):
    page = visit("book/index.html")
    page.locator("a.start-link").click()
    page.wait_for_url(f"**/{CHAPTERS[0]}.html")


@pytest.mark.parametrize("size", SIZES)
def test_every_chapter_has_a_card_with_its_title_a_question_and_a_picture(visit, size):
    page = visit("book/index.html")
    page.set_viewport_size(SIZES[size])
    for chapter in CHAPTERS:
        card = page.locator(f"a.page-card[href='{chapter}.html']")
        assert card.locator("strong").inner_text() == title(chapter)
        assert card.locator("span span").inner_text().endswith("?")
        box = card.bounding_box()
        picture = card.locator("svg").bounding_box()
        assert picture["width"] > 100
        assert picture["x"] >= box["x"]
        assert picture["x"] + picture["width"] <= box["x"] + box["width"]
        assert box["height"] >= 44


def test_cards_are_reached_by_keyboard_and_followed(visit):
    page = visit("book/index.html")
    page.locator("a.page-card").first.focus()
    page.keyboard.press("Tab")
    second = page.locator("a.page-card").nth(1)
    assert second.evaluate("e => e === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{CHAPTERS[1]}.html")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "scorecard", "glossary"])
def test_axe_finds_no_violation(visit, name, colours):
    page = visit(f"book/{name}.html")
    page.emulate_media(color_scheme=colours)
    page.wait_for_selector(f"html[data-theme={colours}]")
    assert violations(page, "article.bd-article") == ""


def test_picture_that_stands_for_the_explorer_is_not_fetched_where_scripts_run(bare):
    page, go = bare("book/index.html")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    go()
    page.wait_for_selector("figure.explorer.mounted")
    page.wait_for_timeout(300)
    assert any("shared.js" in url for url in asked)
    assert not any("_images/explorer" in url for url in asked)
