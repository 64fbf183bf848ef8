"""How a network is tested on ImageNet: ten crops of one size, or whole images of several sizes.

He et al. 2015, section 3.4: ten crops for comparisons, five sizes for the best results.
"""

from __future__ import annotations

from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.drawing.diagrams.svg.pages import Diagram
from resnet_book.drawing.diagrams.svg.style_sheet import NARROW, WIDE

SIDE, CROP = 256, 224  # pixels: the image's shorter side, and a crop's side
LONG = 4 / 3  # the longer side of the images drawn, in shorter sides
SIZES = (224, 256, 384, 480, 640)  # pixels: shorter sides of an image at several sizes
# Positions of the five crops: fractions of the free space in the image, from the left and the top.
PLACES = ((0.0, 0.0), (1.0, 0.0), (0.5, 0.5), (0.0, 1.0), (1.0, 1.0))
GAP = 9  # px between images
TITLES = ("ten crops", "five sizes")
WORDS = (
    f"The shorter side has {SIDE} pixels. A crop (framed) has {CROP}×{CROP}: four corners and the "
    "centre. Below, the mirror images. The network’s ten answers are averaged.",
    f"Shorter sides of {', '.join(map(str, SIZES[:-1]))} and {SIZES[-1]} pixels. The network "
    "slides over each whole image. All its answers are averaged.",
)


def crops_and_sizes() -> Diagram:
    """Draw the two ways to test a network on ImageNet, each with its own scale."""
    alt = (
        f"Two ways to test a network on an image. Ten crops: five images, each with one square of "
        f"{CROP} pixels framed, in the four corners and in the centre of an image whose shorter "
        "side "
        f"has {SIDE}; below them five mirror images. Five sizes: the whole image, side by side, "
        f"with shorter sides of {', '.join(map(str, SIZES))} pixels."
    )
    return Diagram(_draw(WIDE), _draw(NARROW), alt)


def _draw(width: float) -> Canvas:
    canvas = Canvas(width)
    part = width if canvas.narrow else width / 2
    bottom = 0.0
    for i, (title, words) in enumerate(zip(TITLES, WORDS, strict=True)):
        down = bottom + 22 if canvas.narrow and i else 0.0
        with canvas.shifted(0 if canvas.narrow else i * part, down):
            canvas.text(0, 16, title, "title")
            lower = (_crops if i == 0 else _sizes)(canvas, 30, part - 24)
            lower = canvas.lines(0, lower + 22, words, part - 24, "noted") - 8
        bottom = down + lower if canvas.narrow else max(bottom, lower)
    canvas.height = bottom + 6
    return canvas


def _crops(canvas: Canvas, top: float, width: float) -> float:
    """Two rows of images, each with one crop framed; returns their lower edge."""
    wide = (width - GAP * (len(PLACES) - 1)) / len(PLACES)
    high = wide / LONG
    crop = high * CROP / SIDE
    for mirrored in (False, True):
        for i, (right, down) in enumerate(PLACES):
            x = 0.75 + i * (wide + GAP)
            _image(canvas, x, top, wide, mirrored=mirrored)
            across = 1 - right if mirrored else right
            left, upper = x + across * (wide - crop), top + down * (high - crop)
            canvas.box(left, upper, crop, crop, "thin", 0)
        top += high + GAP
    return top - GAP


def _sizes(canvas: Canvas, top: float, width: float) -> float:
    """The same image at each size, side by side, with its shorter side; returns the lower edge."""
    scale = (width - GAP * (len(SIZES) - 1)) / (LONG * sum(SIZES))
    bottom, x = top + SIZES[-1] * scale, 0.75
    for size in SIZES:
        high, wide = size * scale, size * LONG * scale
        _image(canvas, x, bottom - high, wide)
        canvas.text(x + wide / 2, bottom + 16, str(size), "note", "middle")
        x += wide + GAP
    return bottom + 16


def _image(canvas: Canvas, x: float, y: float, wide: float, *, mirrored: bool = False) -> None:
    """An image with a slope in it, so that it differs from its mirror image."""
    high = wide / LONG
    canvas.box(x, y, wide, high, "chip conv", 0)
    low, top = y + 0.75 * high, y + 0.3 * high
    left, right = x + 0.3 * wide, x + 0.7 * wide
    peak = left if mirrored else right
    canvas.path(f"M{left:.5g} {low:.5g}H{right:.5g}L{peak:.5g} {top:.5g}Z", "wire")
