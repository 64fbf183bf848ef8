"""Every page of the site in a real browser: light and dark, on a desktop and on a phone."""

import pytest
from layout import OVERFLOW, SIZES

# Outside the article the theme has decorative images, with an empty alternative text.
WITHOUT_NAME = """() => [
  ...[...document.images].filter((i) => i.closest("article")
    ? !i.alt.trim() || i.alt.includes("_images/") : !i.hasAttribute("alt")),
  ...[...document.querySelectorAll("svg[role=img]")].filter((s) =>
    !(s.getAttribute("aria-label") || s.querySelector(":scope > title")?.textContent
      || document.getElementById(s.getAttribute("aria-labelledby"))?.textContent || "").trim()),
].map((e) => e.outerHTML.slice(0, 120))"""

# Formulas on lines of their own whose letters have another size than those within lines.
SIZES_OF_FORMULAS = """() => {
  const size = (formula) => getComputedStyle(formula).fontSize;
  const inline = document.querySelector("p > span.math .katex");
  return [...document.querySelectorAll("div.math .katex")].map(size)
    .filter((each) => inline && each !== size(inline));
}"""


def theme(page) -> str:
    return page.evaluate("document.documentElement.dataset.theme")


def background(page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_page_reads_well(visit, page_name):
    page = visit(f"{page_name}.html")
    assert page.title().strip()
    assert page.locator("article.bd-article h1").count() == 1
    assert page.evaluate(WITHOUT_NAME) == []
    assert page.evaluate(SIZES_OF_FORMULAS) == []
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)
        page.wait_for_selector(f"html[data-theme={colours}]")
        for name, size in SIZES.items():
            page.set_viewport_size(size)
            assert page.evaluate(OVERFLOW) == [], f"{colours}, {name}"


def test_every_formula_is_drawn_in_the_page_itself(html_dir, page_name):
    html = (html_dir / f"{page_name}.html").read_text(encoding="utf8")
    assert html.count('class="math ') == html.count('class="katex"')
    assert ("katex.min.css" in html) == ('class="katex"' in html)
    assert "katex-error" not in html


@pytest.mark.parametrize("name", ["book/index", "book/03-identity-mappings"])
def test_theme_switch_overrules_the_system(visit, name):
    page = visit(f"{name}.html")
    light = background(page)
    switch = page.locator(".theme-switch-button").first
    for _ in range(3):  # automatic, light, dark
        switch.click()
        if theme(page) == "dark":
            break
    assert theme(page) == "dark"
    assert background(page) != light
    page.set_viewport_size(SIZES["phone"])
    page.reload(wait_until="load")
    assert theme(page) == "dark"


def test_search_finds_a_page(visit):
    page = visit("search.html?q=residual")
    page.wait_for_selector("#search-results li a")
