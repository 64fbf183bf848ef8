"""The signal explorer: the signal and the gradient in a network before training."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Any

import torch
from torch import Tensor

from resnet_book.drawing.layers import by_layer
from resnet_book.drawing.looks import Key
from resnet_book.drawing.pictures import Picture
from resnet_book.explorers.common_words import CONTROLS, READING
from resnet_book.explorers.explorer import Control, Explorer, Table, rounded
from resnet_book.explorers.looks import series_looks
from resnet_book.models.initialisation import initialise
from resnet_book.models.labels import network_label
from resnet_book.models.network_specs import cifar_spec
from resnet_book.models.resnet import cifar_resnet
from resnet_book.probes.layer_signals import LayerSignal, signals
from resnet_book.training.side_by_side import one_thread
from resnet_book.words import SHORTCUT_OPTIONS

QUANTITIES = {"gradient": "gradient", "variance": "variance"}
NORMS = {"yes": "with", "no": "without"}

# Names at the ends of curves, and next to the check boxes of networks.
_TAGS = {"none": "plain-{depth}", "A": "ResNet-{depth}", "B": "option B", "C": "option C"}
_NAMES = {"none": "plain", "A": "residual", "B": "residual, option B", "C": "residual, option C"}

WORDS = (
    CONTROLS
    | READING
    | {
        "axis_gradient": "gradient at each layer’s outputs",
        "axis_variance": "variance of each layer’s outputs",
        "layer": "layer, from the image on",
        "at_layer": "layer {layer}",
        "name": "{network}, {norm} batch normalisation, {gain}",
        "pinned": "{name} (pinned)",
        "chart": "{title}: {summary}",
        "summary": "{name}: {first} at the first layer, {middle} in the middle, "
        "{last} at the last convolution.",
        "lost": "{count} layers are 0 or beyond float32.",
        "none_chosen": "No network is chosen.",
    }
)


class SignalExplorer(Explorer):
    """Several networks at once, over depth, batch normalisation and initialisation.

    Made by :meth:`measure`. The axes stay fixed while depth and initialisation change.

    Args:
        measured: for (depth, shortcut, normalised, gain) the signals of every layer.
        depth, norm, gain, quantity: the view at the start.
        shortcuts: of the networks that are shown at the start; by default all.
        images: number of images measured.
        name: in the page's address.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    height, narrow_height = 49.3, 64.9

    def __init__(
        self,
        measured: dict[tuple[int, str, str, float], Sequence[LayerSignal]],
        *,
        images: int,
        depth: int,
        shortcuts: Sequence[str] | None = None,
        norm: str = "yes",
        gain: float = 1.0,
        quantity: str = "gradient",
        name: str = "signal",
    ) -> None:
        self.measured = measured
        depths, kinds, norms, gains = (
            list(dict.fromkeys(column)) for column in zip(*measured, strict=True)
        )
        offered = tuple((kind, _NAMES[kind]) for kind in kinds)
        shown = kinds if shortcuts is None else list(shortcuts)
        gain_names = [(g, "He" if g == 1 else f"{g:g} × He") for g in gains]
        super().__init__(
            "signal",
            name,
            f"Before training, weights of seed 0, {images} images of digits; outputs are taken "
            "before normalisation. Gradient: root mean square, times the number of images.",
            [
                (Control("depth", "Depth", tuple((d, str(d)) for d in depths), "range"), depth),
                (Control("gain", "Initialisation", tuple(gain_names), "range"), gain),
                (Control("shortcuts", "Networks", offered, "several"), shown),
                (
                    Control(
                        "norm",
                        "Batch normalisation",
                        tuple((n, NORMS[n]) for n in norms),
                        "choice",
                    ),
                    norm,
                ),
                (Control("quantity", "Show", tuple(QUANTITIES.items()), "choice"), quantity),
            ],
            {
                "deepest": max(depths),
                "ranges": {n: _ranges(measured, n) for n in norms},
                "shown": series_looks(kinds),
                "networks": [
                    {
                        "depth": d,
                        "shortcut": s,
                        "norm": n,
                        "gain": g,
                        "name": network_label(cifar_spec(d, s)),
                        "tag": _TAGS[s].format(depth=d),
                        "gradient": rounded([layer.gradient for layer in layers], 3),
                        "variance": rounded([layer.variance for layer in layers], 3),
                    }
                    for (d, s, n, g), layers in measured.items()
                ],
            },
            _table(measured),
            WORDS,
        )

    @classmethod
    def measure(
        cls,
        images: Tensor,
        labels: Tensor,
        *,
        depths: Sequence[int] = (8, 20, 32, 44, 56),
        shortcuts: Sequence[str] = ("none", "A"),
        gains: Sequence[float] = (0.5, 1.0, 2.0),
        **view: Any,
    ) -> SignalExplorer:
        """Measure every combination on `images`, standardised (N, C, H, W), float."""
        measured: dict[tuple[int, str, str, float], Sequence[LayerSignal]] = {}
        with one_thread():  # on a busy machine, two threads take several times as long
            for depth, shortcut, norm, gain in product(depths, shortcuts, NORMS, gains):
                network = cifar_resnet(
                    depth, shortcut, batch_norm=norm == "yes", in_channels=images.shape[1]
                )
                initialise(network, torch.Generator().manual_seed(0), gain)
                key = (depth, shortcut, norm, float(gain))
                measured[key] = signals(network, images, labels)
        return cls(measured, images=len(images), **({"depth": depths[-1]} | view))

    def picture(self) -> Picture:
        """The chosen view, and its twin with the other shortcut."""
        shown: dict[Key, list[Sequence[LayerSignal]]] = {}
        for depth, shortcut, norm, gain in self.measured:
            if (depth, norm, gain) == (self.depth, self.norm, self.gain):
                shown[cifar_spec(depth, shortcut)] = [self.measured[depth, shortcut, norm, gain]]
        title = f"{NORMS[self.norm]} batch normalisation, {self.gain:g} × He"
        return by_layer({title: shown}, self.quantity, ylabel=self.quantity)


def _ranges(
    measured: dict[tuple[int, str, str, float], Sequence[LayerSignal]], norm: str
) -> dict[str, list[float]]:
    """Quantity → smallest and largest value of all networks with, or without, normalisation."""
    layers = [layer for (_, _, n, _), each in measured.items() for layer in each if n == norm]
    found = {}
    for quantity in QUANTITIES:
        values = [getattr(layer, quantity) for layer in layers]
        values = [value for value in values if value > 0 and math.isfinite(value)]
        found[quantity] = rounded([min(values), max(values)], 3) if values else [1.0, 10.0]
    return found


def _table(measured: dict[tuple[int, str, str, float], Sequence[LayerSignal]]) -> Table:
    """First and last convolution of the shallowest and the deepest networks."""
    depths = {min(d for d, *_ in measured), max(d for d, *_ in measured)}
    rows = tuple(
        (
            str(depth),
            SHORTCUT_OPTIONS[shortcut],
            NORMS[norm],
            f"{gain:g} × He",
            f"{layers[0].variance:.2g}",
            f"{layers[-2].variance:.2g}",
            f"{layers[0].gradient:.2g}",
            f"{layers[-2].gradient:.2g}",
        )
        for (depth, shortcut, norm, gain), layers in measured.items()
        if depth in depths
    )
    head = (
        "depth",
        "shortcut",
        "batch normalisation",
        "initialisation",
        "variance, first layer",
        "variance, last convolution",
        "gradient, first layer",
        "gradient, last convolution",
    )
    return Table(head, rows)
