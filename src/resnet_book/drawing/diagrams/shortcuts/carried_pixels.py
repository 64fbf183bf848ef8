"""How a shortcut that changes the shape transforms x: found by sending an image through it."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from resnet_book.models.shortcuts import make_shortcut

COPIED, ZERO, COMPUTED = "copied", "zero", "computed"


@dataclass(frozen=True)
class CarriedPixels:
    """Which pixels a shortcut reads, and where the output's channels come from.

    Attributes:
        read: for each channel of the input, rows of whether any output depends on the pixel.
        outputs: for each channel of the output, ``copied`` (pixels of x), ``zero`` or ``computed``.
        size: side of the output.
        weights: of the shortcut's convolution.
    """

    read: tuple[tuple[tuple[bool, ...], ...], ...]
    outputs: tuple[str, ...]
    size: int
    weights: int


def carried_pixels(
    shortcut: str, *, in_channels: int = 2, channels: int = 4, stride: int = 2, image: int = 4
) -> CarriedPixels:
    """Send an image of distinct numbers through a shortcut and inspect the output.

    Raises:
        ValueError: for an unknown shortcut, or fewer channels than `in_channels`.
    """
    module = make_shortcut(shortcut, in_channels, channels, stride, norm=False).eval()
    for parameter in module.parameters():
        torch.nn.init.constant_(parameter, 0.37)  # equal weights: no pixel's influence cancels
    size = image // stride
    x = torch.arange(1.0, in_channels * image**2 + 1).reshape(1, in_channels, image, image)
    x.requires_grad_()
    arrived = module(x, torch.zeros(1, channels, size, size))
    (gradient,) = torch.autograd.grad(arrived.sum(), x)
    given = set(x.flatten().tolist())
    outputs = []
    for channel in arrived[0]:
        values = channel.flatten().tolist()
        copied = all(value in given for value in values)
        outputs.append(COPIED if copied else COMPUTED if any(values) else ZERO)
    read = tuple(
        tuple(tuple(value != 0 for value in row) for row in channel)
        for channel in gradient[0].tolist()
    )
    return CarriedPixels(read, tuple(outputs), size, sum(p.numel() for p in module.parameters()))
