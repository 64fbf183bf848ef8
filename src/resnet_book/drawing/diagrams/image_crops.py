"""How a network is tested on ImageNet: ten crops of one size, or whole images of several sizes.

He et al. 2015, section 3.4: ten crops for comparisons, five sizes for the best results.
"""

from __future__ import annotations

from collections.abc import Sequence

from resnet_book.drawing.diagrams.canvas import Canvas
from resnet_book.drawing.diagrams.pages import Diagram
from resnet_book.drawing.diagrams.style_sheet import NARROW, WIDE

SIDE, CROP = 256, 224  # pixels: the image's shorter side, and a crop's side
LONG = 4 / 3  # the longer side of the images drawn, in shorter sides
SIZES = (224, 256, 384, 480, 640)  # pixels: shorter sides of an image at several sizes
SCALE = 0.22  # px of the drawing for a pixel
TITLES = ("ten crops", "several sizes")
WORDS = (
    f"The shorter side has {SIDE} pixels. Five crops of {CROP}×{CROP}: four corners and the "
    "centre (thick). With their mirror images: ten. The network’s ten answers are averaged.",
    f"Shorter sides of {', '.join(map(str, SIZES[:-1]))} and {SIZES[-1]} pixels. The network "
    "slides over each whole image. All its answers are averaged.",
)


def crops_and_sizes() -> Diagram:
    """Draw the two ways to test a network on ImageNet, to scale."""
    alt = (
        f"Two ways to test a network on an image. Ten crops: five squares of {CROP} pixels, four "
        f"in the corners and one in the centre of an image whose shorter side has {SIDE}, and "
        f"their mirror images. Several sizes: the whole image, with shorter sides of "
        f"{', '.join(map(str, SIZES))} pixels."
    )
    return Diagram(_draw(WIDE), _draw(NARROW), alt)


def _draw(width: float) -> Canvas:
    canvas = Canvas(width)
    part = width if canvas.narrow else width / 2
    bottom = 0.0
    for i, (title, words) in enumerate(zip(TITLES, WORDS, strict=True)):
        down = bottom + 18 if canvas.narrow and i else 0.0
        with canvas.shifted(0 if canvas.narrow else i * part, down):
            canvas.text(0, 16, title, "title")
            lower = (_crops if i == 0 else _sizes)(canvas, 30)
            lower = canvas.lines(0, lower + 22, words, part - 24, "noted") - 8
        bottom = down + lower if canvas.narrow else max(bottom, lower)
    canvas.height = bottom + 6
    return canvas


def _crops(canvas: Canvas, top: float) -> float:
    """An image with five crops; returns its lower edge."""
    scale = 2 * SCALE
    high, wide = SIDE * scale, SIDE * LONG * scale
    crop = CROP * scale
    canvas.box(0.75, top, wide, high, "chip conv", 0)
    corners = [(x, y) for x in (0.0, wide - crop) for y in (0.0, high - crop)]
    for x, y in corners:
        canvas.box(0.75 + x, top + y, crop, crop, "wire", 0)
    canvas.box(0.75 + (wide - crop) / 2, top + (high - crop) / 2, crop, crop, "carried", 0)
    return top + high


def _sizes(canvas: Canvas, top: float) -> float:
    """The same image at each of several sizes, one inside the other; returns the lower edge."""
    sizes: Sequence[int] = SIZES[::-1]
    bottom = top + sizes[0] * SCALE
    for size in sizes:
        high = size * SCALE
        kind = "chip conv" if size == sizes[0] else "wire"
        canvas.box(0.75, bottom - high, high * LONG, high, kind, 0)
    return bottom
