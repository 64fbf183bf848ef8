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


def test_alternative_texts_tell_the_numbers():
    assert "A reads 4 of 4×4; branch reads 16" in PICTURES["pixels"]().alt
