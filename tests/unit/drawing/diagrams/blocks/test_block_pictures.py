"""One block, or several side by side: every part has its text, and all of it can be read."""

import re

import pytest
import torch
from every_block import EVERY, design_and_sizes
from legible import check, column, place, texts

from resnet_book.drawing import block_diagram, compare_blocks
from resnet_book.drawing.diagrams.blocks.anatomy import anatomy
from resnet_book.drawing.diagrams.blocks.spelling import chip_text
from resnet_book.drawing.diagrams.svg.lettering import Label
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.blocks import Block
from resnet_book.words import ORDERS

PLAIN, RESIDUAL = BlockDesign(shortcut="none"), BlockDesign()


@pytest.mark.parametrize(("shape", "shortcut", "order", "stride", "choices"), EVERY)
def test_every_part_is_drawn_once_and_can_be_read(shape, shortcut, order, stride, choices):
    design, sizes = design_and_sizes(shape, shortcut, order, stride, choices)
    diagram = block_diagram(design, **sizes)
    check(diagram)
    drawn = anatomy(design, **sizes)
    parts = [part for part in drawn.parts if part.kind not in ("input", "output", "add")]
    for canvas in (diagram.wide, diagram.narrow):
        for detail in ("sizes", "full", "kernel"):
            wanted = [Label(0, 0, chip_text(part, detail)).text for part in parts]
            if all(texts(canvas).count(text) >= wanted.count(text) for text in wanted):
                break
        else:
            pytest.fail(f"{wanted} not in {texts(canvas)}")
        svg = canvas.svg(diagram.alt, "wide")
        assert svg.count('class="chip') == len(parts)
        assert svg.count('class="plus"') == drawn.residual
        heads = re.findall(r'class="head (\w+)"', svg)
        assert heads.count("plain") == (0 if drawn.residual else 2)
        assert heads.count("carried") == drawn.residual
        assert svg.count(" toll") == len(drawn.shortcut)
        changes = drawn.residual and drawn.reshapes
        assert ("dotted" in svg) == changes
        assert any(text.startswith("Dotted blue") for text in words(canvas)) == changes
    assert diagram.alt.startswith("Residual" if drawn.residual else "Plain")
    assert ORDERS[order] in diagram.alt


@pytest.mark.parametrize(("shape", "shortcut", "order", "stride", "choices"), EVERY)
def test_parts_stand_in_the_order_in_which_they_run(shape, shortcut, order, stride, choices):
    design, sizes = design_and_sizes(shape, shortcut, order, stride, choices)
    diagram = block_diagram(design, **sizes)
    drawn = anatomy(design, **sizes)
    for canvas in (diagram.wide, diagram.narrow):
        parts = (*drawn.before, *drawn.branch, *drawn.after)
        found = bare(column(canvas, place(canvas, "y")))
        assert found[1 : len(parts) + 3] == ["x", *kernels(parts), "y"]
        if drawn.shortcut:
            wanted = kernels(drawn.shortcut)
            at = max(_right(canvas, text) for text in wanted)
            assert bare(column(canvas, at)) == wanted


def words(canvas):
    """The sentences below a drawing, joined where lines break."""
    return " ".join(label.text for label in canvas.labels if label.kind == "legend").split(". ")


def kernels(parts):
    """The texts on parts, convolutions by their kernels alone."""
    return bare(Label(0, 0, chip_text(part, "kernel")).text for part in parts)


def bare(found):
    """Texts without channels and strides."""
    return [text.split(",")[0].removesuffix(" conv") for text in found]


def _right(canvas, start):
    """The middle of the rightmost text that starts so."""
    boxes = [label.box for label in canvas.labels if label.text.startswith(start)]
    return max((left + right) / 2 for left, _, right, _ in boxes)


def test_sizes_and_strides_are_written_as_in_the_paper():
    design = BlockDesign("bottleneck", "B", stride_on="1x1")
    diagram = block_diagram(design, in_channels=256, width=128, stride=2)
    found = texts(diagram.wide)
    for text in ("1×1, 128, /2", "3×3, 128", "1×1, 512", "1×1, 512, /2"):
        assert text in found
    check(diagram)


def test_it_says_which_convolution_of_a_bottleneck_strides():
    for stride_on, said in (("3x3", "as in torchvision"), ("1x1", "as in He et al. 2015")):
        design = BlockDesign("bottleneck", "B", stride_on=stride_on)
        for canvas in (
            block_diagram(design, in_channels=256, width=128, stride=2).wide,
            block_diagram(design, in_channels=256, width=128, stride=2).narrow,
        ):
            assert said in " ".join(texts(canvas))
    unchanged = block_diagram(BlockDesign("bottleneck"), in_channels=256, width=64)
    assert "stride" not in " ".join(texts(unchanged.wide))


def test_a_projection_behind_bn_and_relu_is_drawn_there_and_said_to_be():
    """In a full pre-activation block W_s acts on ReLU(BN(x)): traced through the module."""
    design = BlockDesign(shortcut="B", order="full-preactivation")
    block = Block(8, 16, 2, design)
    seen = []
    block.downsample[0].register_forward_hook(lambda _, inputs, __: seen.append(inputs[0]))
    x = torch.randn(2, 8, 4, 4, generator=torch.Generator().manual_seed(0))
    block(x)
    assert torch.equal(seen[0], block.relu(block.bn1(x)))
    assert not torch.equal(seen[0], x)
    diagram = block_diagram(design, in_channels=8, width=16, stride=2)
    for canvas in (diagram.wide, diagram.narrow):
        assert any("Ws acts on a, not on x" in sentence for sentence in words(canvas))
    same = block_diagram(design, in_channels=16, width=16)
    assert not any("acts on" in sentence for sentence in words(same.wide))


def test_plain_and_residual_block_stand_side_by_side_in_both_widths():
    diagram = compare_blocks(PLAIN, RESIDUAL)
    check(diagram)
    for canvas in (diagram.wide, diagram.narrow):
        rows = {}
        for label in canvas.labels:
            if label.text in ("3×3 conv", "3×3", "BN", "ReLU"):
                rows.setdefault(label.y, []).append(label.text)
        assert len(rows) == 6  # the same layers at the same heights
        assert all(len(row) == 2 and len(set(row)) == 1 for row in rows.values())
    assert "shortcut: no shortcut (plain)" in diagram.alt
    assert "shortcut: identity, zero padding (option A)" in diagram.alt


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_several_blocks_can_be_read(count):
    check(compare_blocks(*(BlockDesign(order=order) for order in list(ORDERS)[:count])))


def test_formulas():
    def formulas(design, **sizes):
        return [t for t in texts(block_diagram(design, **sizes).wide) if " = " in t]

    assert formulas(PLAIN) == ["y = ReLU(H(x))"]
    assert formulas(RESIDUAL) == ["y = ReLU(F(x) + x)"]
    assert formulas(BlockDesign(shortcut="scaling=0.5,0.5")) == ["y = ReLU(½ F(x) + ½ x)"]
    assert formulas(BlockDesign(order="bn-after-addition")) == ["y = ReLU(BN(F(x) + x))"]
    design = BlockDesign(shortcut="B", order="full-preactivation")
    assert formulas(design, width=128, stride=2) == ["y = F(a) + Wsa", "a = ReLU(BN(x))"]


def test_errors():
    with pytest.raises(ValueError, match="no design"):
        compare_blocks()
    with pytest.raises(ValueError, match="can only add channels"):
        block_diagram(RESIDUAL, in_channels=64, width=32)


def test_residual_blocks_of_two_orders_are_named_by_them():
    found = compare_blocks(BlockDesign(), BlockDesign(order="full-preactivation"))
    for canvas in (found.wide, found.narrow):
        titles = [label.text for label in canvas.labels if label.kind == "title"]
        assert titles == ["original", "full pre-activation"]
