"""Several blocks in a row, held against what PyTorch computes on a real stack of such blocks."""

import pytest
import torch
from legible import check, texts
from real_stack import RealStack, is_nothing

from resnet_book.drawing import gradient_ways, sum_of_branches, unravelled_paths
from resnet_book.drawing.diagrams.stacks.stack_pictures import paths_through
from resnet_book.models.block_designs import BRANCHES, ORDERS, BlockDesign

DESIGN = BlockDesign(order="full-preactivation")
COUNTS = (1, 2, 3, 4)


@pytest.mark.parametrize("blocks", COUNTS)
@pytest.mark.parametrize("draw", [sum_of_branches, unravelled_paths, gradient_ways])
def test_texts_can_be_read(draw, blocks):
    check(draw(DESIGN, blocks))


def drawn_ways(canvas):
    """The branches on each path of the drawing, from above, and whether it says that it arrives."""
    found = texts(canvas)
    title = next(i for i, text in enumerate(found) if text.startswith("their 2"))
    ways, way = [], []
    for text in found[title + 1 :]:  # as placed: the chips of a path, then how it ends
        if text in ("✓", "dies"):
            ways.append((tuple(way), text == "✓"))
            way = []
        else:
            way.append(int(text.removeprefix("F")))
    return ways


@pytest.mark.parametrize("blocks", [1, 2, 3])
def test_drawn_ways_are_those_of_a_real_stack(blocks):
    real = RealStack(DESIGN, blocks)
    diagram = unravelled_paths(DESIGN, blocks)
    for canvas in (diagram.wide, diagram.narrow):
        ways = [way for way, _ in drawn_ways(canvas)]
        assert len(set(ways)) == len(ways) == 2**blocks
    parts = {way: real.part(way) for way in ways}
    # No other way: what came through these adds up to the whole derivative.
    whole = real.jacobian(lambda x: real.blocks(x))
    torch.testing.assert_close(torch.stack(list(parts.values())).sum(0), whole)
    assert not any(is_nothing(part) for part in parts.values())
    for removed in range(blocks):
        for way, arrives in drawn_ways(unravelled_paths(DESIGN, blocks, removed).wide):
            assert is_nothing(real.part(way, {removed})) == (removed in way) == (not arrives)


@pytest.mark.parametrize("cut", [None, 0, 1, 2])
def test_paths_that_arrive_are_counted(cut):
    diagram = unravelled_paths(DESIGN, 3, cut)
    check(diagram)
    alive = sum(arrives for _, arrives in drawn_ways(diagram.wide))
    twin = RealStack(BlockDesign(shortcut="none", order=DESIGN.order), 3)
    plain = 0 if is_nothing(twin.part((0, 1, 2), {cut})) else 1
    for canvas in (diagram.wide, diagram.narrow):
        assert f"{alive} of 8 paths arrive" in texts(canvas)
        assert f"plain: {plain} of 1 path arrives" in texts(canvas)


def test_every_path_is_there_once_shortest_first():
    ways = paths_through(3)
    assert len(set(ways)) == 8
    assert [sum(way) for way in ways] == sorted(sum(way) for way in ways)
    # Each branch is on half of the paths.
    assert [sum(way[i] for way in ways) for i in range(3)] == [4, 4, 4]
    # Once in the stack, once in its plain twin, and on four paths.
    assert texts(unravelled_paths(DESIGN, 3).wide).count("F1") == 6


def test_sum_of_branches():
    diagram = sum_of_branches(DESIGN)
    for canvas in (diagram.wide, diagram.narrow):
        assert "x3 = x0 + F0(x0) + F1(x1) + F2(x2)" in texts(canvas)
        ends = ["x0", "x1", "x2", "x3"]
        assert [text for text in texts(canvas) if text in ends] == ends
        svg = canvas.svg(diagram.alt, "wide")
        assert svg.count('class="plus"') == svg.count('class="chip branch"') == 3
    states, branches = (real := RealStack(DESIGN, 3)).run(real.x)
    torch.testing.assert_close(states[3], states[0] + branches[0] + branches[1] + branches[2])


def test_gradient_has_a_direct_part_and_one_through_the_branches():
    diagram = gradient_ways(DESIGN)
    for canvas in (diagram.wide, diagram.narrow):
        svg = canvas.svg(diagram.alt, "wide")
        # It is copied and added once a block, and nothing stands on the line.
        assert svg.count('class="copied"') == svg.count('class="plus"') == 3
        assert svg.count('class="chip') == svg.count('class="chip branch"') == 3
        assert {"direct part", "through the branches", "∂E/∂x0", "∂E/∂x3"} <= set(texts(canvas))
        assert "∂E/∂x0 = ∂E/∂x3 · (1 + ∂/∂x0 ΣFi(xi))" in texts(canvas)
    real = RealStack(DESIGN, 3)
    direct = real.part(())
    assert torch.equal(direct, torch.eye(len(direct), dtype=torch.float64))
    through = real.jacobian(lambda x: torch.stack(real.run(x)[1]).sum(0))
    torch.testing.assert_close(real.jacobian(real.blocks), direct + through)


SHORTCUTS = (
    "A", "B", "C", "none", "conv", "scaling=1,1", "scaling=0.5,1", "scaling=1,0.5",
    "exclusive-gating=-6", "shortcut-gating=-6", "dropout=0.5",
)  # fmt: skip
DESIGNS = [BlockDesign(shape, kind, DESIGN.order) for shape in BRANCHES for kind in SHORTCUTS]
DESIGNS += [BlockDesign(order=order) for order in ORDERS]
DESIGNS += [BlockDesign(order=DESIGN.order, batch_norm=False, squeeze_excitation=2)]


@pytest.mark.parametrize("design", DESIGNS, ids=str)
def test_a_design_is_drawn_where_its_blocks_add_up_and_refused_elsewhere(design):
    states, branches = (real := RealStack(design, 2)).run(real.x)
    true = torch.allclose(states[2], states[0] + branches[0] + branches[1])
    for draw in (sum_of_branches, unravelled_paths, gradient_ways):
        if true:
            draw(design, 2)
        else:
            with pytest.raises(ValueError, match="would be drawn wrongly"):
                draw(design, 2)


def test_errors():
    for draw in (sum_of_branches, unravelled_paths, gradient_ways):
        with pytest.raises(ValueError, match="blocks 5 is not a whole number from 1 to 4"):
            draw(DESIGN, 5)
    with pytest.raises(ValueError, match="cut 3 is not one of the blocks 0 to 2"):
        unravelled_paths(DESIGN, 3, cut=3)
