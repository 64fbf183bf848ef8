"""The input pixels that a path depends on."""

import pytest
from torch import nn

from resnet_book.probes.read_pixels import pixels_read


@pytest.mark.parametrize(
    ("path", "count"),
    [
        (nn.Conv2d(2, 4, 3, 2, padding=1), 64),
        (nn.Conv2d(2, 4, 1, 2), 16),
        (lambda x: x[:, :, 1::4, 1::4], 4),
        (lambda x: x[:, 1:], 64),
        (nn.AvgPool2d(2), 64),
    ],
)
def test_pixel_counts_as_read_if_the_output_depends_on_it(path, count):
    read = pixels_read(path, 2, 8)
    assert read.shape == (8, 8)
    assert read.sum() == count
