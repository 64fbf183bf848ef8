"""ResNet-B, -C and -D: three small changes to a network of bottlenecks, each added to the previous.

T. He and others, *Bag of Tricks for Image Classification with Convolutional Neural Networks*
(2018, arXiv:1812.01187), section 4:

- ``original``: bottlenecks stride on their first 1×1 (He et al. 2015);
- ``B``: they stride on the 3×3; the same network as torchvision's and NVIDIA's "v1.5";
- ``C``: B with three 3×3 convolutions in place of the 7×7 of the stem;
- ``D``: C with an average pooling before each strided projection, which then reads every pixel.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import torch
from torch import nn

from resnet_book.choices import one_of
from resnet_book.models.initialisation import initialise
from resnet_book.models.network_specs import NetworkSpec
from resnet_book.models.resnet import ResNet, build
from resnet_book.models.shortcuts import Projection, convolution

NAMES = ("original", "B", "C", "D")


def later_design(name: str, spec: NetworkSpec, seed: int = 0) -> ResNet:
    """Build the network of `spec` as one of :data:`NAMES`, with weights drawn from `seed`.

    ResNet-50 for 224×224 pixels: 25,557,032 parameters in ``original`` and ``B``, 25,576,264 in
    ``C`` and ``D``.

    Args:
        spec: an ImageNet network of bottlenecks with option B.

    Raises:
        ValueError: for another name, family, block or shortcut.
    """
    one_of("name", name, NAMES)
    one_of("family", spec.family, ("imagenet",))
    one_of("block", spec.design.shape, ("bottleneck",))
    one_of("shortcut", spec.design.shortcut, ("B",))
    stride_on = "1x1" if name == "original" else "3x3"
    network = build(replace(spec, design=replace(spec.design, stride_on=stride_on)), seed)
    if name in ("original", "B"):
        return network
    network.add_module("conv1", _deep_stem(spec))
    if name == "D":
        projections = [each for each in network.modules() if isinstance(each, Projection)]
        for projection in projections[1:]:  # the projection of the first stage does not stride
            cast(nn.Conv2d, projection[0]).stride = (1, 1)
            # On an odd side the last pixels are averaged alone: the size is that of the branch.
            projection.insert(0, nn.AvgPool2d(2, ceil_mode=True, count_include_pad=False))
    return initialise(network, torch.Generator().manual_seed(seed))


def _deep_stem(spec: NetworkSpec) -> nn.Sequential:
    """Three 3×3 convolutions, the first one strided; all but the last have half the width."""
    half = spec.width // 2
    return nn.Sequential(
        convolution(spec.in_channels, half, 3, 2, bias=False),
        nn.BatchNorm2d(half),
        nn.ReLU(),
        convolution(half, half, 3, bias=False),
        nn.BatchNorm2d(half),
        nn.ReLU(),
        convolution(half, spec.width, 3, bias=False),
    )
