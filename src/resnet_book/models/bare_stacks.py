"""Plain stacks of convolutions, without shortcuts and without normalisation.

Their initial weights may be an isometry: Xiao et al. 2018 (arXiv:1806.05393) train plain networks
of up to 10,000 layers from delta-orthogonal weights, with tanh.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from resnet_book.choices import one_of

STARTS = ("delta-orthogonal", "normal")
ACTIVATIONS = {"tanh": (torch.tanh, 1.0), "relu": (torch.relu, math.sqrt(2))}


@torch.no_grad()
def set_delta_orthogonal(conv: nn.Conv2d, generator: torch.Generator, gain: float = 1.0) -> None:
    """Set the weights to an orthogonal matrix at the kernel's centre and 0 around it, in place.

    With gain 1, stride 1 and padding that keeps the size, ``‖conv(x)‖ = ‖x‖`` for every x, if the
    bias is 0 (Xiao et al. 2018, algorithm 1).

    Args:
        conv: of an odd kernel, with no fewer channels out than in.
        gain: factor on the matrix.

    Raises:
        ValueError: the convolution cannot keep all norms.
    """
    out, channels, *kernel = conv.weight.shape
    if out < channels or any(side % 2 == 0 for side in kernel):
        raise ValueError(f"no isometry: {conv} has fewer channels out than in, or an even kernel")
    orthogonal, upper = torch.linalg.qr(torch.randn(out, out, generator=generator))
    orthogonal = orthogonal * upper.diagonal().sign()  # makes all matrices equally likely
    conv.weight.zero_()
    conv.weight[:, :, kernel[0] // 2, kernel[1] // 2] = gain * orthogonal[:, :channels]


class BareStack(nn.Module):
    """3×3 convolutions of one width, an activation after each, mean pool, and a classifier.

    (N, in_channels, H, W) → logits (N, classes). Made by :func:`bare_stack`.
    """

    def __init__(
        self, layers: int, activation: str, width: int, in_channels: int, classes: int
    ) -> None:
        super().__init__()
        self.activation = activation
        self.layers = nn.ModuleList(
            nn.Conv2d(width if i else in_channels, width, 3, padding=1) for i in range(layers)
        )
        self.fc = nn.Linear(width, classes)

    def states(self, x: Tensor) -> list[Tensor]:
        """The output of each layer, first to last, each (N, width, H, W)."""
        activate, found = ACTIVATIONS[self.activation][0], []
        for layer in self.layers:
            x = activate(layer(x))
            found.append(x)
        return found

    def forward(self, x: Tensor) -> Tensor:
        logits: Tensor = self.fc(self.states(x)[-1].mean(dim=(2, 3)))
        return logits


@torch.no_grad()
def bare_stack(
    layers: int,
    seed: int,
    *,
    start: str = "delta-orthogonal",
    activation: str = "tanh",
    width: int = 16,
    in_channels: int = 1,
    classes: int = 10,
) -> BareStack:
    """Build a plain stack without normalisation; biases begin at 0.

    Args:
        layers: convolutions, at least 1; the classifier is one more layer.
        seed: of the weights.
        start: a name in :data:`STARTS`. ``normal``: independent weights of variance
            gain² / (9 · width).
        activation: ``tanh`` (gain 1) or ``relu`` (gain √2: He initialisation if ``normal``).
        width: channels of every layer.

    Raises:
        ValueError: an unknown name, or `layers` is below 1.
    """
    one_of("start", start, STARTS)
    one_of("activation", activation, ACTIVATIONS)
    if layers < 1:
        raise ValueError(f"layers {layers!r} is below 1")
    network = BareStack(layers, activation, width, in_channels, classes)
    generator, gain = torch.Generator().manual_seed(seed), ACTIVATIONS[activation][1]
    for layer in network.modules():
        if not isinstance(layer, nn.Conv2d):
            continue
        if start == "delta-orthogonal":
            set_delta_orthogonal(layer, generator, gain)
        else:
            layer.weight.normal_(0, gain / math.sqrt(9 * width), generator=generator)
        nn.init.zeros_(layer.get_parameter("bias"))
    network.fc.weight.normal_(0, 1 / math.sqrt(width), generator=generator)
    network.fc.bias.zero_()
    return network
