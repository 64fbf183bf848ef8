"""Every plot of every page in a browser: one form at each width, its texts legible and apart."""

import pytest
from font_sets import SETS
from layout import UNFOLD
from page_figures import settled

WIDTHS = {1280: "wide", 390: "narrow"}

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


@pytest.mark.parametrize("fonts", SETS)
def test_plots_are_legible_in_a_column_and_on_a_phone(launch, site, page_name, fonts):
    page = launch(fonts).new_page()
    page.goto(f"{site}/{page_name}.html")
    page.evaluate(UNFOLD)
    for width, form in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        for figure in page.locator("figure.measured").all():
            figure.evaluate("(e) => e.scrollIntoView({ behavior: 'instant' })")
            settled(page)
            found = figure.evaluate(PROBLEMS)
            assert found == {"forms": [form], "problems": []}, figure.get_attribute("id")
    page.close()


def test_every_static_figure_has_its_caption_below(visit, page_name):
    page = visit(f"{page_name}.html")
    page.evaluate(UNFOLD)
    for figure in page.locator("figure.measured[id], figure.diagram[id]").all():
        number = figure.get_attribute("id").removeprefix("figure-").replace("-", ".")
        assert figure.locator("figcaption strong").inner_text().startswith(f"Figure {number}. ")
