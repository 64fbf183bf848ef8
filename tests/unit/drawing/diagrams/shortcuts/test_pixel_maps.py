"""Feature maps pixel by pixel: one square for each pixel that the shortcut got or passed on."""

import pytest
from legible import texts

from resnet_book.drawing.diagrams.shortcuts.carried_pixels import carried_pixels
from resnet_book.drawing.diagrams.shortcuts.pixel_maps import draw_carried, pixel
from resnet_book.drawing.diagrams.svg.canvas import Canvas


def drawn(shortcut, **shape):
    canvas = Canvas(342)
    carried = carried_pixels(shortcut, **shape)
    draw_carried(canvas, carried, changes=shape.get("stride", 2) > 1)
    return canvas, carried, canvas.svg("maps", "wide")


@pytest.mark.parametrize("shortcut", ["A", "B"])
def test_one_square_for_each_pixel(shortcut):
    _, carried, svg = drawn(shortcut)
    read = [pixel for channel in carried.read for row in channel for pixel in row]
    assert svg.count('class="kept"') - sum(read) == carried.outputs.count("copied") * 4
    assert svg.count('class="dropped"') == len(read) - sum(read)
    assert svg.count('class="zero"') == carried.outputs.count("zero") * 4
    assert svg.count('class="made"') == carried.outputs.count("computed") * 4


def test_zeros_are_named_and_a_projection_has_its_weights():
    assert "zeros" in texts(drawn("A")[0])
    canvas, carried, _ = drawn("B")
    assert {"Ws", str(carried.weights), "weights"} <= set(texts(canvas))


def test_what_keeps_its_shape_is_carried_without_dots():
    same = {"in_channels": 4, "channels": 4, "stride": 1, "image": 2}
    assert "dotted" not in drawn("A", **same)[2]
    assert "dotted" in drawn("A")[2]


def test_dropped_pixel_is_crossed_out():
    kept, dropped = Canvas(100), Canvas(100)
    pixel(kept, 0, 0, "kept")
    pixel(dropped, 0, 0, "dropped")
    assert kept.svg("x", "wide").count("<path") < dropped.svg("x", "wide").count("<path")
