"""Bars and squares: channels and costs are those of the real modules."""

import pytest
import torch
from legible import check, texts

from resnet_book.drawing import compare_shapes
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.blocks import Block
from resnet_book.models.counting import operations

BASIC, BOTTLENECK = BlockDesign(), BlockDesign("bottleneck")
PROJECTED = BlockDesign("bottleneck", "C")
IMAGE = 8


def counted(design, width):
    """Multiply-adds a pixel of each convolution of a block, in width², by PyTorch's sizes."""
    channels = width * design.expansion
    with torch.device("meta"):
        block = Block(channels, width, 1, design)
    found = operations(block, (channels, IMAGE, IMAGE))
    return {o.name: o.multiply_adds / IMAGE**2 / width**2 for o in found if o.multiply_adds}


@pytest.mark.parametrize("width", [16, 64])
@pytest.mark.parametrize("design", [BASIC, BOTTLENECK, PROJECTED], ids=["basic", "deep", "C"])
def test_squares_are_the_multiply_adds_of_the_module(design, width):
    diagram = compare_shapes(design, width=width)
    check(diagram)
    costs = counted(design, width)
    shortcut = costs.pop("downsample.0", 0)
    total = f"{sum(costs.values()):g}w²" if not shortcut else f"({sum(costs.values()):g} + 16)w²"
    for canvas in (diagram.wide, diagram.narrow):
        svg = canvas.svg(diagram.alt, "wide")
        assert total in texts(canvas)
        assert svg.count('class="unit"') == sum(costs.values())
        assert svg.count('class="made"') == shortcut
    assert [t for t in texts(diagram.wide) if t in ("9w²", "4w²")] == [
        f"{cost:g}w²" for cost in costs.values()
    ]


def test_figure_5_of_the_paper():
    diagram = compare_shapes()
    check(diagram)
    found = texts(diagram.wide)
    assert found.count("64") == 3 + 2
    assert found.count("256") == 2
    assert {"18w²", "17w²", "basic block", "bottleneck"} <= set(found)
    assert "cost 4 + 9 + 4 = 17 w²" in diagram.alt


def test_bars_are_to_scale():
    svg = compare_shapes().wide.svg("alt", "wide")
    widths = [
        float(part.split('"')[1])
        for part in svg.split("<rect")
        if 'class="bar"' in part
        for part in [part[part.index("width=") :]]
    ]
    assert widths == [60, 60, 60, 240, 60, 60, 240]


def test_a_projection_stands_beside_the_block_without_one():
    diagram = compare_shapes(BOTTLENECK, PROJECTED)
    check(diagram)
    assert "with a projection" in texts(diagram.wide)
    assert "16 w² on the shortcut" in diagram.alt
