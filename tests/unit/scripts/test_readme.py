"""The README: its ten lines run, its numbers are those of the records, its picture is whole."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from resnet_book.results import load_all, published, select
from resnet_book.words import with_spread

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "book" / "_static"
SVGS = sorted(FOLDER.glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
README = (ROOT / "README.md").read_text(encoding="utf8")


def test_ten_lines_of_python_print_what_the_readme_says():
    code, printed = re.search(r"```python\n(.*?)```\n\n```\n(.*?)```", README, re.DOTALL).groups()
    assert len([line for line in code.splitlines() if line]) <= 10
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    line = re.compile(r"(\S+): training error ([\d.]+) %")
    told, found = (line.findall(text) for text in (printed, done.stdout))
    assert [name for name, _ in found] == [name for name, _ in told]
    for errors in (told, found):
        plain_20, plain_56, resnet_56 = (float(error) for _, error in errors)
        assert max(plain_20, resnet_56) < 15 < 40 < plain_56


def test_numbers_are_those_of_the_records():
    runs = load_all()
    paper, short = (select(runs, data="cifar10", recipe=name) for name in ("paper", "short"))

    def row(start):
        return next(line for line in README.splitlines() if line.startswith(f"| {start}"))

    def error(recipe, name, what):
        return with_spread([getattr(run.final, what) for run in recipe[name]])

    assert f"| {error(paper, 'resnet-20-A', 'test_error')} %" in row("ResNet-20")
    assert f"{published('he2015', 6, 'ResNet-20', 'test error').value} % (Table 6)" in row("ResNet")
    assert f"| {error(paper, 'plain-20', 'test_error')} %" in row("plain-20")
    for start, names in (
        ("plain, 20", ("plain-20", "plain-56")),
        ("residual, 20", ("resnet-20-A", "resnet-56-A")),
    ):
        assert " → ".join(error(short, name, "train_error") for name in names) in row(start)
        assert {len(short[name]) for name in names} == {3}
    for name in ("resnet-20-A", "plain-20"):
        assert len(paper[name]) == 1


@pytest.fixture(scope="module")
def draw_readme():
    """The script, as a module."""
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import draw_readme
    finally:
        sys.path.pop(0)
    return draw_readme


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_picture_shows_the_records(draw_readme, theme):
    """Drawn anew its alternative text is the same: other versions of matplotlib move pixels."""
    svg = (FOLDER / f"readme-{theme}.svg").read_text(encoding="utf8")
    assert draw_readme.picture().alt in svg
    parts = re.compile(r'<(?:rect|circle|text)\b[^>]*class="(?!legend)[^"]+"[^>]*>')
    assert set(parts.findall(draw_readme.block().svg(narrow=True))) <= set(parts.findall(svg))
    assert draw_readme.THEMES[theme][0] in svg
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
def test_nothing_of_the_picture_is_cut_off(draw_readme, theme):
    root = ElementTree.parse(FOLDER / f"readme-{theme}.svg").getroot()
    block, curves = root.findall(f"{SVG}svg")
    for one in (root, block, curves):
        assert float(one.get("width")) > 0 < float(one.get("height"))
    assert float(curves.get("x")) == float(block.get("width"))
    assert float(curves.get("x")) + float(curves.get("width")) == float(root.get("width")) == 760
    left, top, width, height = map(float, block.get("viewBox").split())
    assert [width, height] == [float(block.get(name)) for name in ("width", "height")]
    drawn = ["".join(text.itertext()) for text in block.iter(f"{SVG}text")]
    labels = [each for each in draw_readme.block().narrow.labels if each.kind != "legend"]
    assert drawn == [label.text for label in labels]
    for label in labels:
        start, above, end, below = label.box
        assert left <= start < end <= left + width, label
        assert top <= above < below <= top + height, label
    whole = draw_readme.picture().svg(narrow=True)
    assert f'viewBox="{curves.get("viewBox")}"' in whole  # all of the curves
