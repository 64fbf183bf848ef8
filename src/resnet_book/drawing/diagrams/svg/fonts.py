"""The width of texts in DejaVu Sans, the widest of the fonts that browsers fall back to.

What fits in DejaVu fits in the others, so no layout depends on the reader's fonts. matplotlib
brings the files.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.ft2font import FT2Font

SANS, BOLD = ("DejaVuSans",), ("DejaVuSans-Bold",)
# Maths is in an italic serif font, or in DejaVu Sans if a machine has none.
MATHS = ("DejaVuSans", "DejaVuSerif", "DejaVuSerif-Italic")

_EM = 1000  # size at which the advances are read


@cache
def _font(name: str) -> FT2Font:
    font = FT2Font(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"{name}.ttf"))
    font.set_size(_EM, 72)
    return font


@cache
def _advance(letter: str, name: str) -> float:
    """The advance of a letter as a fraction of the font size."""
    return _font(name).load_char(ord(letter)).linearHoriAdvance / 65536 / _EM


def text_width(text: str, size: float, fonts: tuple[str, ...] = SANS) -> float:
    """Width of `text` in px at a font size of `size` px, in the widest of the fonts."""
    return size * max(sum(_advance(letter, name) for letter in text) for name in fonts)
