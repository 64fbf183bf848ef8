"""Blocks, plain twin and paths: every part that a script moves is there, and its texts will fit."""

import xml.etree.ElementTree as ET
from collections import Counter

import pytest
import torch
from real_stack import RealStack, is_nothing

from resnet_book.drawing.diagrams.stacks.movable_paths import (
    COLUMNS,
    NARROW,
    ROW,
    WIDE,
    movable_paths,
)
from resnet_book.drawing.diagrams.stacks.stack_pictures import paths_through
from resnet_book.drawing.diagrams.svg.lettering import SIZES, label_width
from resnet_book.models.block_designs import BlockDesign

DESIGN = BlockDesign(shortcut="scaling=0.5,1", order="full-preactivation")
SIZE = pytest.mark.parametrize("width", [WIDE, NARROW])
COUNT = pytest.mark.parametrize("blocks", [1, 2, 3, 4])


def tree(blocks, width):
    return ET.fromstring(movable_paths(DESIGN, blocks, width).svg("alt", "alone"))


def named(root, name):
    return [g for g in root.iter() if g.get(f"data-{name}") is not None]


@SIZE
@COUNT
def test_every_way_is_a_row_with_its_branches_and_stretches(blocks, width):
    root = tree(blocks, width)
    rows = {g.get("data-way"): g for g in named(root, "way")}
    ways = paths_through(blocks)
    numbers = [str(i) for i in range(2**blocks)]
    assert list(rows) == ["blocks", "plain", *numbers, "whole", "twin"]
    everyone = [str(i + 1) for i in range(blocks)]
    for name in ("blocks", "plain"):
        assert [g.get("data-branch") for g in named(rows[name], "branch")] == everyone
    for number, way in zip(numbers, ways, strict=True):
        chips = [int(g.get("data-branch")) - 1 for g in named(rows[number], "branch")]
        assert chips == [i for i, taken in enumerate(way) if taken]
        # Before a branch i blocks are passed, behind it or a shortcut one more; then the arrow.
        needs = [int(g.get("data-need")) for g in named(rows[number], "need")]
        expected = []
        for i, taken in enumerate(way):
            expected += [i, i + 1] if taken else [i + 1]
        assert needs == [*expected, blocks]
        kinds = Counter(p.get("class") for g in named(rows[number], "need") for p in g)
        assert kinds["carried"] >= way.count(False)


@SIZE
@COUNT
def test_stretches_of_a_path_meet(blocks, width):
    """Each line begins where the one before it, or the chip between them, ends."""
    root = tree(blocks, width)
    for row in named(root, "way")[2:-2]:
        ends = [0.0]
        for g in named(row, "need"):
            start, end = (part.split()[0] for part in g[0].get("d")[1:].split("L"))
            gap = float(start) - ends[-1]
            assert gap == 0 or 20 <= gap <= 34
            ends.append(float(end))
        assert COLUMNS[width].path - ends[-1] < 12  # the arrowhead


@SIZE
def test_slots_of_a_row_are_complete(width):
    root = tree(3, width)
    for row in named(root, "way")[2:]:
        slots = {g.get("data-slot"): g[0].tag.split("}")[-1] for g in named(row, "slot")}
        assert slots.items() >= {
            "bar": "rect", "pinned": "rect", "range": "path", "value": "text",
        }.items()  # fmt: skip
        assert (set(slots) >= {"weight", "stop"}) == row.get("data-way").isdigit()


@SIZE
@COUNT
def test_texts_that_a_script_fills_in_will_fit(blocks, width):
    columns, narrow = COLUMNS[width], width == NARROW
    stop = "stops" if narrow else "stops at F₃"
    assert columns.weight + label_width(stop, "note") <= (columns.bar if narrow else width)
    weight = "0.729" if narrow else "λ⁴ = 0.00032"
    assert columns.weight + label_width(weight, "label") <= columns.bar
    assert columns.bar + columns.room + 6 + label_width("0.083", "noted") <= width
    title = "The plain twin" if narrow else "The plain twin: the branches alone"
    for name, count in ((title, "0 of 1 path lives"), ("Three blocks", "16 of 16 paths live")):
        assert label_width(name, "title") + label_width(count, "figure") < width - 8


@SIZE
@COUNT
def test_texts_can_be_read(blocks, width):
    canvas = movable_paths(DESIGN, blocks, width)
    texts = [label for label in canvas.labels if label.text]
    for label in texts:
        left, top, right, bottom = label.box
        assert SIZES[label.kind][0] >= 12
        assert -0.5 <= left <= right <= width + 0.5
        assert 0 <= top <= bottom <= canvas.height
    branches = [label.text for label in texts if label.text in ("F0", "F1", "F2", "F3")]
    assert set(branches) == {f"F{i}" for i in range(blocks)}
    assert len(branches) == 2 * blocks + blocks * 2 ** (blocks - 1)
    states = [label.text for label in texts if label.text.startswith("x")]
    assert states == [f"x{i}" for i in range(blocks + 1)]
    assert canvas.height > 2**blocks * ROW


def test_errors():
    with pytest.raises(ValueError, match="blocks 5 is not a whole number from 1 to 4"):
        movable_paths(DESIGN, 5, WIDE)


def test_rows_are_the_ways_of_a_real_stack_with_their_weights():
    """What comes through a row's branches is something, and ends with each of them; λ weighs it."""
    real = RealStack(DESIGN, 3)
    rows = [g for g in named(tree(3, WIDE), "way") if g.get("data-way").isdigit()]
    ways = [tuple(int(g.get("data-branch")) - 1 for g in named(row, "branch")) for row in rows]
    parts = {way: real.part(way) for way in ways}
    assert not any(is_nothing(part) for part in parts.values())
    torch.testing.assert_close(torch.stack(list(parts.values())).sum(0), real.jacobian(real.blocks))
    for removed in range(3):
        assert [way for way in ways if is_nothing(real.part(way, {removed}))] == [
            way for way in ways if removed in way
        ]
    torch.testing.assert_close(parts[()], 0.5**3 * torch.eye(len(parts[()]), dtype=torch.float64))


@pytest.mark.parametrize(
    "design",
    [
        BlockDesign(),
        *(
            BlockDesign(shortcut=kind, order="full-preactivation")
            for kind in ("none", "scaling=0.5,0.5", "conv", "exclusive-gating=-6", "dropout=0.5")
        ),
    ],
    ids=str,
)
def test_blocks_that_have_no_such_paths_are_refused(design):
    with pytest.raises(ValueError, match="would be drawn wrongly"):
        movable_paths(design, 3, WIDE)
