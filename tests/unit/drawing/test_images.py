"""Figures of pixels and small images."""

import re
import xml.etree.ElementTree as ElementTree

import pytest
import torch

from resnet_book.drawing.images import image_rows, pixels

PICTURES = {
    "pixels": lambda: pixels({"A": torch.eye(4) > 0, "branch": torch.ones(4, 4) > 0}),
    "images": lambda: image_rows({"in": torch.rand(3, 8, 8), "out": torch.rand(3, 8, 8)}, alt="x"),
}


@pytest.fixture(params=PICTURES)
def picture(request):
    return PICTURES[request.param]()


def test_figures_can_be_read_in_both_themes_and_by_a_screen_reader(picture):
    svg = picture.svg()
    assert ElementTree.fromstring(svg).get("aria-label") == picture.alt
    assert not re.search(r"#(000000|010203)", svg)


@pytest.mark.parametrize(("count", "wide", "narrow"), [(3, 96, 80), (10, 58, 24)])
def test_images_are_as_large_as_their_columns_allow(count, wide, narrow):
    rows = {"in": torch.rand(count, 8, 8), "out": torch.rand(count, 8, 8)}
    both = image_rows(rows, alt="x")
    for figure, side in zip((both.figure, both.narrow), (wide, narrow), strict=True):
        figure.draw_without_rendering()
        found = figure.axes[0].get_window_extent().width * 96 / figure.dpi
        assert found == pytest.approx(side, rel=0.15)


def test_columns_have_headings():
    rows = {"in": torch.rand(2, 8, 8), "out": torch.rand(2, 8, 8)}
    figure = image_rows(rows, alt="x", columns=["0 %", "1 %"]).figure
    assert [axes.get_title() for axes in figure.axes] == ["0 %", "1 %", "", ""]
    with pytest.raises(ValueError, match="zip"):
        image_rows(rows, alt="x", columns=["0 %"])


def test_alternative_texts_tell_the_numbers():
    assert "A reads 4 of 4×4; branch reads 16" in PICTURES["pixels"]().alt
