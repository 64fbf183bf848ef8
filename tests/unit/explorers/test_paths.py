"""The paths explorer: which paths live, what they weigh, and the gradients measured on them."""

import gzip
import json
from math import comb

import pytest
from random_images import IMAGES, LABELS

from resnet_book.explorers.paths import PathsExplorer, lives, subsets
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.resnet import cifar_resnet
from resnet_book.probes.block_stack import stack
from resnet_book.probes.single_paths import path_gradients

SCALES = (0, 0.5, 1)
DESIGN = BlockDesign(shortcut="scaling=1,1", order="full-preactivation")
_made = {}


def networks(blocks):
    return {scale: [stack(scale, blocks, seed, width=4) for seed in range(3)] for scale in SCALES}


@pytest.fixture
def explorer():
    if not _made:
        _made["it"] = PathsExplorer.measure({"before training": networks(3)}, IMAGES, LABELS)
    return _made["it"]


def rows(explorer):
    return explorer.state["content"]["gradients"]


def test_every_choice_of_cuts_is_measured(explorer):
    assert subsets(3) == [(), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)]
    keys = [(row["scale"], tuple(row["cut"])) for row in rows(explorer)]
    assert keys == [(scale, cut) for scale in SCALES for cut in subsets(3)]


def test_each_cut_halves_the_paths(explorer):
    for row in rows(explorer):
        live = sum(numbers != 0 for numbers in row["paths"])
        assert len(row["paths"]) == 8
        if row["scale"]:
            assert live == 2 ** (3 - len(row["cut"]))
        else:  # shortcuts times 0: the plain twin
            assert live == (0 if row["cut"] else 1)
    assert [sum(len(cut) == k for cut in subsets(4)) for k in range(5)] == [
        comb(4, k) for k in range(5)
    ]


def test_path_lives_where_no_branch_of_it_is_cut():
    assert lives((False, True, False), 1, [0, 2])
    assert not lives((False, True, False), 1, [1])
    assert not lives((False, True, False), 0, [])
    assert lives((True, True), 0, [])


def test_numbers_are_those_of_the_probe(explorer):
    ways = [tuple(map(bool, way)) for way in explorer.state["content"]["ways"]]
    for scale, cut in ((0.5, (1,)), (1, ()), (0, ())):
        seeds = [
            path_gradients(net, net.layer1, scale, IMAGES, LABELS, cut).norms
            for net in networks(3)[scale]
        ]
        (row,) = (r for r in rows(explorer) if (r["scale"], tuple(r["cut"])) == (scale, cut))
        low, middle, high = sorted(each.whole for each in seeds)
        assert row["whole"] == pytest.approx([middle, low, high], rel=1e-2)
        for way, numbers in zip(ways, row["paths"], strict=True):
            found = sorted(each.paths.get(way, 0) for each in seeds)
            expected = [found[1], found[0], found[2]] if numbers else 0
            assert numbers == pytest.approx(expected, rel=1e-2)


def test_it_opens_with_a_branch_cut_where_the_plain_twin_has_no_gradient(explorer):
    assert explorer.values() == {
        "scale": 1, "weights": "before training", "cut1": False, "cut2": True, "cut3": False,
    }  # fmt: skip
    seen = next(r for r in rows(explorer) if (r["scale"], tuple(r["cut"])) == (1, explorer.cut))
    twin = next(r for r in rows(explorer) if (r["scale"], tuple(r["cut"])) == (0, explorer.cut))
    assert seen["whole"][1] > 0.5  # the least of three seeds
    assert twin["whole"] == [0, 0, 0]


def test_caption_is_short(explorer):
    assert len(explorer.caption) < 400
    assert "3 seeds" in explorer.caption


def test_view_after_a_cut(explorer):
    explorer.cut2 = False
    assert "no branch cut: 8 of 8 paths live" in explorer.picture().alt
    explorer.cut2 = True
    assert "with F_1 cut: 4 of 8 paths live" in explorer.picture().alt
    explorer.scale = 0
    assert "0 of 8 paths live" in explorer.picture().alt
    explorer.scale = 1
    with pytest.raises(ValueError, match="cut2 'yes' is not one of: False, True"):
        explorer.cut2 = "yes"


def test_table_has_all_cuts_at_factor_1_and_the_plain_twin(explorer):
    at_one = [row for row in explorer.table.rows if row[1] == "1"]
    assert len(at_one) == 8
    assert [row[3] for row in at_one] == ["8 of 8", *3 * ["4 of 8"], *3 * ["2 of 8"], "1 of 8"]
    twins = [row[-1] for row in at_one]
    assert twins[1:] == 7 * ["0"]
    assert float(twins[0]) > 0
    (plain,) = (row for row in explorer.table.rows if row[1] == "0")
    assert plain[-1] == plain[-2] == twins[0]


def test_what_was_recorded_is_shown_behind_what_is_measured(explorer):
    recorded = {("after", *key[1:]): seeds for key, seeds in explorer.measured.items()}
    both = PathsExplorer.measure({"before training": networks(3)}, IMAGES, LABELS, recorded)
    assert both.controls["weights"].options == (
        ("before training", "before training"), ("after", "after"),
    )  # fmt: skip
    assert len(rows(both)) == 2 * len(rows(explorer))


def test_state_of_four_blocks_and_many_factors_stays_small():
    explorer = PathsExplorer.measure(
        {"before training": networks(4)}, IMAGES, LABELS, cut=(0, 3), scale=0.5
    )
    assert explorer.cut == (0, 3)
    assert len(gzip.compress(json.dumps(explorer.state).encode())) < 20_000


def test_errors(explorer):
    with pytest.raises(ValueError, match="cut 3 is not one of the blocks 0 to 2"):
        PathsExplorer(explorer.measured, DESIGN, cut=(3,))
    without = {key: value for key, value in explorer.measured.items() if key[1]}
    with pytest.raises(ValueError, match="λ = 0 is not among the factors"):
        PathsExplorer(without, DESIGN)
    with pytest.raises(ValueError, match=r"scale 0\.7 is not one of"):
        PathsExplorer(explorer.measured, DESIGN, scale=0.7)
    post_activation = {scale: [cifar_resnet(8, width=4, in_channels=1)] for scale in SCALES}
    with pytest.raises(ValueError, match="order 'original' would be drawn wrongly"):
        PathsExplorer.measure({"before training": post_activation}, IMAGES, LABELS)
