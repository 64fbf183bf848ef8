"""Why a deeper network cannot be worse: copy the shallow one, and add layers that do nothing."""

from __future__ import annotations

from resnet_book.drawing.diagrams.networks.network_layers import resnet_layers
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.drawing.diagrams.svg.lettering import label_width
from resnet_book.drawing.diagrams.svg.pages import Diagram
from resnet_book.drawing.diagrams.svg.style_sheet import NARROW, WIDE
from resnet_book.models.labels import network_label
from resnet_book.models.network_specs import NetworkSpec, cifar_spec

HEIGHT = 34  # size of a layer
FIRST, SECOND = 52, 150  # heights of the two lines


def layers_that_do_nothing(
    shallow: NetworkSpec | None = None, deep: NetworkSpec | None = None
) -> Diagram:
    """Draw a deep network that computes what a shallow one does (He et al. 2015, section 1).

    Args:
        shallow, deep: by default the plain networks of 20 and 56 layers.

    Raises:
        ValueError: if `deep` is not deeper than `shallow`.
    """
    shallow, deep = shallow or cifar_spec(20, "none"), deep or cifar_spec(56, "none")
    copied, depth = resnet_layers(shallow).depth, resnet_layers(deep).depth
    if depth <= copied:
        raise ValueError(
            f"{network_label(deep)} is not deeper than {network_label(shallow)}: "
            f"{depth} layers against {copied}"
        )
    alt = (
        f"{network_label(shallow)}, trained, and below it {network_label(deep)}: its first "
        f"{copied} layers are copied, the other {depth - copied} pass on their input unchanged, so "
        "that its training error is the same."
    )
    return Diagram(_draw(copied, depth, WIDE), _draw(copied, depth, NARROW), alt)


def _draw(copied: int, depth: int, width: float) -> Canvas:
    canvas = Canvas(width)
    start = 8 if canvas.narrow else 16
    pitch = min(11.2, (width - start - 24) / depth)
    wide = pitch * 0.64
    end = start + copied * pitch - (pitch - wide)
    canvas.text(0, 16, f"{copied} layers, trained", "title")
    _layers(canvas, start, pitch, copied, FIRST)
    canvas.arrow([(end, FIRST), (end + 26, FIRST)], "plain")
    canvas.text(end + 34, FIRST + 4.5, "training error *e*", "note")
    for x in (start, end):
        canvas.line([(x, FIRST + 22), (x, SECOND - 22)], "axis dashed")
    canvas.text((start + end) / 2, (FIRST + SECOND) / 2 + 4, "copied", "note", "middle")
    _layers(canvas, start, pitch, copied, SECOND)
    first = start + copied * pitch
    last = start + depth * pitch - (pitch - wide)
    for i in range(copied, depth):
        canvas.box(start + i * pitch, SECOND - HEIGHT / 2, wide, HEIGHT, "hollow", 1.5)
    canvas.arrow([(end, SECOND), (last + 22, SECOND)], "carried")
    words = f"{depth - copied} layers that do nothing"
    canvas.text(min(first + 8, width - label_width(words, "noted")), SECOND - 24, words, "noted")
    y = SECOND + 26
    for left, right, text in (
        (start, end - 2, f"{copied} layers"),
        (first, last, f"{depth - copied}, each: output = input"),
    ):
        canvas.brace((left, y - 3), (right, y - 3))
        canvas.text((left + right) / 2, y + 17, text, "noted", "middle")
    words = (
        f"{depth} layers with the same output, so the same error *e*. Training has only to find "
        "these weights, or better ones."
    )
    canvas.height = canvas.lines(0, y + 44, words, width) - 8
    return canvas


def _layers(canvas: Canvas, start: float, pitch: float, count: int, y: float) -> None:
    """Layers on the plain path."""
    x, wide = 0.0, pitch * 0.64
    for i in range(count):
        left = start + i * pitch
        canvas.line([(x, y), (left, y)], "plain")
        canvas.box(left, y - HEIGHT / 2, wide, HEIGHT, "bar", 1.5)
        x = left + wide
