"""The colours can be told apart, on white and on near-black."""

from itertools import combinations

import pytest

from resnet_book import palette

COLOURS = {
    name: getattr(palette, name) for name in ("PLAIN", "RESIDUAL", "THIRD", "FOURTH", "GREY")
}
PAGES = {"light": "#ffffff", "dark": "#121212"}


def luminance(colour):
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", COLOURS)
def test_contrast_is_at_least_3_to_1(name, page):
    one, two = sorted((luminance(COLOURS[name]), luminance(PAGES[page])))
    assert (two + 0.05) / (one + 0.05) >= 3


def test_colours_markers_and_lines_are_all_different():
    for one, two in combinations(COLOURS.values(), 2):
        assert one != two
    assert len(set(palette.MARKERS)) == len(palette.MARKERS)
    assert len(set(palette.DASHES)) == len(palette.DASHES)
