"""Every page with all that it folds away, with wide and with narrow fonts: what must fit, fits.

A page's layout depends on no machine's fonts. What scrolls can be reached by keyboard; a plot has
one form at each width, its texts legible and apart.
"""

import pytest
from accessibility import violations
from built_site import toc_pages
from font_sets import SETS
from layout import OVERFLOW, SIZES, UNFOLD, UNREACHABLE
from page_figures import settled

FORMS = {"desktop": "wide", "phone": "narrow"}

# What of axe's rules may depend on the fonts; the others are tried once, in test_explorers.py.
RULES = ["scrollable-region-focusable", "landmark-unique", "target-size"]

# For a figure: which forms are shown, and what is wrong with their texts. A page clips no SVG.
PROBLEMS = """(figure) => {
  const shown = [...figure.querySelectorAll("svg")].filter((svg) => svg.getClientRects().length);
  const problems = [];
  for (const svg of shown) {
    const texts = [...svg.querySelectorAll("text")];
    const boxes = texts.map((text) => text.getBoundingClientRect());
    texts.forEach((text, i) => {
      const box = boxes[i];
      const words = text.textContent;
      const size = parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a;
      if (size < 11.99) problems.push(`${size} px: ${words}`);
      if (box.left < 0 || box.right > innerWidth) problems.push("out: " + words);
      boxes.slice(0, i).forEach((other, j) => {
        const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (across > 1 && down > 6) problems.push(words + " over " + texts[j].textContent);
      });
    });
  }
  return { forms: shown.map((svg) => svg.classList[1]), problems };
}"""


# Each page is opened once for each set of fonts, since opening and unfolding it takes longest.
@pytest.fixture(scope="module", params=SETS)
def chosen_fonts(request):
    return request.param


@pytest.fixture(scope="module", params=toc_pages())
def unfolded(launch, site, chosen_fonts, request):
    page = launch(chosen_fonts).new_page(viewport=SIZES["desktop"])
    page.goto(f"{site}/{request.param}.html", wait_until="load")
    yield page
    page.close()


@pytest.fixture(params=SIZES)
def size(request, unfolded):
    unfolded.set_viewport_size(SIZES[request.param])
    unfolded.evaluate(UNFOLD)
    return request.param


def test_page_fits_and_what_scrolls_can_be_reached(unfolded, size):
    assert unfolded.evaluate(OVERFLOW) == []
    assert unfolded.evaluate(UNREACHABLE) == []
    assert violations(unfolded, "article.bd-article", runOnly=RULES) == ""


def test_plots_are_legible(unfolded, size):
    for figure in unfolded.locator("figure.measured").all():
        figure.evaluate("(e) => e.scrollIntoView({ behavior: 'instant' })")
        settled(unfolded)
        found = figure.evaluate(PROBLEMS)
        assert found == {"forms": [FORMS[size]], "problems": []}, figure.get_attribute("id")


def test_every_static_figure_has_its_caption_below(unfolded):
    unfolded.evaluate(UNFOLD)
    for figure in unfolded.locator("figure.measured[id], figure.diagram[id]").all():
        number = figure.get_attribute("id").removeprefix("figure-").replace("-", ".")
        assert figure.locator("figcaption strong").inner_text().startswith(f"Figure {number}. ")
