"""Small pictures: as many parts as the objects have that they are computed from."""

import re
from statistics import mean

import pytest

from resnet_book.drawing import (
    block_and_shortcut,
    blocks_in_a_row,
    errors_by_depth,
    runs_of_one_recipe,
    small_strip,
    tensor_widths,
    verdict_squares,
)
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.network_specs import cifar_spec
from resnet_book.results import load_all, scorecard, select


@pytest.fixture(scope="module")
def recorded():
    return load_all()


def test_errors_are_those_of_the_records_and_lie_where_they_belong(recorded):
    picture = errors_by_depth(recorded)
    runs = select(recorded, data="cifar10", recipe="short")
    for name in ("plain-20", "plain-32", "plain-44", "plain-56", "resnet-20-A", "resnet-56-A"):
        error = mean(run.train_error for run in runs[name])
        label = name.removesuffix("-A").replace("resnet", "ResNet")
        assert f"{label} {error:.0f} %" in picture.alt
    svg = picture.svg()
    circles = [float(y) for y in re.findall(r'<circle cx="\S+" cy="(\S+)"', svg)]
    assert circles == sorted(circles, reverse=True)  # the plain networks' errors rise
    assert len(circles) == svg.count('class="head carried"') == 4


@pytest.mark.parametrize(("shape", "layers"), [("basic", 2), ("bottleneck", 3)])
def test_block_has_its_convolutions(shape, layers):
    svg = block_and_shortcut(BlockDesign(shape)).svg()
    assert svg.count('class="chip conv"') == layers
    assert svg.count('class="plus"') == 1


def test_row_of_blocks_has_a_branch_and_a_plus_each():
    svg = blocks_in_a_row(4).svg()
    assert svg.count('class="chip branch"') == svg.count('class="plus"') == 4


def test_widths_are_to_scale():
    bars = re.findall(r'width="([\d.]+)" height="8" rx="2" class="bar"', tensor_widths().svg())
    widths = [float(width) for width in bars]
    assert widths == [widths[0], widths[0] / 4, widths[0] / 4, widths[0]]


def test_strip_has_a_bar_for_each_layer_and_an_arc_for_each_block():
    svg = small_strip(cifar_spec(20)).svg()
    assert svg.count('class="bar') == 20
    assert len(re.findall(r'class="(?:thin|fine)', svg)) == 9


def test_squares_count_the_verdicts(recorded):
    rows = scorecard.rows(recorded)
    picture = verdict_squares(rows)
    assert picture.svg().count("<rect") == len(rows)
    reproduced = sum(row.verdict == "reproduced" for row in rows)
    assert picture.svg().count('class="agrees"') == reproduced
    assert picture.alt.startswith(f"{reproduced} reproduced, ")


@pytest.mark.parametrize("picture", [block_and_shortcut, blocks_in_a_row, tensor_widths])
def test_pictures_have_an_alternative_text_and_no_words(picture):
    svg = picture().svg()
    assert "<text" not in svg
    assert re.search(r'role="img" aria-label="\w+', svg)


def test_runs_of_one_recipe_lie_as_their_errors_do():
    picture = runs_of_one_recipe([3.0, 2.5, 4.0])
    assert picture.alt == "3 runs of one recipe, from 2.5 to 4.0 %"
    boxes = re.findall(r"M(\S+) (\S+?)h8v8h-8Z", picture.svg())
    assert len(boxes) == 3
    heights = [float(y) for _, y in boxes]
    assert [float(x) for x, _ in boxes] == sorted(float(x) for x, _ in boxes)
    assert heights[2] < heights[0] < heights[1]  # the largest error is at the top
    assert heights[1] - heights[0] == pytest.approx((heights[1] - heights[2]) / 3, abs=0.1)


@pytest.mark.parametrize("errors", [[], [3.0], [3.0, 3.0]])
def test_no_spread_is_refused(errors):
    with pytest.raises(ValueError, match="differ"):
        runs_of_one_recipe(errors)
