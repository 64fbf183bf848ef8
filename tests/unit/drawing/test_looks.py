"""How a network looks: kind is a colour, depth a line style."""

import pytest

from resnet_book.drawing.looks import Labelled, label, line_and_band, looks
from resnet_book.drawing.pictures import drawing
from resnet_book.models.network_specs import cifar_spec
from resnet_book.palette import PLAIN, RESIDUAL, RESIDUAL_KINDS


def test_kind_is_a_colour_and_depth_a_line_style():
    plain, residual = (
        [cifar_spec(depth, shortcut) for depth in (20, 56)] for shortcut in ("none", "A")
    )
    found = looks([*plain, *residual])
    assert found[plain[0]]["color"] == found[plain[1]]["color"] == PLAIN
    assert found[residual[0]]["color"] == found[residual[1]]["color"] == RESIDUAL
    assert found[plain[0]]["linestyle"] == found[residual[0]]["linestyle"]
    assert found[plain[0]]["linestyle"] != found[plain[1]]["linestyle"]
    assert found[plain[1]]["linestyle"] == "-"


def test_every_kind_of_residual_network_has_its_colour():
    specs = [
        cifar_spec(20, "none", batch_norm=False),
        cifar_spec(20, "scaling=0.5,1"),
        cifar_spec(20, "scaling=0.5,0.5"),
        cifar_spec(20, squeeze_excitation=16),
    ]
    colours = [look["color"] for look in looks(specs).values()]
    assert colours[0] == PLAIN
    assert len(set(colours)) == 4


def test_basic_blocks_and_bottlenecks_differ_in_their_line_and_not_in_their_colour():
    for shortcut in ("none", "A"):
        pair = [cifar_spec(20, shortcut, block=block) for block in ("basic", "bottleneck")]
        basic, bottleneck = looks(pair).values()
        assert basic["color"] == bottleneck["color"]
        assert basic["linestyle"] == "-"
        assert basic["linestyle"] != bottleneck["linestyle"]


@pytest.mark.parametrize(
    "keys",
    [
        [Labelled(f"plain-20, rate {rate}", cifar_spec(20, "none")) for rate in (0.1, 0.01)],
        [cifar_spec(20, "none", batch_norm=norm) for norm in (True, False)],
    ],
)
def test_twins_of_one_colour_and_line_differ_in_their_markers(keys):
    markers = {look["marker"] for look in looks(keys).values()}
    assert len(markers) == 2


def test_no_two_of_many_networks_look_the_same():
    keys = [
        cifar_spec(depth, shortcut)
        for depth in (20, 32, 44, 56)
        for shortcut in ("none", "A", "B", "C")
    ]
    assert len({tuple(look.values()) for look in looks(keys).values()}) == len(keys)


def test_anything_else_is_distinguished_by_its_name():
    found = looks(["no warm-up", "warm-up", "warm-up last"])
    assert len({look["color"] for look in found.values()}) == 3
    assert len({look["linestyle"] for look in found.values()}) == 3
    kinds = looks(["plain", "residual", "plain-20 in name only"])
    assert [look["color"] for look in kinds.values()] == [PLAIN, RESIDUAL, RESIDUAL_KINDS[1]]
    mixed = looks([cifar_spec(20, "none"), "grown"])
    assert mixed["grown"]["color"] == RESIDUAL


def test_label_is_the_networks_name_for_readers_or_its_own():
    assert label(cifar_spec(20, "none")) == "plain-20"
    assert label(cifar_spec(20, "exclusive-gating=-6")) == "ResNet-20, exclusive gate, bias −6"
    assert label(Labelled("first run", cifar_spec(20))) == "first run"
    assert label("grown") == "grown"


def test_band_is_the_range_of_the_seeds_and_one_seed_has_none():
    with drawing() as (_, axes):
        columns = line_and_band(axes, [1, 2], [[1, 5], [3, 4]], {"color": "red"})
        assert columns == [(1, 3), (5, 4)]
        assert list(axes.lines[0].get_ydata()) == [2, 4.5]
        (band,) = axes.collections
        assert (band.get_paths()[0].vertices[:, 1].min(), len(axes.lines)) == (1, 1)
        line_and_band(axes, [1, 2], [[1, 5]], {"color": "red"}, middle=max)
        assert len(axes.collections) == 1
