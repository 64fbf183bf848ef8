"""The scorecard's tiles in a browser: one column on a phone, the long lists folded."""

import pytest
from layout import OVERFLOW, SIZES, UNFOLD

LEFT_EDGES = """(list) => new Set([...list.querySelectorAll("li")]
  .map((tile) => Math.round(tile.getBoundingClientRect().left))).size"""


@pytest.mark.parametrize(("size", "columns"), [("desktop", 3), ("phone", 1)])
def test_tables_have_three_columns_of_tiles_or_one(visit, size, columns):
    page = visit("book/scorecard.html")
    page.set_viewport_size(SIZES[size])
    assert page.locator(".tiles.figures").first.evaluate(LEFT_EDGES) == columns
    page.evaluate(UNFOLD)
    assert page.evaluate(OVERFLOW) == []
    # Nothing scrolls sideways in a box of its own either.
    wide = "() => [...document.querySelectorAll('article *')].filter((e) => "
    wide += "['auto', 'scroll'].includes(getComputedStyle(e).overflowX) && "
    assert page.evaluate(f"{wide} e.scrollWidth > e.clientWidth + 1).length") == 0


def test_verdict_is_said_first_and_records_are_folded(visit):
    page = visit("book/scorecard.html")
    for tile in page.locator(".tile").all():
        assert tile.locator("p").first.get_attribute("class") == "verdict"
    for details in page.locator("article details").all():
        assert details.get_attribute("open") is None
    runs = page.locator("article details", has_text="recorded runs")
    runs.locator("summary").click()
    assert runs.locator("li").first.is_visible()
