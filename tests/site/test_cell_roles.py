"""A book with a lesson and its evidence: folds, claims, takeaways, links, order, and the search."""

import json
import re

import pytest
import toy_book
from layout import OVERFLOW, SIZES

FIGURE = """# @title Two ways back
from resnet_book.drawing import gradient_ways
from resnet_book.models import BlockDesign

design = BlockDesign(order="full-preactivation")
gradient_ways(design).numbered("{}", "The gradient has two ways back.")"""
CLAIMS = """# @title Claims
assert zebra > 2.5, "Plain-56 ends above ResNet-56"
for error in (0.4, 0.2):
    assert error < 1, "Every seed ends below one percent"
"""
LESSON = [
    "# Lesson one",
    (
        "setup",
        f"# @title Install\n{toy_book.INSTALL}\n\n%load_ext resnet_book.claims",
        "remove-cell",
    ),
    "## Giraffes\n\nWords, and [evidence](evidence/01-toy.ipynb#a-heading-there).",
    ("figure", FIGURE.format("0.1")),
    ("measure", "# @title ResNet-56 in numbers\nzebra = 3\nzebra"),
    "**It does not vanish.**",
    ("claims", CLAIMS),
    ("core", "def residual(x, block):\n    return x + block(x)"),
]
EVIDENCE = [
    "# Evidence one",
    "## A heading there\n\nBack to [lesson one](../01-toy.ipynb#giraffes).",
    ("figure", FIGURE.format("E1.1")),
]
TOC = """format: jb-book
root: book/index
chapters:
  - file: book/01-toy
    sections:
      - file: book/evidence/01-toy
  - file: book/02-toy
  - file: book/glossary
"""


def notebook(*cells):
    """Text, or a code cell: its role, its code, further tags."""
    found = toy_book.notebook()
    found["cells"] = [
        {"cell_type": "markdown", "id": f"cell-{i}", "metadata": {}, "source": cell}
        if isinstance(cell, str)
        else {
            "cell_type": "code", "execution_count": None, "id": f"cell-{i}",
            "metadata": {"tags": [cell[0], *cell[2:]]}, "outputs": [], "source": cell[1],
        }
        for i, cell in enumerate(cells)
    ]  # fmt: skip
    return json.dumps(found, indent=1, ensure_ascii=False)


@pytest.fixture(scope="module")
def html_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lesson")
    toy_book.write(folder)
    (folder / "book" / "evidence").mkdir()
    pages = {"01-toy": LESSON, "evidence/01-toy": EVIDENCE, "02-toy": ["# Lesson two"]}
    for name, cells in pages.items():
        (folder / "book" / f"{name}.ipynb").write_text(notebook(*cells), encoding="utf8")
    (folder / "_toc.yml").write_text(TOC)
    (built,) = toy_book.build(folder)
    return built


def read(html_dir, page):
    return (html_dir / "book" / f"{page}.html").read_text(encoding="utf8")


def test_code_is_shown_by_its_role(visit):
    page = visit("book/01-toy.html")
    folds = page.locator("details.fold")
    assert folds.locator("summary").all_inner_texts() == [
        "Code: two ways back",
        "Code: ResNet-56 in numbers",
    ]
    assert folds.first.locator("pre").is_hidden()
    figure = page.locator("figure.diagram").bounding_box()
    assert folds.first.bounding_box()["y"] >= figure["y"] + figure["height"]
    folds.first.locator("summary").click()
    assert folds.first.locator("pre").inner_text().startswith("from resnet_book.drawing")
    assert page.locator(".tag_core pre").is_visible()
    assert page.locator(".tag_claims .cell_input").count() == 0
    assert "@title" not in page.content()


def test_claims_are_one_line_that_unfolds(visit):
    page = visit("book/01-toy.html")
    claims = page.locator("details.claims")
    line = claims.locator("summary")
    assert " ".join(line.inner_text().split()) == "✓ 2 claims checked when this page was built"
    line.click()
    assert claims.locator("code").all_inner_texts() == ["3 > 2.5", "0.4 < 1; 0.2 < 1"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_folds_and_claims_fit_and_are_large_enough_to_touch(visit, scheme, size):
    page = visit("book/01-toy.html")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(SIZES[size])
    assert page.evaluate(OVERFLOW) == []
    heights = "all => all.map((each) => each.getBoundingClientRect().height)"
    lines = page.locator(":is(details.fold, details.claims) > summary").evaluate_all(heights)
    assert min(lines) >= 44
    style = (
        "each => [getComputedStyle(each).fontSize, getComputedStyle(each.firstChild).fontWeight]"
    )
    assert page.locator("p.takeaway").evaluate(style) in (["17px", "700"], ["17px", "bolder"])


def test_lesson_and_evidence_lead_to_each_other(visit):
    page = visit("book/01-toy.html")
    page.get_by_role("link", name="evidence", exact=True).click()
    page.wait_for_url("**/book/evidence/01-toy.html#a-heading-there")
    page.get_by_role("link", name="lesson one", exact=True).last.click()
    page.wait_for_url("**/book/01-toy.html#giraffes")


@pytest.mark.parametrize(
    ("page", "previous", "following"),
    [
        ("01-toy", "index.html", "02-toy.html"),
        ("evidence/01-toy", "../01-toy.html", "../02-toy.html"),
        ("02-toy", "01-toy.html", "glossary.html"),
    ],
)
def test_next_leads_from_lesson_to_lesson(html_dir, page, previous, following):
    text = read(html_dir, page)
    for side, address in (("left-prev", previous), ("right-next", following)):
        assert re.search(rf'class="{side}"\s+href="([^"]*)"', text)[1] == address


def test_contents_keep_evidence_folded_away(html_dir):
    navigation = read(html_dir, "02-toy").partition('class="bd-links')[2].partition("</nav>")[0]
    assert 'href="evidence/01-toy.html"' in navigation
    assert "<details><summary>" in navigation
    assert "Figure E1.1." in read(html_dir, "evidence/01-toy")


def found(page, word):
    page.goto(page.url.partition("?")[0] + f"?q={word}", wait_until="load")
    page.wait_for_selector(".search-summary")
    page.wait_for_function(
        "/finished|did not match/.test(document.querySelector('.search-summary').innerText)"
    )
    return page.locator("#search-results li a").count()


def test_search_finds_words_and_no_code(visit):
    page = visit("search.html")
    assert found(page, "giraffes") > 0
    assert found(page, "zebra") == 0
    assert found(page, "residual") == 0
