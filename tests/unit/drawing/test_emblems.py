"""The emblem: a block's parts, sharp where it is small."""

import re

import pytest

from resnet_book.drawing import emblems


@pytest.mark.parametrize("at", [emblems.LOGO, emblems.FAVICON])
def test_emblem_has_layers_shortcut_and_plus_within_its_square(at):
    svg = emblems.emblem(at)
    layers = re.findall(r'<rect x="(.+?)" y="(.+?)" width="(.+?)" height="(.+?)"', svg)
    assert len(layers) == 2
    for x, y, w, h in ([float(each) for each in layer] for layer in layers):
        assert 0 < x < x + w < at.side - at.shortcut / 2  # the shortcut goes around them
        assert at.split < y < y + h < at.plus
    assert at.side + at.shortcut / 2 < at.size
    assert ("<circle" in svg) == bool(at.ring)


def test_favicon_is_sharp_at_16_pixels():
    """Layers begin and end on whole pixels, and no line is thinner than one."""
    svg = emblems.emblem(emblems.FAVICON)
    assert 'viewBox="0 0 16 16"' in svg
    for rect in re.findall(r'<rect x="(.+?)" y="(.+?)" width="(.+?)" height="(.+?)"', svg):
        assert all(float(value) == int(float(value)) for value in rect)
    assert min(map(float, re.findall(r'stroke-width="(.+?)"', svg))) >= 1
