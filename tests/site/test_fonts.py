"""A page's layout depends on no machine's fonts: all pages with wide and with narrow ones."""

import pytest
from accessibility import violations
from font_sets import SETS
from layout import OVERFLOW, SIZES, UNFOLD, UNREACHABLE

# Not of monospace: the two sets' are equally wide once a letter is whole pixels.
WIDTHS = """() => ["sans-serif", "Arial, sans-serif"].map((font) => {
  const line = document.createElement("span");
  line.style = `font: 16px ${font}; position: absolute; white-space: nowrap`;
  line.textContent = "Deep residual learning, measured: 0123456789";
  document.body.append(line);
  return line.getBoundingClientRect().width;
})"""

# What of axe's rules may depend on the fonts; the others are tried once, in test_explorers.py.
RULES = ["scrollable-region-focusable", "landmark-unique", "target-size"]


def test_sets_of_fonts_differ_in_width(launch):
    widths = {}
    for name in SETS:
        page = launch(name).new_page()
        widths[name] = page.evaluate(WIDTHS)
        page.close()
    for wide, narrow in zip(widths["DejaVu"], widths["Liberation"], strict=True):
        assert wide > 0
        assert narrow < wide


@pytest.mark.parametrize("fonts", SETS)
def test_page_fits_and_what_scrolls_can_be_reached(visit, page_name, fonts):
    page = visit(f"{page_name}.html")
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        page.evaluate(UNFOLD)
        assert page.evaluate(OVERFLOW) == [], size
        assert page.evaluate(UNREACHABLE) == [], size
        assert violations(page, "article.bd-article", runOnly=RULES) == "", size
