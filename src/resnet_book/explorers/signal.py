"""The signal explorer: what gets through a network before training, forward and backward."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from resnet_book.drawing.layers import by_layer
from resnet_book.drawing.looks import Key
from resnet_book.drawing.pictures import Picture
from resnet_book.explorers.common_words import CONTROLS
from resnet_book.explorers.explorer import Control, Explorer, Table, rounded
from resnet_book.models.initialisation import initialise
from resnet_book.models.labels import network_label
from resnet_book.models.resnet import cifar_resnet, cifar_spec
from resnet_book.probes.layer_signals import LayerSignal, signals
from resnet_book.words import SHORTCUT_OPTIONS

QUANTITIES = {"gradient": "the gradient, backward", "variance": "the variance, forward"}
NORMS = {"yes": "with", "no": "without"}

WORDS = CONTROLS | {
    "axis_gradient": "gradient (root mean square × images)",
    "axis_variance": "variance of the outputs",
    "layer": "layer, in the order of the forward pass",
    "name": "{network}, {norm} batch normalisation, {gain}",
    "pinned": "{name} (pinned)",
    "chart": "{title}: {told}",
    "told": "{name}: {first} at the first layer, {middle} in the middle, "
    "{last} at the last convolution.",
    "lost": "{count} layers are 0 or beyond float32.",
}


class SignalExplorer(Explorer):
    """Depth × shortcut × batch normalisation × initialisation; made by :meth:`measure`.

    Args:
        measured: for (depth, shortcut, normalised, gain) the signals of every layer.
        depth, shortcut, norm, gain, quantity: the view at the start.
        images: how many were measured.
        name: in the page's address.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    height, narrow_height = 51.4, 66.4

    def __init__(
        self,
        measured: dict[tuple[int, str, str, float], Sequence[LayerSignal]],
        *,
        images: int,
        depth: int,
        shortcut: str = "none",
        norm: str = "no",
        gain: float = 1.0,
        quantity: str = "gradient",
        name: str = "signal",
    ) -> None:
        self.measured = measured
        depths, shortcuts, norms, gains = (
            list(dict.fromkeys(column)) for column in zip(*measured, strict=True)
        )
        offered = tuple((s, SHORTCUT_OPTIONS[s]) for s in shortcuts)
        gain_names = [(g, "He" if g == 1 else f"{g:g} × He") for g in gains]
        super().__init__(
            "signal",
            name,
            f"Measured before training, weights of seed 0, on {images} images of digits. Variance: "
            "of each layer's outputs before normalisation. Gradient: root mean square of the "
            "loss's gradient at these outputs, times the number of images.",
            [
                (Control("depth", "Depth", tuple((d, str(d)) for d in depths), "range"), depth),
                (Control("gain", "Initialisation", tuple(gain_names), "range"), gain),
                (Control("shortcut", "Shortcut", offered), shortcut),
                (Control("norm", "Batch normalisation", tuple((n, NORMS[n]) for n in norms)), norm),
                (Control("quantity", "Show", tuple(QUANTITIES.items())), quantity),
            ],
            {
                "networks": [
                    {
                        "depth": d,
                        "shortcut": s,
                        "norm": n,
                        "gain": g,
                        "name": network_label(cifar_spec(d, s)),
                        "gradient": rounded([layer.gradient for layer in layers], 3),
                        "variance": rounded([layer.variance for layer in layers], 3),
                    }
                    for (d, s, n, g), layers in measured.items()
                ]
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
        for depth in depths:
            for shortcut in shortcuts:
                for norm in NORMS:
                    for gain in gains:
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
