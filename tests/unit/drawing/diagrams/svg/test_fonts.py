"""Widths in DejaVu, compared with fontTools' own reading of the file."""

from pathlib import Path

import matplotlib
import pytest
from fontTools.ttLib import TTFont

from resnet_book.drawing.diagrams.svg.fonts import BOLD, MATHS, SANS, text_width


@pytest.mark.parametrize("text", ["3×3 conv", "1−g", "½", "32×32, 64 channels", "→ ✓"])
@pytest.mark.parametrize("fonts", [SANS, BOLD])
def test_width_is_the_sum_of_the_advances(text, fonts):
    path = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"{fonts[0]}.ttf"
    font = TTFont(path)
    names, advances = font.getBestCmap(), font["hmtx"]
    units = sum(advances[names[ord(letter)]][0] for letter in text)
    expected = 13 * units / font["head"].unitsPerEm
    assert text_width(text, 13, fonts) == pytest.approx(expected, rel=1e-3)


def test_the_widest_font_counts():
    assert text_width("F(x)", 17, MATHS) >= text_width("F(x)", 17, SANS)
