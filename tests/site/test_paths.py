"""The paths explorer on the built site: branches are cut by keyboard, touch and address."""

import re

import pytest
from layout import SIZES
from page_figures import choose, figure, move, of_kind, scroll_to, settled, summary, view_address

WHOLE = re.compile(r"The gradient at x₀, (.+), is ([\d.]+) times that at x₃ \(([\d.]+) times")


@pytest.fixture
def explorer():
    return of_kind("paths")[0]


def button(found, number):
    return found.get_by_role("button", name=f"Cut branch {number}", exact=True)


def text(found, slot):
    return found.locator(f".board [data-slot={slot}] text").first.text_content()


def test_cut_by_keyboard_is_said_in_words(visit, explorer):
    page_name, name = explorer
    page = visit(f"{page_name}.html")
    found = figure(page, name)
    assert (text(found, "blocks"), text(found, "plain")) == (
        "4 of 8 paths live",
        "0 of 1 path lives",
    )
    assert "Cut: F₁. 4 of 8 paths live" in summary(page, name)
    button(found, 1).focus()
    for key, live, twin in (
        ("Space", "8 of 8 paths live", "1"),
        ("Enter", "4 of 8 paths live", "0"),
        ("Enter", "8 of 8 paths live", "1"),
        ("Space", "4 of 8 paths live", "0"),
    ):
        page.keyboard.press(key)
        settled(page)
        pressed = button(found, 1).get_attribute("aria-pressed")
        assert pressed == ("true" if twin == "0" else "false")
        assert text(found, "blocks") == live
        assert f"in the plain twin {twin} of 1 path lives" in summary(page, name)
        assert summary(page, name).startswith(
            "No branch is cut. 8 of 8" if twin == "1" else "Cut: F₁"
        )
    assert "Cut: F₁. 4 of 8 paths live" in summary(page, name)
    stopped = found.locator(".board .row.stopped")
    assert stopped.count() == 4
    assert all("F1" in row.replace("\u200b", "") for row in stopped.all_text_contents())
    assert all("stops at F₁" in row for row in stopped.all_text_contents())
    assert found.locator(".board svg").get_attribute("aria-label") == summary(page, name)
    outline = button(found, 1).evaluate("(e) => getComputedStyle(e).outlineWidth")
    assert outline == "3px"


def test_cuts_and_factor_come_back_from_the_address(visit, explorer):
    page_name, name = explorer
    page = visit(f"{page_name}.html")
    found = figure(page, name)
    for number in (0, 1, 2):  # the page opens with the middle one cut
        button(found, number).click()
    settled(page)
    address = view_address(page)
    assert "cut1=true&cut2=false&cut3=true" in address
    again = visit(f"{page_name}.html?again{address}")
    settled(again)
    found = figure(again, name)
    states = [button(found, i).get_attribute("aria-pressed") for i in (0, 1, 2)]
    assert states == ["true", "false", "true"]
    assert text(found, "blocks") == "2 of 8 paths live"
    other = visit(f"{page_name}.html?other#{name}?cut2=maybe")
    problem = figure(other, name).locator(".problem")
    problem.wait_for()
    assert "Cut branch 1 maybe is not offered" in problem.inner_text()


def test_it_opens_on_a_gradient_that_the_plain_twin_lacks(visit, explorer):
    page_name, name = explorer
    _, whole, twin = WHOLE.search(summary(visit(f"{page_name}.html"), name)).groups()
    assert float(whole) > 1
    assert twin == "0"


def test_without_shortcuts_it_is_the_plain_twin(visit, explorer):
    """At λ = 0 one path is left, and both networks have the same gradient, before and after."""
    page_name, name = explorer
    page = visit(f"{page_name}.html")
    found = figure(page, name)
    button(found, 1).click()
    move(found, "λ, the factor on each shortcut", 0)
    seen = set()
    for label in found.get_by_label("Gradients measured").locator("option").all_inner_texts():
        choose(found, "Gradients measured", label)
        settled(page)
        weights, whole, twin = WHOLE.search(summary(page, name)).groups()
        assert weights == label
        assert whole == twin
        seen.add(whole)
    assert len(seen) == 2
    assert text(found, "blocks") == "1 of 8 paths lives"
    button(found, 0).click()
    settled(page)
    assert text(found, "blocks") == "0 of 8 paths live"


def test_bars_and_widths_follow_the_factor_and_the_scale_stays(visit, explorer):
    page_name, name = explorer
    page = visit(f"{page_name}.html")
    found = figure(page, name)
    label = "λ, the factor on each shortcut"
    slider = found.get_by_label(label, exact=True)
    direct = found.locator(".board [data-way='0']")
    line = direct.locator("path:not(.head)").first
    bars, factors, widths = [], [], []
    for i in range(int(slider.get_attribute("max")) + 1):
        move(found, label, i)
        settled(page)
        factor = float(slider.get_attribute("aria-valuetext"))
        factors.append(factor)
        bars.append(direct.locator(".bar").evaluate("(e) => new DOMMatrix(e.style.transform).a"))
        if factor:
            assert direct.locator("[data-slot=weight] text").text_content().startswith("λ³")
        widths.append(line.evaluate("(e) => Number.parseFloat(e.style.strokeWidth)"))
    unit = bars[-1] / factors[-1] ** 3  # the direct part is λ³
    assert bars == pytest.approx([unit * factor**3 for factor in factors], abs=2e-4)
    assert widths == sorted(widths)
    assert widths[-1] > 1.7 * 3 * 0.99


def test_phone_has_large_buttons_and_nothing_jumps(visit, explorer):
    page_name, name = explorer
    page = visit(f"{page_name}.html")
    for size in SIZES.values():
        page.set_viewport_size(size)
        settled(page)
        found = figure(page, name)
        scroll_to(found)
        heights = []
        for number in (0, 1, 2):
            box = button(found, number).bounding_box()
            assert box["height"] >= 44
            assert box["width"] >= 44
            heights.append(found.bounding_box()["height"])
            button(found, number).click()
            settled(page)
        assert found.locator(".board svg").count() == 1
        assert max(heights) - min(heights) < 1
        for number in (0, 1, 2):
            button(found, number).click()
