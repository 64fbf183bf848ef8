"""The page's colours, and a rule for every class."""

import re

import pytest

from resnet_book.drawing import block_diagram
from resnet_book.drawing.diagrams.svg.style_sheet import STYLE
from resnet_book.models.block_designs import BlockDesign
from resnet_book.palette import FOURTH, PLAIN, RESIDUAL


def test_colours_come_from_the_palette_and_the_page_may_change_them():
    for name, colour in (("residual", RESIDUAL), ("plain", PLAIN), ("fourth", FOURTH)):
        assert f"var(--{name},{colour})" in STYLE
    assert "currentColor" in STYLE


def test_no_rule_reaches_beyond_the_drawings():
    selectors = re.findall(r"(?:^|[{}])\s*([^{}@;:]+[^{}@;]*)\{", STYLE)
    assert len(selectors) > 30
    assert [
        each for each in selectors if not each.startswith(("figure.diagram", "svg.diagram"))
    ] == []


def test_every_class_in_a_drawing_has_a_rule():
    designs = [BlockDesign(shortcut=each) for each in ("none", "A", "C", "exclusive-gating")]
    for design in designs:
        html = block_diagram(design, width=128, stride=2).html()
        for names in re.findall(r'<(?:path|rect|circle|text)[^>]*class="([^"]+)"', html):
            for name in names.split():
                plain = {"label", "bn", "relu", "factor", "input", "noted"}  # as all others
                assert name in plain or re.search(rf"\.{name}\b", STYLE), name


# The website's text and background, light and dark, and those of Jupyter and Colab.
PAGES = [("#222832", "#ffffff"), ("#ced6dd", "#121212"), ("#000000", "#ffffff")]


def luminance(colour):
    """Relative luminance of (r, g, b) from 0 to 1, WCAG 2.2."""
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in colour]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(share, ink, page):
    """Of `share` of the ink, mixed with what lies below it, to the page."""
    rgb = [[int(each[i : i + 2], 16) / 255 for i in (1, 3, 5)] for each in (ink, page)]
    mixed = [share * a + (1 - share) * b for a, b in zip(*rgb, strict=True)]
    low, high = sorted((luminance(mixed), luminance(rgb[1])))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("ink", "page"), PAGES)
def test_wires_and_notes_stand_out_from_the_page(ink, page):
    wire, note = (
        int(re.search(rf"{name}[^;}}]*currentColor (\d+)%", STYLE)[1]) / 100
        for name in ("--wire", r"\.legend\)\{fill")
    )
    assert contrast(wire, ink, page) >= 3
    assert contrast(note, ink, page) >= 4.5
