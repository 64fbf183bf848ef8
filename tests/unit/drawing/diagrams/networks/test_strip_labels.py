"""What stands below a strip: sizes, channels and counts of its stages."""

from itertools import pairwise

import pytest
from legible import texts

from resnet_book.drawing.diagrams.networks.network_layers import resnet_layers
from resnet_book.drawing.diagrams.networks.strip_labels import (
    counted,
    draw_labels,
    draw_ticks,
    tick_pitch,
)
from resnet_book.drawing.diagrams.networks.strips import lay_out
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.models.network_specs import cifar_spec


def labelled(depth, width, **options):
    canvas = Canvas(width)
    most = options.pop("most", None)
    strip = lay_out(
        resnet_layers(cifar_spec(depth)), width, to_scale=True, **({"most": most} if most else {})
    )
    bottom = draw_labels(canvas, strip, 100, **options)
    return texts(canvas), bottom


def test_words_are_as_long_as_there_is_room():
    wide, _ = labelled(20, 688)
    assert {"32×32", "16×16", "8×8", "16 channels", "64 channels", "6 layers"} <= set(wide)
    narrow, _ = labelled(20, 200)
    assert {"16 ch.", "32 ch.", "64 ch."} <= set(narrow)
    assert "6 layers" in narrow  # words, at every width


def test_counts_can_be_left_out():
    with_counts, low = labelled(20, 688)
    without, high = labelled(20, 688, counts=False)
    assert len(with_counts) == len(without) + 3
    assert low > high


def test_it_says_how_many_blocks_are_drawn():
    for width in (688, 342):
        found, _ = labelled(110, width, most=4)
        assert [found.count(text) for text in ("36 layers", "18 blocks", "4 drawn")] == [3, 3, 3]


def test_words_neither_touch_nor_leave_the_drawing():
    for depth, most, width in ((110, 2, 342), (56, None, 342), (20, None, 240)):
        canvas = Canvas(width)
        options = {"most": most} if most else {}
        strip = lay_out(resnet_layers(cifar_spec(depth)), width, to_scale=True, **options)
        draw_labels(canvas, strip, 100)
        rows = {}
        for label in canvas.labels:
            rows.setdefault(label.y, []).append(label)
        for row in rows.values():
            assert len({label.x for label in row}) == 3
            for before, after in pairwise(row):
                assert before.box[2] + 5 <= after.box[0]
            assert row[0].box[0] >= 0
            assert row[-1].box[2] <= width
        assert len({tuple(label.x for label in row) for row in rows.values()}) == 1


def test_a_tick_for_each_block_so_that_deep_networks_have_long_rows():
    strips = [
        lay_out(resnet_layers(cifar_spec(depth)), 342, to_scale=True, most=2)
        for depth in (20, 56, 110)
    ]
    pitch = tick_pitch(strips, 342)
    ends = []
    for strip, blocks in zip(strips, (9, 27, 54), strict=True):
        canvas = Canvas(342)
        draw_ticks(canvas, strip, 20, pitch)
        assert canvas.svg("", "narrow").count("v9") == blocks
        assert texts(canvas) == [f"{blocks} blocks"]
        ends.append(canvas.labels[0].box)
    assert ends[0][0] < ends[1][0] < ends[2][0]
    assert max(box[2] for box in ends) <= 342


@pytest.mark.parametrize(("layers", "words"), [(1, "1 layer"), (2, "2 layers")])
def test_counted(layers, words):
    assert counted(layers) == words
