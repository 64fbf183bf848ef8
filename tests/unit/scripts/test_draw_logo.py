"""The logo and the favicon are those that the script draws, in the palette's colours."""

import re
from pathlib import Path

import draw_logo
import pytest

from resnet_book.palette import GREY, RESIDUAL

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def drawn():
    return draw_logo.drawn()


@pytest.mark.parametrize("name", ["logo.svg", "favicon.svg"])
def test_file_is_current_and_in_the_palettes_colours(drawn, name):
    svg = (ROOT / "book" / "_static" / name).read_text(encoding="utf8")
    assert svg == drawn[name], "run: python scripts/draw_logo.py"
    assert set(re.findall(r"#\w{6}", svg)) == {GREY, RESIDUAL}
    assert svg.count("<rect") == 2
    assert "2 layers" in svg
