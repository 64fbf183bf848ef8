"""A word that is linked to the glossary shows its definition; the glossary has all anchors."""

import pytest
from accessibility import violations
from layout import OVERFLOW, SIZES

PAGE = "book/02-residual-learning.html"
WORD = "a[aria-describedby='definition-shortcut']"


@pytest.fixture
def page(visit):
    page = visit(PAGE)
    page.locator(WORD).first.evaluate(
        "e => e.scrollIntoView({ behavior: 'instant', block: 'center' })"
    )
    return page


def preview(page, state="visible"):
    page.wait_for_selector(".preview", state=state)
    return page.locator(".preview")


def test_definition_is_the_glossarys_and_describes_the_link_without_a_script(page, visit):
    text = page.locator("#definition-shortcut").text_content()
    assert not page.locator("#definition-shortcut").is_visible()
    glossary = visit("book/glossary.html")
    assert glossary.locator("dt#shortcut + dd").inner_text().startswith(text)


def test_hover_shows_it_and_it_stays_while_the_pointer_is_on_it(page):
    page.locator(WORD).first.hover()
    shown = preview(page)
    assert shown.inner_text() == page.locator("#definition-shortcut").text_content()
    shown.hover()  # across whatever is between
    page.wait_for_timeout(500)
    assert shown.is_visible()
    page.mouse.move(2, 2)
    preview(page, "hidden")


def test_escape_closes_it_without_moving_pointer_or_focus(page):
    word = page.locator(WORD).first
    word.hover()
    preview(page)
    page.keyboard.press("Escape")
    preview(page, "hidden")
    page.mouse.move(2, 2)
    word.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    preview(page)
    page.keyboard.press("Escape")
    preview(page, "hidden")
    assert word.evaluate("e => e === document.activeElement")


def test_keyboard_focus_shows_it_and_leaving_hides_it(page):
    page.locator(WORD).first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    shown = preview(page)
    assert shown.inner_text() == page.locator("#definition-shortcut").text_content()
    page.mouse.move(2, 2)
    page.wait_for_timeout(500)
    assert shown.is_visible()  # the pointer has nothing to do with it
    page.keyboard.press("Tab")
    page.wait_for_function(
        "(old) => { const box = document.querySelector('.preview'); "
        "return box.hidden || box.textContent !== old; }",
        arg=page.locator("#definition-shortcut").text_content(),
    )


@pytest.mark.parametrize("size", SIZES)
def test_it_lies_beside_the_word_and_within_the_window(page, size):
    page.set_viewport_size(SIZES[size])
    for word in page.locator("a[aria-describedby^='definition-']").all()[:8]:
        word.evaluate("e => e.scrollIntoView({ behavior: 'instant', block: 'center' })")
        page.mouse.move(2, 2)
        preview(page, "hidden")
        word.hover()
        box = preview(page).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= SIZES[size]["width"]
        lines = word.evaluate("e => { const r = e.getClientRects()[0]; return [r.top, r.bottom]; }")
        touches = (box["y"], box["y"] + box["height"])
        assert abs(touches[0] - lines[1]) < 2 or abs(touches[1] - lines[0]) < 2
    assert page.evaluate(OVERFLOW) == []


def test_axe_finds_no_violation_while_it_is_shown(page):
    page.locator(WORD).first.hover()
    preview(page)
    assert violations(page, ".preview") == ""


def test_it_is_not_printed(page):
    page.locator(WORD).first.hover()
    preview(page)
    page.emulate_media(media="print")
    assert not page.locator(".preview").is_visible()


def test_touch_only_follows_the_link(browser, site):
    context = browser.new_context(viewport=SIZES["phone"], has_touch=True)
    page = context.new_page()
    page.goto(f"{site}/{PAGE}", wait_until="load")
    page.locator(WORD).first.tap()
    page.wait_for_url("**/glossary.html#shortcut")
    assert page.locator("dt#shortcut").is_visible()
    context.close()


def test_glossary_is_one_list_without_headings(visit):
    page = visit("book/glossary.html")
    assert page.locator("article :is(h2, h3)").count() == 0
    terms = page.locator("dl.glossary > dt").all_inner_texts()
    assert len(terms) > 40
    assert terms == sorted(terms, key=str.lower)


def test_page_without_such_words_loads_no_script_for_them(html_dir):
    assert "previews.js" in (html_dir / PAGE).read_text(encoding="utf8")
    assert "previews.js" not in (html_dir / "book" / "references.html").read_text(encoding="utf8")
