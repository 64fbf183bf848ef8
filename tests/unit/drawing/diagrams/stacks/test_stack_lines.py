"""A row of blocks: sums stand behind the branches going forward, before them going back."""

import re

import pytest

from resnet_book.drawing.diagrams.stacks.stack_lines import (
    Stack,
    check_blocks,
    draw_back,
    draw_plain,
    draw_stack,
)
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.models.block_designs import BlockDesign

STACK = Stack(0, 300, 60, 3)


def drawn(draw, *arguments):
    canvas = Canvas(342)
    draw(canvas, STACK, *arguments)
    return canvas.svg("alt", "wide")


def circles(svg, kind):
    return [float(x) for x in re.findall(rf'<circle cx="([\d.]+)"[^>]*class="{kind}"', svg)]


def test_forward_and_backward_share_forks_and_sums():
    forks, sums = ([at(i) for i in range(3)] for at in (STACK.fork, STACK.sum))
    assert circles(drawn(draw_stack), "plus") == pytest.approx(sums, rel=1e-3)
    back = drawn(draw_back)
    assert sorted(circles(back, "plus")) == pytest.approx(forks, rel=1e-3)
    assert sorted(circles(back, "copied")) == pytest.approx(sums, rel=1e-3)


def test_blocks_follow_each_other():
    places = [x for i in range(3) for x in (STACK.fork(i), STACK.middle(i), STACK.sum(i))]
    assert places == sorted(places)
    assert places[0] > STACK.left
    assert places[-1] < STACK.right


def test_a_cut_branch_is_reached_but_does_not_arrive():
    assert drawn(draw_stack).count('class="head wire"') == 3
    cut = drawn(draw_stack, {1})
    assert cut.count('class="head wire"') == 2
    assert cut.count('class="strike"') == 1
    assert cut.count('class="cut"') == 1  # behind the cut
    assert cut.count('class="wire"') == 2 * 2 + 1  # and before it
    assert cut.count('class="head carried"') == 1  # x still does


def test_a_plain_stack_ends_at_the_first_cut():
    assert drawn(draw_plain).count('class="head plain"') == 1
    cut = drawn(draw_plain, {1})
    assert "head" not in cut
    assert cut.count('class="plain"') == 2  # to the first branch, and on to the one that is cut
    assert cut.count('class="cut"') == 2
    assert cut.count('class="chip branch cut"') == 2  # the one that is cut, and one never reached
    assert cut.count('class="strike"') == 1


def test_refusals_name_what_is_wrong_and_what_would_do():
    with pytest.raises(ValueError, match=r"order 'original' .* relu behind .* full-preactivation"):
        check_blocks(BlockDesign(), 3)
    with pytest.raises(ValueError, match=r"shortcut 'none' .* as with 'A'"):
        check_blocks(BlockDesign(shortcut="none", order="full-preactivation"), 3)
    scaled = BlockDesign(shortcut="scaling=0.9,1", order="full-preactivation")
    check_blocks(scaled, 3, scaled=True)
    with pytest.raises(ValueError, match=r"shortcut 'scaling=0\.9,1'"):
        check_blocks(scaled, 3)
