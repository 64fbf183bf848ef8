"""The block builder in a browser: what a reader sees when the branch is turned off."""

import pytest
from layout import SIZES
from page_figures import choose, figure, move, of_kind, settled, summary

from resnet_book.explorers.block_builder.sentences import ENDS, INPUTS, KINDS
from resnet_book.words import ORDERS

GAMMA = "γ of the last batch norm"

# What a picture shows, as text: for each pixel its opacity, and whether it is hollow.
PIXELS = """(figure) => [...figure.querySelectorAll(".picture:not(.away)")].map((picture) =>
  [...picture.querySelectorAll(".pixel")]
    .map((e) => e.getAttribute("opacity") + e.classList.contains("negative")).join())"""


@pytest.fixture
def builder(visit):
    if not (places := of_kind("builder")):
        pytest.skip("no built page has a block builder")
    page_name, name = places[0]
    page = visit(f"{page_name}.html")
    return page, name, figure(page, name)


def pixels(found):
    """The pictures: x, what the shortcut brings, the branch, the sum if it is shown, and y."""
    settled(found.page)
    return found.evaluate(PIXELS)


def test_opens_on_the_usual_block_and_says_what_to_do(builder):
    page, name, found = builder
    assert summary(page, name).endswith("Now drag γ to 0.")
    x, carried, branch, total, y = pixels(found)
    assert x == carried
    assert len({x, branch, total, y}) == 4
    assert found.locator(".picture.right").count() == 0


def test_at_gamma_0_the_output_is_the_input_and_is_marked(builder):
    page, name, found = builder
    slider = found.get_by_label(GAMMA, exact=True)
    slider.focus()
    page.keyboard.press("Home")
    x, carried, branch, total, y = pixels(found)
    assert x == carried == total == y
    assert set(branch.split(",")) == {"0.00false"}
    assert summary(page, name) == ENDS["handed"]
    assert found.locator(".picture.right").count() == 1
    page.keyboard.press("ArrowRight")
    assert pixels(found)[-1] != x
    assert found.locator(".picture.right").count() == 0


def test_without_a_shortcut_nothing_arrives(builder):
    page, name, found = builder
    choose(found, "Shortcut", KINDS["none"])
    move(found, GAMMA, 0)
    assert set(pixels(found)[-1].split(",")) == {"0.00false"}
    assert summary(page, name) == ENDS["nothing"]


@pytest.mark.parametrize(
    ("label", "text", "end"),
    [("Order", ORDERS["bn-after-addition"], "silenced"), ("x", INPUTS["centred"], "rectified")],
)
def test_says_what_stands_in_the_way(builder, label, text, end):
    page, name, found = builder
    choose(found, label, text)
    move(found, GAMMA, 0)
    assert pixels(found)[-1] != pixels(found)[0]
    assert summary(page, name).startswith(ENDS[end].partition("{")[0])


def test_drawing_formula_code_and_parameters_follow_the_choice(builder):
    page, _, found = builder
    seen = set()
    for shape, order in (("basic", "original"), ("bottleneck", "full-preactivation")):
        choose(found, "Shape", shape)
        choose(found, "Order", ORDERS[order])
        settled(page)
        drawing = found.locator("svg.diagram").inner_html()
        code, count = (found.locator(part).inner_text() for part in ("pre", ".provenance"))
        seen |= {drawing, code, count}
    assert len(seen) == 6
    choose(found, "Shortcut", KINDS["scaling"])
    settled(page)  # λ's slider comes with the next frame
    move(found, "λ, the factor on the shortcut", 3)
    settled(page)
    assert "y = f + 0.3 * x" in found.locator("pre").inner_text()


def test_texts_are_legible_and_controls_are_large_on_a_phone(builder):
    page, _, found = builder
    page.set_viewport_size(SIZES["phone"])
    settled(page)
    drawing = found.locator("svg.diagram")
    width = drawing.evaluate("(e) => e.getBoundingClientRect().width / e.viewBox.baseVal.width")
    assert width == pytest.approx(1)  # never scaled
    sizes = found.evaluate(
        "(f) => [...f.querySelectorAll('text, tspan, pre, p, figcaption, label, output')]"
        ".map((e) => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 12
    for control in found.locator("select:visible, button:visible, input:visible").all():
        assert control.bounding_box()["height"] >= 44
