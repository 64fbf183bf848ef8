"""Whole networks from blocks: CIFAR 6n+2 and 9n+2, ImageNet 18 to 152, and their plain twins.

    >>> cifar_resnet(depth=56, shortcut="A").spec.name
    'resnet-56-A'
    >>> cifar_resnet(depth=56, shortcut="none").spec.name
    'plain-56'

CIFAR networks (He et al. 2015, section 4.2), input 32×32, n = (depth − 2) / 6 blocks a stage:

===========  ======  ========  ==========
stage        output  channels  layers
===========  ======  ========  ==========
conv1        32×32   16        1
layer1       32×32   16        2n
layer2       16×16   32        2n
layer3       8×8     64        2n
avgpool, fc  1×1     classes   1
===========  ======  ========  ==========

Trainable parameters with option A: 269,722 (depth 20), 464,154 (32), 658,586 (44), 853,018 (56),
1,727,962 (110), 19,421,274 (1202).
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from resnet_book.models.blocks import Block
from resnet_book.models.initialisation import initialise
from resnet_book.models.network_specs import NetworkSpec, cifar_spec, imagenet_spec
from resnet_book.models.shortcuts import convolution


class ResNet(nn.Module):
    """A stem, three or four stages of blocks, average pooling and a linear classifier.

    Input (N, in_channels, H, W), float; output (N, classes), the logits. The parameters have
    torchvision's names: ``conv1``, ``bn1``, ``layer1.0.conv1``, …, ``fc``.

    The weights are PyTorch's defaults; :func:`build` initialises them as the papers do.

    Args:
        spec: the network.
    """

    def __init__(self, spec: NetworkSpec) -> None:
        super().__init__()
        self.spec = spec
        design, channels = spec.design, spec.width
        bias = not design.batch_norm
        if spec.family == "cifar":
            self.conv1 = convolution(spec.in_channels, channels, 3, bias=bias)
            self.maxpool: nn.Module = nn.Identity()
        else:
            self.conv1 = convolution(spec.in_channels, channels, 7, 2, bias=bias)
            self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        # Pre-activation moves the stem's activation into the first block and adds one after the
        # last addition (He et al. 2016, appendix).
        norm, last = design.batch_norm, design.norm_first
        self.bn1 = nn.BatchNorm2d(channels) if norm and not last else nn.Identity()
        self.relu = nn.Identity() if design.preactivation else nn.ReLU()
        self.stages = []
        for i, count in enumerate(spec.blocks):
            stage, channels = self._stage(channels, spec.width * 2**i, count, first=i == 0)
            self.add_module(f"layer{i + 1}", stage)
            self.stages.append(f"layer{i + 1}")
        self.bn_last = nn.BatchNorm2d(channels) if norm and last else nn.Identity()
        self.relu_last = nn.ReLU() if design.preactivation else nn.Identity()
        self.avgpool: nn.Module = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(channels, spec.classes)

    def _stage(
        self, channels: int, width: int, count: int, *, first: bool
    ) -> tuple[nn.Sequential, int]:
        """Make `count` blocks; the first one strides, except in the network's first stage."""
        blocks = []
        for j in range(count):
            stride = 2 if j == 0 and not first else 1
            start = first and j == 0
            blocks.append(Block(channels, width, stride, self.spec.design, first=start))
            channels = width * self.spec.design.expansion
        return nn.Sequential(*blocks), channels

    def blocks(self, stage: str) -> list[Block]:
        """The blocks of a stage, such as ``layer1``, first to last."""
        return list(getattr(self, stage))

    def forward(self, x: Tensor) -> Tensor:
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        for stage in self.stages:
            x = getattr(self, stage)(x)
        x = self.relu_last(self.bn_last(x))
        x = torch.flatten(self.avgpool(x), 1)  # (N, channels)
        return self.fc(x)  # (N, classes)


def cifar_resnet(
    depth: int,
    shortcut: str = "A",
    *,
    width: int = 16,
    in_channels: int = 3,
    classes: int = 10,
    seed: int = 0,
    **choices: Any,
) -> ResNet:
    """Build a network for small images; with `shortcut` ``none``, its plain twin.

    Args:
        depth: 6n + 2 for basic blocks (20, 32, 44, 56, 110, 1202: He et al. 2015, Table 6),
            9n + 2 for bottlenecks (164, 1001: He et al. 2016, Table 3).
        shortcut: see :func:`resnet_book.models.shortcuts.make_shortcut`.
        width: channels of the first stage.
        in_channels: 3 for CIFAR-10, 1 for the digits.
        classes: outputs of the classifier.
        seed: of the weights.
        choices: other options of the blocks, such as ``block="bottleneck"``,
            ``order="full-preactivation"``, ``batch_norm=False`` or ``squeeze_excitation=16``;
            see :class:`resnet_book.models.block_designs.BlockDesign`.

    Raises:
        ValueError: for a value that is not allowed; the message says which are.
        TypeError: for an unknown option of blocks.
    """
    spec = cifar_spec(
        depth, shortcut, width=width, in_channels=in_channels, classes=classes, **choices
    )
    return build(spec, seed)


def imagenet_resnet(
    depth: int, shortcut: str = "B", *, classes: int = 1000, seed: int = 0, **choices: Any
) -> ResNet:
    """Build a network of He et al. 2015, Table 1; with `shortcut` ``none``, its plain twin.

    Args:
        depth: 18, 34, 50, 101 or 152.
        shortcut: ``B`` as in torchvision, and as in the paper for 50 layers and more.
            # differs from He et al. 2015: in Table 2, 18 and 34 layers have option A.
        classes: outputs of the classifier.
        seed: of the weights.
        choices: other options of the blocks, except their shape, which follows from the depth; see
            :class:`resnet_book.models.block_designs.BlockDesign`. ``stride_on`` is ``3x3``:
            bottlenecks stride on the second convolution, as in torchvision.
            # differs from He et al. 2015: ``1x1``, on the first.

    Raises:
        ValueError: for a value that is not allowed; the message says which are.
        TypeError: for an unknown option of blocks.
    """
    return build(imagenet_spec(depth, shortcut, classes=classes, **choices), seed)


def build(spec: NetworkSpec, seed: int = 0) -> ResNet:
    """Build a network with He initialisation, drawn from `seed` (unless on the meta device)."""
    with torch.random.fork_rng(devices=[]):  # PyTorch's constructors draw from the global generator
        network = ResNet(spec)
    return initialise(network, torch.Generator().manual_seed(seed))
