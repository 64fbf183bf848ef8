"""Ten crops and several sizes of a test image, to scale."""

import re

import pytest
from legible import check

from resnet_book.drawing import crops_and_sizes
from resnet_book.drawing.diagrams.image_crops import CROP, SIDE, SIZES


def boxes(canvas):
    """(x, y, width, height) of every rectangle."""
    pattern = r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"'
    return [tuple(map(float, found)) for found in re.findall(pattern, canvas.svg("a", "wide"))]


def test_crops_and_sizes_are_drawn_to_scale():
    diagram = crops_and_sizes()
    check(diagram)
    for canvas in (diagram.wide, diagram.narrow):
        image, *crops = boxes(canvas)[:6]
        assert len(boxes(canvas)) == 1 + 5 + len(SIZES)
        for x, y, wide, high in crops:
            assert wide == pytest.approx(high)
            assert high / image[3] == pytest.approx(CROP / SIDE, rel=1e-3)
            assert image[0] - 0.01 <= x <= image[0] + image[2] - wide + 0.01
            assert image[1] - 0.01 <= y <= image[1] + image[3] - high + 0.01
        sizes = [high for *_, high in boxes(canvas)[6:]]
        assert [s / sizes[0] for s in sizes] == pytest.approx(
            [s / SIZES[-1] for s in SIZES[::-1]], rel=1e-3
        )
        assert all(w / h == pytest.approx(4 / 3, rel=1e-3) for *_, w, h in boxes(canvas)[6:])
