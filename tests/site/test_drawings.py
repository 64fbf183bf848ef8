"""Every drawing in a browser: the width that fits is shown, all texts are legible and apart."""

import importlib.util
from pathlib import Path

import pytest
from font_sets import SETS

SCRIPT = Path(__file__).parents[2] / "scripts" / "contact_sheet.py"

# For each figure: which widths are shown, and what is wrong with the texts of the one that is.
PROBLEMS = """() => [...document.querySelectorAll("figure.diagram")].map((figure) => {
  const shown = [...figure.querySelectorAll("svg")].filter((svg) => svg.getClientRects().length);
  const problems = [];
  for (const svg of shown) {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")];
    const boxes = texts.map((text) => text.getBoundingClientRect());
    texts.forEach((text, i) => {
      const box = boxes[i];
      const words = text.textContent;
      for (const part of [text, ...text.querySelectorAll("tspan")])
        if (parseFloat(getComputedStyle(part).fontSize) < 12) problems.push("small: " + words);
      if (box.left < frame.left - 1 || box.right > frame.right + 1) problems.push("out: " + words);
      boxes.slice(0, i).forEach((other, j) => {
        const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (across > 1 && down > 6) problems.push(words + " over " + texts[j].textContent);
      });
    });
  }
  return { widths: shown.map((svg) => svg.getBoundingClientRect().width), problems };
})"""


@pytest.fixture(scope="module")
def sheet():
    spec = importlib.util.spec_from_file_location("contact_sheet", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.sheet()


@pytest.mark.parametrize("fonts", SETS)
def test_texts_are_legible_inside_and_apart(launch, sheet, fonts):
    page = launch(fonts).new_page(viewport={"width": 2300, "height": 1000})
    page.set_content(sheet)
    page.add_style_tag(content="div.figure, figure { padding: 0.5em; }")  # as the site's theme
    found = page.evaluate(PROBLEMS)
    page.close()
    assert [each["problems"] for each in found if each["problems"]] == []
    assert [each["widths"] for each in found] == [[688], [342]] * (len(found) // 2)
