"""A drawing as a PNG: nothing is left for a browser to compute, and colours are the palette's."""

import io
import re

import numpy as np
import pytest
from PIL import Image

from resnet_book.drawing import block_diagram, compare_blocks
from resnet_book.drawing.diagrams.svg.bitmaps import FONTS, flat_style, png
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.models.block_designs import BlockDesign
from resnet_book.palette import FOURTH, PLAIN, RESIDUAL

CROSSED = BlockDesign(shortcut="C")


def pixels(diagram):
    image = Image.open(io.BytesIO(diagram.png())).convert("RGB")
    return np.asarray(image).reshape(-1, 3)


def count(found, colour):
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return int((found == wanted).all(axis=1).sum())


def test_style_is_resolved():
    style = flat_style()
    assert not re.search(r"var\(|color-mix|:is\(|currentColor|@", style)
    assert "svg.diagram .head.thin{fill: " + RESIDUAL in style


def test_size_is_twice_that_of_the_wide_drawing_with_a_margin():
    diagram = block_diagram(BlockDesign())
    width, height = Image.open(io.BytesIO(diagram.png())).size
    assert width == 2 * (688 + 24)
    assert height == pytest.approx(2 * (diagram.wide.height + 24), abs=2)


def test_colours_are_those_of_the_palette_on_white():
    plain, residual = (
        pixels(block_diagram(BlockDesign(shortcut="none"))),
        pixels(block_diagram(CROSSED)),
    )
    assert count(plain, PLAIN) > 500
    assert count(plain, RESIDUAL) == 0
    assert count(residual, RESIDUAL) > 500
    assert count(residual, FOURTH) > 200
    assert count(residual, PLAIN) == 0
    assert (residual[0] == 255).all()


def test_text_is_drawn():
    """More ink with letters than without."""
    diagram = compare_blocks(BlockDesign())
    silent = re.sub(r"<text.*?</text>", "", diagram.svg())
    bare = np.asarray(Image.open(io.BytesIO(png(silent))).convert("L"))
    full = np.asarray(Image.open(io.BytesIO(diagram.png())).convert("L"))
    assert (full < 128).sum() > 1.2 * (bare < 128).sum()


@pytest.mark.parametrize("kind", ["maths", "legend", "note", "noted", "label"])
@pytest.mark.parametrize("markup", ["*x*", "*F*", "*E*", "*W*", "*n*", "*y*", "_{l}", "|BN|"])
def test_no_letter_vanishes(kind, markup):
    """Nor turns upright: an italic letter has other pixels than the same letter in roman."""
    whole, silent, roman = (ink(kind, each) for each in (f"a{markup}", "a", f"a{markup[1:-1]}"))
    assert (whole < 128).sum() > (silent < 128).sum() + 10
    if markup.startswith("*"):
        assert (whole != roman).any()


def ink(kind, markup):
    """The grey of each pixel of a text that stands alone."""
    canvas = Canvas(100)
    canvas.height = 40
    canvas.text(10, 20, markup, kind)
    image = Image.open(io.BytesIO(png(canvas.svg("alt", "alone"))))
    return np.asarray(image.convert("L")).astype(int)


def test_every_font_of_the_style_sheet_is_one_that_is_drawn_with():
    families = re.findall(r"font(?:-family)?: ?(?:[^;}]*px )?([^;}]+)", flat_style())
    assert {name.strip("'") for name in families} == set(FONTS.values())


def test_a_broken_drawing_is_an_error():
    with pytest.raises(ValueError, match="expected"):
        png('<svg width="1" height="1" viewBox="0 0 1 1"><rect></svg>')
