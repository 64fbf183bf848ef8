"""Whole networks: plain and residual ones with their stages (He et al. 2015, Figure 3), and VGG."""

from __future__ import annotations

from collections.abc import Sequence

from resnet_book.drawing.diagrams.blocks.spelling import ORDINAL, stride_words
from resnet_book.drawing.diagrams.networks.network_layers import (
    Layer,
    NetworkLayers,
    resnet_layers,
    vgg_layers,
)
from resnet_book.drawing.diagrams.networks.strip_labels import (
    counted,
    draw_labels,
    draw_strides,
    draw_ticks,
    tick_pitch,
)
from resnet_book.drawing.diagrams.networks.strip_rows import draw_rows, in_rows
from resnet_book.drawing.diagrams.networks.strips import Strip, draw_strip, lay_out, lay_out_alike
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.drawing.diagrams.svg.lettering import label_width, unbroken
from resnet_book.drawing.diagrams.svg.pages import Diagram
from resnet_book.drawing.diagrams.svg.style_sheet import NARROW, WIDE
from resnet_book.models.labels import network_label
from resnet_book.models.network_specs import NetworkSpec
from resnet_book.models.vgg_networks import CONFIGURATIONS, weight_layers
from resnet_book.palette import HUES
from resnet_book.words import SHAPES

VGG_TALL = 60  # px of the first stage's bars
VGGS = tuple(name for name in CONFIGURATIONS if name != "A-LRN")


def network_strips(*specs: NetworkSpec) -> Diagram:
    """Draw one network, or several below each other: a bar per layer with weights.

    Networks with the same layers, such as a plain network and its twin with shortcuts, share their
    labels. ImageNet networks that would be too small in one row get a row for each stage, for
    example on a phone.

    Raises:
        ValueError: no networks are given.
    """
    if not specs:
        raise ValueError("no network to draw: give one or more")
    networks = {_title(spec, specs): resnet_layers(spec) for spec in specs}
    to_scale = {name: spec.family == "cifar" for name, spec in zip(networks, specs, strict=True)}
    alt = ". ".join(_alt(name, network) for name, network in networks.items()) + "."
    wide, narrow = (_draw(networks, to_scale, specs, width) for width in (WIDE, NARROW))
    return Diagram(wide, narrow, alt)


def _title(spec: NetworkSpec, specs: Sequence[NetworkSpec]) -> str:
    shapes = {each.design.shape for each in specs}
    name = network_label(spec)
    shape = SHAPES[spec.design.shape]
    return name if len(shapes) == 1 or shape in name else f"{name}: {shape}"


def _alt(name: str, network: NetworkLayers) -> str:
    stages = "; ".join(
        f"{counted(len(stage))}, {stage[-1].size}×{stage[-1].size}, {stage[-1].channels} channels"
        f"{_strided(stage)}"
        for stage in map(network.stage, network.stages)
    )
    text = f"{name}, {network.depth} layers with weights, {_start(network)}in stages of {stages}"
    if not network.bows:
        return f"{text}; no shortcuts"
    changes = sum(bow.changes for bow in network.bows)
    beads = sum(bow.projects for bow in network.bows)
    return (
        f"{text}; {len(network.bows)} shortcuts, of which {changes} change the shape and {beads} "
        "are projections"
    )


def _strided(stage: Sequence[Layer]) -> str:
    """The layers of a stage that stride."""
    found = [(ORDINAL[i], layer.stride) for i, layer in enumerate(stage, 1) if layer.stride > 1]
    return "".join(f", the {ordinal} layer with stride {stride}" for ordinal, stride in found)


def _start(network: NetworkLayers) -> str:
    """The layers that halve the image before the first stage."""
    stem, pooling = network.stem, network.pooling
    if not stem or stem.stride == 1:
        return ""
    text = f"a {stem.kernel}×{stem.kernel} convolution with stride {stem.stride} first, "
    if pooling:
        text += f"then {pooling.kernel}×{pooling.kernel} max pooling with stride {pooling.stride}, "
    return text


def _draw(
    networks: dict[str, NetworkLayers],
    to_scale: dict[str, bool],
    specs: Sequence[NetworkSpec],
    width: float,
) -> Canvas:
    laid = lay_out_alike(list(networks.values()), width, to_scale=all(to_scale.values()))
    crowded = any(strip.shortened for strip in laid) and not any(to_scale.values())
    if crowded and (rows := in_rows(list(networks.values()), width)):
        return _draw_in_rows(dict(zip(networks, rows, strict=True)), specs, width)
    canvas = Canvas(width)
    y = 0.0
    strips = dict(zip(networks, laid, strict=True))
    names = list(strips)
    pitch = tick_pitch(laid, width) if any(strip.shortened for strip in laid) else 0
    for i, (name, strip) in enumerate(strips.items()):
        canvas.text(0, y + 16, name, "title")
        if pitch:
            draw_ticks(canvas, strip, y + 36, pitch)
            y += 20
        line = y + 28 + strip.up
        draw_strip(canvas, strip, line)
        y = draw_strides(canvas, strip, line) + 8
        following = strips[names[i + 1]] if i + 1 < len(names) else None
        if following and following.network.layers == strip.network.layers:
            y += 4
            continue
        y = draw_labels(canvas, strip, y)
        y = _sum(canvas, strip.network, specs[i], y + 26) + 22
    words = " ".join([_legend(laid), *_strides(specs)])
    canvas.height = canvas.lines(0, y, words, width) - 8
    return canvas


def _draw_in_rows(
    networks: dict[str, list[Strip]], specs: Sequence[NetworkSpec], width: float
) -> Canvas:
    """Every stage in a separate row, with all of its blocks."""
    canvas = Canvas(width)
    y = 0.0
    for (name, rows), spec in zip(networks.items(), specs, strict=True):
        canvas.text(0, y + 16, name, "title")
        y = draw_rows(canvas, rows, y + 20)
        y = _sum(canvas, rows[0].network, spec, y + 26) + 28
    whole = [lay_out(rows[0].network, width, to_scale=False) for rows in networks.values()]
    words = " ".join([_legend(whole), *_strides(specs)])
    canvas.height = canvas.lines(0, y, words, width) - 8
    return canvas


def _strides(specs: Sequence[NetworkSpec]) -> list[str]:
    """Which convolution of the bottlenecks strides, if there are any."""
    designs = [spec.design for spec in specs if spec.design.shape == "bottleneck"]
    return sorted({stride_words(design.stride_on) for design in designs})


def _legend(strips: Sequence[Strip]) -> str:
    """How to read the bars, and the shortcuts that are drawn."""
    words = "A bar is a layer with weights: as high as its image, as wide as its channels"
    words += "." if all(strip.to_scale for strip in strips) else " (widths are not to scale)."
    if any(strip.shortened for strip in strips):
        words += " Three dots: blocks that are left out, so that bars can be seen. Above, one tick "
        words += "for each block of the whole network."
    strides = {layer.stride for strip in strips for layer in strip.network.layers} - {1}
    for stride in sorted(strides):
        words += " " + unbroken(f"/{stride}: stride {stride} (every {ORDINAL[stride]} pixel).")
    bows = [bow for strip in strips for bow in strip.bows]
    if bows:
        words += f" {HUES['residual'].capitalize()}: a shortcut."
    if any(bow.changes for bow in bows):
        words += " Dotted: the shape changes there."
    if any(bow.projects for bow in bows):
        words += (
            f" {HUES['fourth'].capitalize()} ring: a projection, a shortcut with weights "
            "(a 1×1 convolution)."
        )
    return words


def _sum(canvas: Canvas, network: NetworkLayers, spec: NetworkSpec, y: float) -> float:
    """The depth as a sum of layers; returns the last line."""
    inner = network.depth - 2
    text = f"1 + {inner} + 1 = {network.depth}"
    words = f"one layer at the start, {len(spec.blocks)} stages, one at the end"
    if spec.family == "cifar":
        layers = inner // spec.blocks[0]
        text = f"{layers}*n* + 2 = {network.depth}"
        words += f"; *n* = {spec.blocks[0]} blocks a stage"
    canvas.text(0, y, text, "maths")
    return canvas.lines(0, y + 19, f"{words}.", canvas.width) - 15


def vgg_strips(*configurations: str) -> Diagram:
    """Draw VGG networks below each other, with equal stages aligned.

    Args:
        configurations: keys of :data:`resnet_book.models.vgg_networks.CONFIGURATIONS`; by default
            all but A-LRN.

    Raises:
        ValueError: for an unknown configuration.
    """
    names = configurations or VGGS
    networks = {name: vgg_layers(name) for name in names}
    longest = max(networks.values(), key=lambda network: len(network.layers))
    alt = ". ".join(_alt(f"VGG {name}", network) for name, network in networks.items()) + "."
    wide, narrow = (_draw_vgg(networks, longest, width) for width in (WIDE, NARROW))
    return Diagram(wide, narrow, alt)


def _draw_vgg(networks: dict[str, NetworkLayers], longest: NetworkLayers, width: float) -> Canvas:
    canvas = Canvas(width)
    y = 0.0
    for name, network in networks.items():
        strip = lay_out(network, width, to_scale=False, like=longest, tall=VGG_TALL)
        canvas.text(0, y + 16, f"VGG {name}", "title")
        words = f"{weight_layers(name)} layers = {_counts(network)}"
        canvas.text(label_width(f"VGG {name}", "title") + 8, y + 16, words, "note")
        line = y + 24 + strip.up
        draw_strip(canvas, strip, line)
        y = line + strip.down + 8
    model = lay_out(longest, width, to_scale=False, tall=VGG_TALL)
    _fully_connected(canvas, model, y)
    y = draw_labels(canvas, model, y, counts=False) + 20
    words = "A bar is a layer with weights; each pooling between stages halves the image."
    kinds = {layer.kind for network in networks.values() for layer in network.layers}
    words += " Hollow: 1×1 convolutions." * ("pointwise" in kinds)
    words += " Dot: local response normalisation, without weights." * ("lrn" in kinds)
    words += (
        " Heights are to scale, but for the last stage, drawn a little higher; widths grow with "
        "the channels, but not to scale."
    )
    canvas.height = canvas.lines(0, y, words, width) - 8
    return canvas


def _counts(network: NetworkLayers) -> str:
    """The numbers of layers in each stage, and of fully connected ones, as a sum."""
    last = sum(layer.kind == "fc" for layer in network.layers)
    return " + ".join(str(len(network.stage(stage))) for stage in network.stages) + f" + {last}"


def _fully_connected(canvas: Canvas, strip: Strip, y: float) -> None:
    """A brace below the last layers, with their name."""
    bars = [bar for bar in strip.bars if bar.layer.kind == "fc"]
    left, right = bars[0].x, bars[-1].x + bars[-1].width
    canvas.brace((left, y), (right, y))
    for i, word in enumerate(("fully", "connected")):
        half = label_width(word, "note") / 2
        x = min((left + right) / 2, canvas.width - half)
        canvas.text(x, y + 17 + 15 * i, word, "note", "middle")
