"""The page's colours, and a rule for every class."""

import re

from resnet_book.drawing import block_diagram
from resnet_book.drawing.diagrams.style_sheet import STYLE
from resnet_book.models.blocks import BlockDesign
from resnet_book.palette import FOURTH, PLAIN, RESIDUAL


def test_colours_come_from_the_palette_and_the_page_may_change_them():
    for name, colour in (("residual", RESIDUAL), ("plain", PLAIN), ("fourth", FOURTH)):
        assert f"var(--{name},{colour})" in STYLE
    assert "currentColor" in STYLE


def test_every_class_in_a_drawing_has_a_rule():
    designs = [BlockDesign(shortcut=each) for each in ("none", "A", "C", "exclusive-gating")]
    for design in designs:
        html = block_diagram(design, width=128, stride=2).html()
        for names in re.findall(r'<(?:path|rect|circle|text)[^>]*class="([^"]+)"', html):
            for name in names.split():
                plain = {"label", "bn", "relu", "factor", "input", "noted"}  # as all others
                assert name in plain or re.search(rf"\.{name}\b", STYLE), name
