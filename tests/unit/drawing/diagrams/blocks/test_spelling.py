"""What stands on the parts of a block."""

import pytest

from resnet_book.drawing.diagrams.blocks.anatomy import Part, anatomy
from resnet_book.drawing.diagrams.blocks.spelling import block_alt, chip_text, factor_text, legend
from resnet_book.models.block_designs import BlockDesign


@pytest.mark.parametrize(
    ("detail", "text"),
    [
        ("sizes", "3×3, 128, /2"),
        ("full", "3×3 conv, /2"),
        ("kernel", "3×3, /2"),
        ("name", "conv"),
    ],
)
def test_convolutions(detail, text):
    assert chip_text(Part("conv1", "conv", "branch", 3, 2, 128), detail) == text


def test_factors():
    assert [factor_text(each) for each in (0.5, 0.9, -1.0)] == ["½", "0.9", "−1"]


def test_alternative_text_says_all_that_is_drawn():
    text = block_alt(anatomy(BlockDesign(), width=128, stride=2))
    assert "3×3 convolution with stride 2 to 128 channels" in text
    assert "drops all but every second pixel and adds 64 channels of zeros" in text
    assert text.endswith("ReLU follows")
    gated = block_alt(anatomy(BlockDesign(shortcut="exclusive-gating=-6")))
    assert "goes through a gate 1 − g" in gated


def test_a_brief_text_leaves_sizes_out():
    text = block_alt(anatomy(BlockDesign()), brief=True)
    assert "the branch is convolution, BN, ReLU, convolution, BN" in text
    assert "channels" not in text


def words(*designs, detail="full", folded=False, **sizes):
    blocks = [anatomy(design, **sizes) for design in designs]
    return legend(blocks, detail, folded).replace("\u00a0", " ")


def test_a_legend_explains_the_names_that_appear_and_no_others():
    assert words(BlockDesign()) == (
        "conv: convolution. BN: batch norm. ReLU: negative values become 0."
    )
    assert "*g*: a gate" in words(BlockDesign(shortcut="exclusive-gating"))
    assert "drop: dropout" in words(BlockDesign(shortcut="dropout=0.5"))
    assert "*W*_{s}: the 1×1 convolution" in words(BlockDesign(shortcut="C"))
    assert "*F*: the branch" in words(BlockDesign(), folded=True)
    assert "BN" not in words(BlockDesign(), folded=True)


def test_a_legend_reads_one_size_out():
    text = words(BlockDesign(), detail="sizes", width=128, stride=2)
    assert text.startswith(
        "3×3, 128, /2: 3×3 convolution to 128 channels with stride 2 (every second pixel)."
    )
