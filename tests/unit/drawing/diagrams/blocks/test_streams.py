"""The stream view shows every part of every block, with what x must cross on the blue line."""

import pytest
from every_block import EVERY, design_and_sizes
from legible import column

from resnet_book.drawing.diagrams.blocks.anatomy import anatomy
from resnet_book.drawing.diagrams.blocks.spelling import chip_text
from resnet_book.drawing.diagrams.blocks.streams import channel, draw_stream
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.drawing.diagrams.svg.lettering import Label
from resnet_book.models.block_designs import BlockDesign


def stream(block, **options):
    canvas = Canvas(688)
    at = channel([block], **options)
    draw_stream(canvas, block, at)
    return canvas, canvas.svg("alt", "wide"), at


@pytest.mark.parametrize("detail", ["name", "sizes"])
@pytest.mark.parametrize(("shape", "shortcut", "order", "stride", "choices"), EVERY)
def test_every_part_is_drawn_once(shape, shortcut, order, stride, choices, detail):
    design, sizes = design_and_sizes(shape, shortcut, order, stride, choices)
    block = anatomy(design, **sizes)
    canvas, svg, at = stream(block, folded=False, detail=detail)
    parts = [part for part in block.parts if part.kind not in ("input", "output", "add")]
    wanted = [Label(0, 0, chip_text(part, detail)).text for part in parts]
    assert sorted(label.text for label in canvas.labels) == sorted([*wanted, "x", "y"])
    assert svg.count('class="chip') == len(parts)
    assert svg.count('class="plus"') == block.residual
    crossed = len(block.before) + len(block.shortcut) + len(block.after) * block.residual
    assert svg.count(" toll") == crossed
    assert ('class="plain' in svg) == (not block.residual)
    branch = [Label(0, 0, chip_text(part, detail)).text for part in block.branch]
    assert column(canvas, at.left + at.branch) == branch
    on_stream = (*block.before, *block.shortcut, *block.after)
    crossed = [Label(0, 0, chip_text(part, detail)).text for part in on_stream]
    assert column(canvas, at.left) == ["x", *crossed, "y"]
    for label in canvas.labels:
        left, _, right, _ = label.box
        assert left + 0.5 >= 0
        assert right <= at.width + 0.5


def test_a_folded_branch_is_one_chip_and_keeps_its_factor():
    block = anatomy(BlockDesign(shortcut="exclusive-gating=-6"))
    canvas, svg, _ = stream(block, folded=True, detail="name")
    assert [label.text for label in canvas.labels] == ["x", "F", "g", "1−g", "ReLU", "y"]
    assert svg.count('class="chip branch"') == 1


def test_chips_on_the_stream_and_in_the_branch_do_not_touch():
    blocks = [anatomy(BlockDesign(shortcut=each)) for each in ("conv", "exclusive-gating")]
    for folded in (False, True):
        at = channel(blocks, folded=folded, detail="name")
        assert at.branch - at.beside / 2 >= at.on_stream / 2 + 5
