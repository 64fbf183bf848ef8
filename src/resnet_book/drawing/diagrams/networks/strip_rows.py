"""A network in rows, one for each stage, if one row would be too wide for a phone.

The first row begins with the layer before the first stage, the last one ends with the classifier.
"""

from __future__ import annotations

from collections.abc import Sequence

from resnet_book.drawing.diagrams.networks.network_layers import NetworkLayers
from resnet_book.drawing.diagrams.networks.strip_labels import counted, draw_strides
from resnet_book.drawing.diagrams.networks.strips import Strip, draw_strip, lay_out, unit_of
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.drawing.diagrams.svg.lettering import label_width

LEGIBLE = 2.5  # px of the narrowest bar: with narrower bars, rows have no advantage


def in_rows(networks: Sequence[NetworkLayers], width: float) -> list[list[Strip]]:
    """The stages of each network, all at one scale; none if bars would be too narrow."""
    rows = [_rows(network, width) for network in networks]
    unit = min(unit_of(strip) for strips in rows for strip in strips)
    return [_rows(network, width, unit) for network in networks] if unit >= LEGIBLE else []


def _rows(network: NetworkLayers, width: float, unit: float | None = None) -> list[Strip]:
    """The widths of bars are not to scale: they grow with the logarithm of the channels."""
    first, *_, last = stages = network.stages
    beside = {first: {first - 1}, last: {last + 1}}
    parts = [{stage} | beside.get(stage, set()) for stage in stages]
    return [lay_out(network, width, to_scale=False, only=part, unit=unit) for part in parts]


def draw_rows(canvas: Canvas, rows: Sequence[Strip], y: float) -> float:
    """Draw the stages below each other, each with its label above; returns the last line."""
    for stage, strip in zip(rows[0].network.stages, rows, strict=True):
        y = _words(canvas, strip, stage, y + 20)
        line = y + 8 + strip.up
        draw_strip(canvas, strip, line)
        y = draw_strides(canvas, strip, line) + 2
    return y


def _words(canvas: Canvas, strip: Strip, stage: int, y: float) -> float:
    """Size, channels, blocks and layers of a stage."""
    layers = strip.network.stage(stage)
    last = layers[-1]
    size = f"{last.size}×{last.size}"
    blocks = counted(last.block + 1, "block")
    words = f"{last.channels} channels, {blocks}, {counted(len(layers))}"
    canvas.text(0, y, size, "noted")
    canvas.text(label_width(size, "noted") + 8, y, words, "note")
    return y
