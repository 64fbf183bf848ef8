"""The parts and wires that are drawn are those that a tensor meets in the real module."""

import pytest
import torch
from every_block import EVERY, design_and_sizes, traced

from resnet_book.drawing.diagrams.blocks.anatomy import anatomy
from resnet_book.models.blocks import Block


def expected(part):
    """What the trace says of a part."""
    if part.kind == "scale":
        return f"×{part.factor:g}"
    if part.kind == "gate":
        return "×(1−g)" if part.complement else "×g"
    return part.name


@pytest.mark.parametrize(("shape", "shortcut", "order", "stride", "choices"), EVERY)
def test_parts_are_those_of_the_traced_module(shape, shortcut, order, stride, choices):
    design, sizes = design_and_sizes(shape, shortcut, order, stride, choices)
    drawn = anatomy(design, **sizes)
    ways, after, block = traced(design, sizes)
    before = [part.name for part in drawn.before]
    branch = [expected(part) for part in drawn.branch]
    if not drawn.residual:
        assert shortcut == "none"
        assert ways == [[*before, *branch, *(part.name for part in drawn.after)]]
        return
    carried, through = ways
    assert [name for name in through if name != "×1"] == [*before, *branch]
    assert after == [part.name for part in drawn.after]
    moved = [f"[::{drawn.subsampled}]"] if drawn.subsampled > 1 else []
    moved += [f"pad {drawn.padded}"] if drawn.padded else []
    assert carried == [*before, *moved, *(expected(part) for part in drawn.shortcut)]
    for part in (*drawn.branch, *drawn.shortcut):
        if part.kind == "conv":
            conv = block.get_submodule(part.name)
            assert conv.kernel_size == (part.kernel,) * 2
            assert conv.stride == (part.stride,) * 2
            assert conv.out_channels == part.channels


@pytest.mark.parametrize(("shape", "shortcut", "order", "stride", "choices"), EVERY)
def test_channels_and_stride_are_those_of_a_real_output(shape, shortcut, order, stride, choices):
    design, sizes = design_and_sizes(shape, shortcut, order, stride, choices)
    drawn = anatomy(design, **sizes)
    with torch.device("meta"):
        block = Block(sizes["in_channels"], sizes["width"], sizes["stride"], design)
        output = block(torch.empty(2, drawn.in_channels, 8, 8))
    assert output.shape == (2, drawn.channels, 8 // drawn.stride, 8 // drawn.stride)


@pytest.mark.parametrize(("shape", "shortcut", "order", "stride", "choices"), EVERY)
def test_every_wire_leads_from_x_to_y(shape, shortcut, order, stride, choices):
    design, sizes = design_and_sizes(shape, shortcut, order, stride, choices)
    drawn = anatomy(design, **sizes)
    into = [target for _, target in drawn.edges]
    out = [source for source, _ in drawn.edges]
    names = [part.name for part in drawn.parts]
    for place, name in enumerate(names):
        assert into.count(place) == {"x": 0, "+": 2}.get(name, 1), name
    splits = [place for place in range(len(names)) if out.count(place) == 2]
    assert len(splits) == drawn.residual
    assert names[0] == "x"
    assert names[-1] == "y"
    assert (len(names) - 1) not in out
