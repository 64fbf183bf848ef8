"""The README's picture is the one that the script draws from the records, whole; so are others."""

import re
import runpy
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "book" / "_static"
SVGS = sorted(FOLDER.glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(ROOT / "scripts" / "draw_readme.py"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_picture_shows_the_records(script, theme):
    """Drawn anew its alternative text is the same: other versions of matplotlib move pixels."""
    svg = (FOLDER / f"readme-{theme}.svg").read_text(encoding="utf8")
    assert script["picture"]().alt in svg
    parts = re.compile(r'<(?:rect|circle|text)\b[^>]*class="(?!legend)[^"]+"[^>]*>')
    assert set(parts.findall(script["block"]().svg(narrow=True))) <= set(parts.findall(svg))
    assert script["THEMES"][theme][0] in svg
    assert "currentColor" not in svg


@pytest.mark.parametrize("path", SVGS, ids=[path.name for path in SVGS])
def test_a_file_is_well_formed_and_has_a_size(path):
    """A browser that is given it as an image shows nothing else."""
    root = ElementTree.parse(path).getroot()
    assert root.tag == f"{SVG}svg"
    left, top, width, height = map(float, root.get("viewBox").split())
    assert (left, top) == (0, 0)
    assert min(width, height) > 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_of_the_picture_is_cut_off(script, theme):
    root = ElementTree.parse(FOLDER / f"readme-{theme}.svg").getroot()
    block, curves = root.findall(f"{SVG}svg")
    for one in (root, block, curves):
        assert float(one.get("width")) > 0 < float(one.get("height"))
    assert float(curves.get("x")) == float(block.get("width"))
    assert float(curves.get("x")) + float(curves.get("width")) == float(root.get("width")) == 760
    left, top, width, height = map(float, block.get("viewBox").split())
    assert [width, height] == [float(block.get(name)) for name in ("width", "height")]
    drawn = ["".join(text.itertext()) for text in block.iter(f"{SVG}text")]
    labels = [each for each in script["block"]().narrow.labels if each.kind != "legend"]
    assert drawn == [label.text for label in labels]
    for label in labels:
        start, above, end, below = label.box
        assert left <= start < end <= left + width, label
        assert top <= above < below <= top + height, label
    whole = script["picture"]().svg(narrow=True)
    assert f'viewBox="{curves.get("viewBox")}"' in whole  # all of the curves
