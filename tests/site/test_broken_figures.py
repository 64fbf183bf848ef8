"""A figure that fails shows its picture, its table and one sentence; the page goes on."""

import json

import pytest
from built_site import HTML
from page_figures import figure, figures, lift, of_kind, scroll_to

from resnet_book.explorers.common_words import CONTROLS, STILL

NO_RECORDS = "No recorded runs of this network came with this page."


@pytest.mark.parametrize("damage", ["truncated", "no words", "no networks", "another shape"])
def test_damaged_state_is_a_sentence_a_picture_and_a_table(bare, damage):
    page_name, name = of_kind("degradation")[0]

    def spoil(route):
        html = (HTML / f"{page_name}.html").read_text(encoding="utf8")
        start = html.index('json">', html.index(f'data-name="{name}"')) + 6
        end = html.index("</script>", start)
        state = json.loads(html[start:end])
        if damage == "no words":
            del state["words"]
        elif damage == "no networks":
            del state["content"]["networks"]
        else:
            state["content"]["networks"] = [{"depth": 56, "kind": "plain", "always": True}]
        text = html[start : start + 200] if damage == "truncated" else json.dumps(state)
        route.fulfill(body=html[:start] + text + html[end:], content_type="text/html")

    page, go = bare(f"{page_name}.html")
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.route(f"**/{page_name}.html", spoil)
    go()
    for other in [n for kind, n in figures(page_name) if n != name and kind != "predict"]:
        assert figure(page, other).locator(".board svg").count() >= 1
    found = page.locator(f"figure[data-name={name}]")
    lift(page)
    scroll_to(found)
    page.wait_for_timeout(300)
    if damage == "no networks":  # one sentence, since the figure itself is whole
        assert NO_RECORDS in found.inner_text()
    else:
        stands_in(found)
    assert errors == []


def stands_in(found):
    """A figure shows one sentence, its picture and its table."""
    picture = found.locator("img:visible")
    picture.wait_for()
    picture.evaluate("(e) => e.decode()")
    assert picture.get_attribute("alt")
    assert found.locator("table:visible").count() == 1
    text = found.inner_text()
    assert (STILL in text) + (CONTROLS["broken"] in text) == 1


@pytest.mark.parametrize("script", ["shared.js", "degradation.js"])
def test_script_that_does_not_load_leaves_picture_and_table(bare, script):
    page_name, name = of_kind("degradation")[0]
    page, go = bare(f"{page_name}.html")
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.route(f"**/{script}?*", lambda route: route.abort())
    go()
    found = page.locator(f"figure[data-name={name}]")
    lift(page)
    scroll_to(found)
    stands_in(found)
    assert errors == []


def test_page_whose_loader_is_missing_shows_picture_and_table_after_a_while(bare):
    page_name, name = of_kind("degradation")[0]
    page, go = bare(f"{page_name}.html")
    page.route("**/loader.js?*", lambda route: route.abort())
    go()
    found = page.locator(f"figure[data-name={name}]")
    lift(page)
    scroll_to(found)
    assert found.locator("img:visible").count() == 0
    stands_in(found)


def test_without_javascript_pictures_and_tables_are_there(bare, explorer_page):
    page, go = bare(f"{explorer_page}.html", java_script_enabled=False)
    go()
    for kind, name in figures(explorer_page):
        found = page.locator(f"figure[data-name={name}]")
        found.scroll_into_view_if_needed()
        if kind == "predict":
            assert found.locator(".question").is_visible()
            found.locator("summary").click()
            assert found.locator("table, img").first.is_visible()
        else:
            stands_in(found)
