"""The frame that blocks side by side share."""

import pytest

from resnet_book.drawing.diagrams.blocks.anatomy import anatomy
from resnet_book.drawing.diagrams.blocks.arcs import frame
from resnet_book.drawing.diagrams.svg.lettering import label_width
from resnet_book.models.block_designs import BlockDesign


@pytest.mark.parametrize("narrow", [False, True])
def test_frame_holds_the_longest_block_and_the_widest_text(narrow):
    blocks = [
        anatomy(BlockDesign(), width=128, stride=2),
        anatomy(BlockDesign("bottleneck", "B"), width=64),
    ]
    at = frame(blocks, narrow=narrow, notes=False)
    assert at.branch == 8
    assert at.after == 1
    assert at.chip >= label_width("3×3, 128, /2") + 18
    assert at.side >= label_width("1×1, 256") + 20


def test_two_blocks_fit_beside_each_other_on_a_phone():
    blocks = [anatomy(BlockDesign(shortcut=each)) for each in ("none", "A")]
    assert frame(blocks, narrow=True, notes=False).width <= 171
