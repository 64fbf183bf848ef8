"""Predictions on the built site: the answer comes after the guess."""

import pytest
from built_site import HTML
from page_figures import ANSWERED, figure, figures, of_kind, settled, summary, view_address

from resnet_book.drawing import best_of_runs
from resnet_book.explorers.predict import ORIGINS, Predict


def guesses(page_name):
    return [name for kind, name in figures(page_name) if kind == "predict"]


def test_every_origin_of_an_answer_is_looked_for():
    assert tuple(ANSWERED.pattern.split("|")) == ORIGINS


def test_answer_is_shown_only_after_the_guess(visit, explorer_page):
    page = visit(f"{explorer_page}.html")
    for name in guesses(explorer_page):
        found = figure(page, name)
        commit = found.get_by_role("button", name="This is my guess")
        commit.click()
        assert "Set your guess first" in summary(page, name)
        assert found.locator(".verdict:not(:empty)").count() == 0
        for origin in ORIGINS:
            assert found.locator(f'[aria-label*="{origin}" i]').count() == 0
        control = found.locator("input").first
        control.focus()
        page.keyboard.press("Space" if control.get_attribute("type") == "radio" else "ArrowRight")
        commit.click()
        text = summary(page, name)
        assert ANSWERED.search(text) or "You are right" in text
        assert not found.locator("input").first.is_enabled()
        assert f"#{name}?guess=" in view_address(page)
        address = view_address(page)
        again = visit(f"{explorer_page}.html?again{address}")
        settled(again)
        assert summary(again, name) == text
        figure(again, name).get_by_role("button", name="Forget this, and ask me again").click()
        assert figure(again, name).locator("input").first.is_enabled()
        page = again


@pytest.fixture
def curve(bare):
    """A page with a curve to draw: its page, and the figure."""
    asked = Predict.curve(
        "drawn", "Draw.", x=[8, 20, 32, 44, 56], answer=[1, 2, 5, 20, 70],
        xlabel="depth", ylabel="error", low=0, high=100,
    )  # fmt: skip
    return put_in(bare, asked)


@pytest.fixture
def choice(bare):
    options = ["smaller", "about equal", "larger"]
    asked = Predict.choice(
        "chosen", "Which?", options=options, answer="larger", because="By 3 points."
    )
    return put_in(bare, asked)


@pytest.fixture
def curve_of_a_figure(bare):
    """A page with a curve to draw, and the chapter's figure of what was measured."""
    x, answer, ends = [1, 2, 5, 20], [6.6, 6.5, 6.4, 6.3], (6.1, 6.8)
    asked = Predict.curve(
        "drawn", "Draw.", x=x, answer=answer, log=True, figure="9.1",
        xlabel="n", ylabel="error", low=ends[0], high=ends[1],
    )  # fmt: skip
    return put_in(bare, asked, best_of_runs(x, answer, ends).numbered("9.1", "It falls.").html())


def put_in(bare, prediction, after=""):
    """A page that begins with the prediction, and the figure."""
    asked = prediction.html() + after
    (page_name, _), *_ = of_kind("predict")
    page, go = bare(f"{page_name}.html")
    html = (HTML / f"{page_name}.html").read_text(encoding="utf8")
    end = html.index("</h1>", html.index('<article class="bd-article')) + len("</h1>")
    html = html[:end] + asked + html[end:]
    page.route(
        f"**/{page_name}.html",
        lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"),
    )
    go()
    return page, figure(page, prediction.name)


THUMB = 24  # px, of a slider: it stands for a point of the curve
HEIGHTS = "(hand) => [...hand.querySelectorAll('input')].map((input) => Number(input.value))"


def test_stroke_sets_each_slider_to_its_height_there(curve):
    page, found = curve
    hand = found.locator(".hand")
    hand.scroll_into_view_if_needed()
    settled(page)
    boxes = [slider.bounding_box() for slider in hand.locator("input").all()]
    shares = [0.2, 0.4, 0.5, 0.6, 0.8]
    places = [
        (box["x"] + box["width"] / 2, box["y"] + THUMB / 2 + (box["height"] - THUMB) * (1 - share))
        for box, share in zip(boxes, shares, strict=True)
    ]
    page.mouse.move(*places[0])  # on the first slider, which must not follow to the stroke's end
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place)
    page.mouse.up()
    settled(page)
    assert hand.evaluate(HEIGHTS) == pytest.approx([100 * s for s in shares], abs=2)
    assert page.evaluate("document.activeElement.ariaLabel") == "error at depth = 8"
    page.mouse.move(places[0][0], places[0][1] - 50)  # no button: nothing moves
    settled(page)
    assert hand.evaluate(HEIGHTS) == pytest.approx([100 * s for s in shares], abs=2)


def test_curve_is_drawn_by_keyboard_too(curve):
    page, found = curve
    found.get_by_label("error at depth = 56").focus()
    page.keyboard.press("End")
    found.get_by_role("button", name="This is my guess").click()
    assert "you drew" in summary(page, "drawn")
    picture = found.locator(".board svg")
    assert "measured" in picture.text_content()
    assert "your guess" in picture.text_content()  # it stays beside the measurement
    assert not found.locator(".hand").is_visible()


def test_sliders_stand_on_the_axes_that_the_measured_curve_has(curve):
    page, found = curve
    found.get_by_label("error at depth = 56").focus()
    page.keyboard.press("End")  # 100, the upper end of the axis
    settled(page)
    box = found.get_by_label("error at depth = 56").bounding_box()
    top = box["y"] + THUMB / 2
    tick = found.locator(".board svg text", has_text="100").last.bounding_box()
    assert abs(tick["y"] + tick["height"] / 2 - top) < 3
    name = found.locator(".board svg text", has_text="56").last.bounding_box()
    assert abs(name["x"] + name["width"] / 2 - box["x"] - box["width"] / 2) < 3


SHOWN = "#figure-9-1 > svg:nth-of-type({form})"


@pytest.mark.parametrize(("width", "form"), [(1280, 1), (390, 2)])
def test_curve_stands_in_the_chapters_figure_after_the_guess(curve_of_a_figure, width, form):
    page, found = curve_of_a_figure
    page.set_viewport_size({"width": width, "height": 900})
    shown = page.locator(SHOWN.format(form=form))
    assert shown.is_visible()
    assert shown.locator(".guess").count() == 0
    found.get_by_label("error at n = 20").focus()
    page.keyboard.press("End")
    assert shown.locator(".guess").count() == 0
    found.get_by_role("button", name="This is my guess").click()
    settled(page)
    assert shown.locator(".guess text").text_content() == "your guess"
    assert not found.locator(".drawn").is_visible()
    assert found.bounding_box()["height"] < 400
    link = found.get_by_role("link", name="Figure 9.1")
    assert link.get_attribute("href") == "#figure-9-1"
    frame, box = shown.bounding_box(), shown.locator(".guess").bounding_box()
    assert frame["x"] < box["x"]
    assert box["x"] + box["width"] < frame["x"] + frame["width"]
    found.get_by_role("button", name="Forget this").click()
    settled(page)
    assert shown.locator(".guess").count() == 0
    assert found.locator(".drawn").is_visible()


def test_figure_stays_the_chapters_where_nobody_guessed(curve_of_a_figure):
    page, found = curve_of_a_figure
    found.get_by_role("button", name="Show me").click()
    settled(page)
    assert page.locator("#figure-9-1 .guess").count() == 0
    assert found.get_by_role("link").inner_text() == "The measured curve: Figure 9.1"


def test_choice_is_marked_by_signs_and_words(choice):
    page, found = choice
    found.get_by_label("about equal").check()
    found.get_by_role("button", name="This is my guess").click()
    assert "Not this one. Measured: larger." in summary(page, "chosen")
    assert found.locator(".sign").inner_text() == "✗"
    marks = found.locator(".option").all_inner_texts()
    assert [mark.split("\n")[-1] for mark in marks] == ["smaller", "✗ Not this one", "✓ Measured"]
    found.get_by_role("button", name="Forget this").click()
    assert found.locator(".verdict:not(:empty)").count() == 0
    found.get_by_label("larger").check()
    found.get_by_role("button", name="This is my guess").click()
    assert found.locator(".sign").inner_text() == "✓"
    assert "✓ Right" in found.locator(".option").last.inner_text()
