"""The two sets of fonts with which the pages are read are as different as they must be."""

from font_sets import SETS

# Not of monospace: the two sets' are equally wide once a letter is whole pixels.
WIDTHS = """() => ["sans-serif", "Arial, sans-serif"].map((font) => {
  const line = document.createElement("span");
  line.style = `font: 16px ${font}; position: absolute; white-space: nowrap`;
  line.textContent = "Deep residual learning, measured: 0123456789";
  document.body.append(line);
  return line.getBoundingClientRect().width;
})"""


def test_sets_of_fonts_differ_in_width(launch):
    widths = {}
    for name in SETS:
        page = launch(name).new_page()
        widths[name] = page.evaluate(WIDTHS)
        page.close()
    for wide, narrow in zip(widths["DejaVu"], widths["Liberation"], strict=True):
        assert wide > 0
        assert narrow < wide
