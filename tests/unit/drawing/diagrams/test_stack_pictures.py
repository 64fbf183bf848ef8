"""Several blocks in a row, compared with what PyTorch computes on such a stack."""

import pytest
import torch
from legible import check, texts

from resnet_book.drawing import gradient_ways, sum_of_branches, unravelled_paths
from resnet_book.drawing.diagrams.stack_pictures import paths_through

COUNTS = (1, 2, 3, 4)


@pytest.mark.parametrize("blocks", COUNTS)
@pytest.mark.parametrize("draw", [sum_of_branches, unravelled_paths, gradient_ways])
def test_texts_can_be_read(draw, blocks):
    check(draw(blocks))


@pytest.mark.parametrize("cut", [None, 0, 1, 2])
def test_drawn_paths_add_up_to_the_output_of_linear_blocks(cut):
    """With branches that multiply, the output is the sum of x's products along all live paths."""
    generator = torch.Generator().manual_seed(0)
    weights = torch.rand(3, generator=generator, dtype=torch.float64)
    kept = [0 if i == cut else 1 for i in range(3)]
    output = torch.ones(1, dtype=torch.float64)
    for weight, keep in zip(weights, kept, strict=True):
        output = output + keep * weight * output
    alive = [
        way
        for way in paths_through(3)
        if not any(t and not k for t, k in zip(way, kept, strict=True))
    ]
    products = [torch.prod(torch.where(torch.tensor(way), weights, 1.0)) for way in alive]
    torch.testing.assert_close(torch.stack(products).sum(), output[0])
    diagram = unravelled_paths(3, cut)
    check(diagram)
    for canvas in (diagram.wide, diagram.narrow):
        found = texts(canvas)
        assert found.count("✓") == len(alive)
        assert found.count("dies") == 8 - len(alive)
        assert f"{len(alive)} of 8 paths arrive" in found
        assert f"plain: {1 if cut is None else 0} of 1 path arrives" in found


def test_every_path_is_there_once_shortest_first():
    ways = paths_through(3)
    assert len(set(ways)) == 8
    assert [sum(way) for way in ways] == sorted(sum(way) for way in ways)
    # Each branch is on half of the paths.
    assert [sum(way[i] for way in ways) for i in range(3)] == [4, 4, 4]
    # Once in the stack, once in its plain twin, and on four paths.
    assert texts(unravelled_paths(3).wide).count("F1") == 6


def test_sum_of_branches():
    diagram = sum_of_branches()
    for canvas in (diagram.wide, diagram.narrow):
        assert "x3 = x0 + F0(x0) + F1(x1) + F2(x2)" in texts(canvas)
        ends = ["x0", "x1", "x2", "x3"]
        assert [text for text in texts(canvas) if text in ends] == ends
        svg = canvas.svg(diagram.alt, "wide")
        assert svg.count('class="plus"') == svg.count('class="chip branch"') == 3


def test_gradient_is_copied_and_added_once_a_block():
    diagram = gradient_ways()
    for canvas in (diagram.wide, diagram.narrow):
        svg = canvas.svg(diagram.alt, "wide")
        assert svg.count('class="copied"') == svg.count('class="plus"') == 3
        assert {"direct part", "through the branches", "∂E/∂x0", "∂E/∂x3"} <= set(texts(canvas))


def test_errors():
    for draw in (sum_of_branches, unravelled_paths, gradient_ways):
        with pytest.raises(ValueError, match="blocks 5 is not a whole number from 1 to 4"):
            draw(5)
    with pytest.raises(ValueError, match="cut 3 is not one of the blocks 0 to 2"):
        unravelled_paths(3, cut=3)
