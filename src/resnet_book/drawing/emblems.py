"""The book's emblem: a residual block without words, as a logo and as a favicon.

Its layers are grey and its shortcut blue, as in every drawing; both colours keep a contrast of 3 to
1 on white and on near-black, so that one file serves light and dark.
"""

from __future__ import annotations

from dataclasses import dataclass

from resnet_book.drawing.diagrams.blocks.anatomy import anatomy
from resnet_book.models.block_designs import BlockDesign
from resnet_book.palette import GREY, RESIDUAL

ALT = "A residual block: {layers} layers, a shortcut around them, and their sum"


@dataclass(frozen=True)
class Emblem:
    """The positions of the parts, in units of a square.

    Attributes:
        size: of the square.
        x: of the line through the layers; the shortcut runs down at `side`.
        split, plus: heights at which the shortcut leaves the line and joins it again.
        layer: width and height of a layer.
        first, pitch: top of the first layer, and distance from layer to layer.
        wire, shortcut: widths of the lines.
        ring, arm: radius of the circle round the plus, 0 for none, and half an arm's length.
        head: length of the shortcut's arrowhead; 0 for none.
    """

    size: int
    x: float
    side: float
    split: float
    plus: float
    layer: tuple[float, float]
    first: float
    pitch: float
    wire: float
    shortcut: float
    ring: float
    arm: float
    head: float


LOGO = Emblem(64, 24, 54, 5, 51, (34, 13), 11, 17, 2.5, 4, 8, 4, 9)
# For 16 px: edges on whole pixels, and no part thinner than one and a half of them.
FAVICON = Emblem(16, 5.5, 14, 1, 13, (9, 3), 3, 4, 1, 2, 0, 2.5, 0)


def emblem(at: Emblem) -> str:
    """The block as a self-contained SVG file."""
    layers = sum(part.kind == "conv" for part in anatomy(BlockDesign()).branch)
    parts = [_wires(at), _shortcut(at), *(_layer(at, number) for number in range(layers))]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {at.size} {at.size}" role="img" '
        f'aria-label="{ALT.format(layers=layers)}" fill="none">\n  ' + "\n  ".join(parts) + "\n"
        "</svg>\n"
    )


def _layer(at: Emblem, number: int) -> str:
    w, h = at.layer
    return (
        f'<rect x="{at.x - w / 2:g}" y="{at.first + number * at.pitch:g}" width="{w:g}" '
        f'height="{h:g}" rx="{h / 4:g}" fill="{GREY}"/>'
    )


def _wires(at: Emblem) -> str:
    """The line through the layers, and the plus at its end."""
    ends = at.ring or at.arm
    below = f"M{at.x:g} {at.plus + ends:g}V{at.size:g}" if at.ring else ""
    line = f'<path d="M{at.x:g} 0V{at.plus - ends:g}{below}" stroke-width="{at.wire:g}"/>'
    ring = f'<circle cx="{at.x:g}" cy="{at.plus:g}" r="{at.ring:g}" stroke-width="{at.wire:g}"/>'
    cross = (
        f'<path d="M{at.x - at.arm:g} {at.plus:g}h{2 * at.arm:g}M{at.x:g} {at.plus - at.arm:g}'
        f'v{2 * at.arm:g}" stroke-width="{max(at.wire, at.shortcut * 0.75):g}"/>'
    )
    return f'<g stroke="{GREY}">{line}{ring if at.ring else ""}{cross}</g>'


def _shortcut(at: Emblem) -> str:
    """The line around the layers, which ends at the plus."""
    end = at.x + (at.ring or at.arm + at.shortcut / 2)
    r = at.size / 6
    way = (
        f"M{at.x:g} {at.split:g}H{at.side - r:g}Q{at.side:g} {at.split:g} {at.side:g} "
        f"{at.split + r:g}V{at.plus - r:g}Q{at.side:g} {at.plus:g} {at.side - r:g} {at.plus:g}"
    )
    line = f'<path d="{way}H{end + max(at.head - 1, 0):g}" stroke="{RESIDUAL}" '
    line += f'stroke-width="{at.shortcut:g}"/>'
    if not at.head:
        return line
    half = at.head / 2 + 0.5
    tip = f"M{end:g} {at.plus:g}l{at.head:g} {-half:g}v{2 * half:g}Z"
    return f'{line}<path d="{tip}" fill="{RESIDUAL}"/>'
