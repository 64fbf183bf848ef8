"""matplotlib's SVG as it stands in a page: short, and the same to look at."""

import re
from xml.etree import ElementTree

import pytest

from resnet_book.drawing.page_svg import SVG, page_svg
from resnet_book.drawing.pictures import drawing

INK = "#010203"


@pytest.fixture(scope="module")
def svg():
    with drawing() as (figure, axes):
        axes.plot([1, 2, 4], [3, 1, 2], "o-", color="#d55e00", label="a")
        axes.fill_between([1, 2, 4], [2, 0, 1], [4, 2, 3], color="#0081c7", alpha=0.2)
        axes.bar([3], [2], hatch="//")
        axes.set(xlabel="x", ylabel="y & z")
    return page_svg(figure, 'The "line" < 4', "measured wide", INK)


def test_root_says_what_is_seen_and_how_large_it_is(svg):
    root = ElementTree.fromstring(svg)
    assert (root.get("role"), root.get("aria-label")) == ("img", 'The "line" < 4')
    assert (root.get("width"), root.get("height")) == ("499", "326")
    assert root.get("class") == "measured wide"


def test_nothing_is_said_that_the_page_says(svg):
    assert "font-family" not in svg
    assert "metadata" not in svg
    assert "<!--" not in svg
    assert not re.search(r">\s+<", svg)
    assert INK not in svg
    root = ElementTree.fromstring(svg)
    assert not [g for g in root.iter(f"{SVG}g") if not g.attrib]


def test_what_is_seen_is_kept(svg):
    root = ElementTree.fromstring(svg)
    assert {text.text for text in root.iter(f"{SVG}text")} >= {"x", "y & z"}
    strokes = {path.get("stroke") for path in root.iter(f"{SVG}path")}
    assert "#d55e00" in strokes
    assert "currentColor" in strokes
    assert root.findall(f".//{SVG}pattern")


def test_every_reference_finds_its_part_and_every_id_is_used(svg):
    ids = re.findall(r'\bid="([^"]+)"', svg)
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    assert len(ids) == len(set(ids))
    assert set(ids) == used
    assert used


def test_numbers_have_two_decimals_at_most(svg):
    assert not re.search(r"\d\.\d{3}", svg)


def test_style_sheet_comes_first():
    with drawing() as (figure, _):
        pass
    assert re.search(
        r"<svg [^>]*><style>a\{b:c\}</style>", page_svg(figure, "x", "y", INK, "a{b:c}")
    )
