"""The colours can be told apart, on white and on near-black."""

import colorsys
import re
from itertools import combinations
from pathlib import Path

import pytest

from resnet_book import palette

COLOURS = {
    name: getattr(palette, name) for name in ("PLAIN", "RESIDUAL", "THIRD", "FOURTH", "GREY")
}
PAGES = {"light": "#ffffff", "dark": "#121212"}


def luminance(colour):
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", COLOURS)
def test_contrast_is_at_least_3_to_1(name, page):
    one, two = sorted((luminance(COLOURS[name]), luminance(PAGES[page])))
    assert (two + 0.05) / (one + 0.05) >= 3


@pytest.mark.parametrize("name", palette.COLOURS)
def test_colour_is_of_the_hue_that_captions_name(name):
    turns = {"orange": (10, 50), "green": (80, 170), "blue": (180, 260), "purple": (270, 345)}
    red, green, blue = (int(palette.COLOURS[name][i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, saturation, _ = colorsys.rgb_to_hsv(red, green, blue)
    if palette.HUES[name] == "grey":
        assert saturation < 0.1
    else:
        low, high = turns[palette.HUES[name]]
        assert low <= 360 * hue <= high
        assert saturation > 0.3


def test_colours_markers_and_lines_are_all_different():
    for one, two in combinations(COLOURS.values(), 2):
        assert one != two
    assert len(set(palette.MARKERS)) == len(palette.MARKERS)
    assert len(set(palette.DASHES)) == len(palette.DASHES)


def test_every_colour_is_a_custom_property_of_pages():
    sheet = palette.css()
    for name, value in palette.COLOURS.items():
        assert f"--{name}:{value};" in sheet
    assert palette.colour("residual") == "var(--residual)"
    with pytest.raises(KeyError):
        palette.colour("red")


def test_plain_and_residual_differ_in_colour_and_marker():
    assert palette.COLOURS["plain"] != palette.COLOURS["residual"]
    assert palette.MARKER["plain"] != palette.MARKER["residual"]
    assert set(palette.MARKER.values()) <= set(palette.SYMBOLS)


ROOT = Path(__file__).parents[2]
DECLARED_ONCE = [
    path
    for pattern in ("src/**/*.py", "src/**/js/src/**/*.js", "src/**/*.css", "book/_static/*.css")
    for path in ROOT.glob(pattern)
    if path.name != "palette.py" and "node_modules" not in path.parts
]


@pytest.mark.parametrize("path", DECLARED_ONCE, ids=lambda path: path.name)
def test_no_other_file_spells_a_colour_of_the_palette(path):
    text = path.read_text(encoding="utf8").lower()
    assert [colour for colour in palette.COLOURS.values() if colour in text] == []


def test_style_sheets_use_no_property_that_nothing_defines():
    """A renamed one would be found by nobody: a browser takes it for none."""
    sheets = [path for path in DECLARED_ONCE if path.suffix == ".css"]
    drawings = ROOT / "src/resnet_book/drawing/diagrams/svg/style_sheet.py"
    scripts = (ROOT / "src/resnet_book/explorers/js/src").rglob("*.js")
    texts = [path.read_text(encoding="utf8") for path in (*sheets, drawings, *scripts)]
    defined = {name for text in texts for name in re.findall(r"(--[\w-]+)\"?(?=[:,])", text)}
    defined |= {f"--{name}" for name in palette.COLOURS} | {"--height", "--narrow-height"}
    theirs = ("--pst-", "--jp-", "--colab-", "--vscode-", "--bs-", "--sbt-")
    for path in sheets:
        for name in re.findall(r"var\((--[\w-]+)", path.read_text(encoding="utf8")):
            assert name in defined or name.startswith(theirs), f"{path.name}: {name}"
