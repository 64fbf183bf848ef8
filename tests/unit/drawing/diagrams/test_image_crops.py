"""Ten crops and several sizes of a test image, to scale."""

import re
from itertools import pairwise

import pytest
from legible import check

from resnet_book.drawing import crops_and_sizes
from resnet_book.drawing.diagrams.image_crops import CROP, PLACES, SIDE, SIZES

TEN = 2 * len(PLACES)


def boxes(canvas):
    """(x, y, width, height) of every rectangle."""
    pattern = r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"'
    return [tuple(map(float, found)) for found in re.findall(pattern, canvas.svg("a", "wide"))]


def test_each_of_ten_images_has_one_crop_to_scale():
    diagram = crops_and_sizes()
    check(diagram)
    for canvas in (diagram.wide, diagram.narrow):
        found = boxes(canvas)
        assert len(found) == 2 * TEN + len(SIZES)
        places = []
        for image, crop in zip(found[: 2 * TEN : 2], found[1 : 2 * TEN : 2], strict=True):
            assert crop[2] == pytest.approx(crop[3])
            assert crop[3] / image[3] == pytest.approx(CROP / SIDE, rel=1e-3)
            rooms = [image[2] - crop[2], image[3] - crop[3]]
            places.append(
                tuple(round((crop[k] - image[k]) / room, 1) for k, room in enumerate(rooms))
            )
        assert tuple(places[:5]) == PLACES
        assert places[5:] == [(1 - right, down) for right, down in PLACES]


def test_sizes_are_to_scale_and_stand_on_one_line():
    for canvas in (crops_and_sizes().wide, crops_and_sizes().narrow):
        found = boxes(canvas)[2 * TEN :]
        heights = [high for *_, high in found]
        assert [high / heights[-1] for high in heights] == pytest.approx(
            [size / SIZES[-1] for size in SIZES], rel=1e-3
        )
        assert all(w / h == pytest.approx(4 / 3, rel=1e-3) for *_, w, h in found)
        assert len({round(y + high, 1) for _, y, _, high in found}) == 1
        for left, right in pairwise(found):
            assert left[0] + left[2] < right[0]
