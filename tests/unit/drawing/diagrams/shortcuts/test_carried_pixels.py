"""What a shortcut carries, found by sending an image through it."""

import pytest

from resnet_book.drawing.diagrams.shortcuts.carried_pixels import carried_pixels


def test_option_a_copies_every_second_pixel_and_pads_with_zeros():
    carried = carried_pixels("A", in_channels=2, channels=4)
    assert carried.outputs == ("copied", "copied", "zero", "zero")
    assert carried.weights == 0
    for channel in carried.read:
        assert channel == (
            (True, False, True, False),
            (False,) * 4,
            (True, False, True, False),
            (False,) * 4,
        )


@pytest.mark.parametrize("shortcut", ["B", "C"])
def test_projections_read_the_same_pixels_and_compute_every_channel(shortcut):
    carried = carried_pixels(shortcut, in_channels=2, channels=4)
    assert carried.read == carried_pixels("A").read
    assert carried.outputs == ("computed",) * 4
    assert carried.weights == 2 * 4


def test_options_a_and_b_carry_all_where_no_shape_changes():
    for shortcut in "AB":
        carried = carried_pixels(shortcut, in_channels=2, channels=2, stride=1)
        assert all(all(map(all, channel)) for channel in carried.read)
        assert carried.outputs == ("copied", "copied")
