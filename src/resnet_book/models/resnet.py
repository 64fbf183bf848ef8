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

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from resnet_book.choices import one_of
from resnet_book.models.blocks import Block, BlockDesign
from resnet_book.models.shortcuts import convolution

# He et al. 2015, Table 1: the shape of the block, and the number of blocks in each stage.
IMAGENET: dict[int, tuple[str, tuple[int, ...]]] = {
    18: ("basic", (2, 2, 2, 2)),
    34: ("basic", (3, 4, 6, 3)),
    50: ("bottleneck", (3, 4, 6, 3)),
    101: ("bottleneck", (3, 4, 23, 3)),
    152: ("bottleneck", (3, 8, 36, 3)),
}

# Channels of the first stage in the papers.
WIDTHS: dict[str, int] = {"cifar": 16, "imagenet": 64}


@dataclass(frozen=True)
class NetworkSpec:
    """All that is needed to build a network again; what a recorded run keeps of it.

    Attributes:
        family: ``cifar`` (three stages, 3×3 stem) or ``imagenet`` (four stages, 7×7 stem and
            pooling).
        blocks: the number of blocks in each stage.
        design: the choices about a block.
        width: channels of the first stage; each later stage has twice as many.
        in_channels: channels of the images.
        classes: outputs of the classifier.

    Raises:
        ValueError: for a width, channel or class number below 1.
    """

    family: str
    depth: int
    blocks: tuple[int, ...]
    design: BlockDesign
    width: int
    in_channels: int = 3
    classes: int = 10

    def __post_init__(self) -> None:
        for name in ("width", "in_channels", "classes"):
            value = getattr(self, name)
            if not isinstance(value, int) or value < 1:
                raise ValueError(f"{name} {value!r} is not a whole number of at least 1")

    @property
    def name(self) -> str:
        """The network in one word, such as ``plain-20`` or ``resnet-164-A-bottleneck``."""
        design = self.design
        shortcut = design.shortcut
        parts = [f"plain-{self.depth}" if shortcut == "none" else f"resnet-{self.depth}-{shortcut}"]
        if self.family == "cifar" and design.shape != "basic":
            parts.append(design.shape)
        if self.width != WIDTHS[self.family]:
            parts.append(f"width-{self.width}")
        if design.order != "original":
            parts.append(design.order)
        if not design.batch_norm:
            parts.append("without-bn")
        return "-".join(parts)


class ResNet(nn.Module):
    """A stem, three or four stages of blocks, average pooling and a linear classifier.

    Input (N, in_channels, H, W), float; output (N, classes), the logits. The parameters have
    torchvision's names: ``conv1``, ``bn1``, ``layer1.0.conv1``, …, ``fc``.

    Args:
        spec: the network. Its weights are PyTorch's own until :func:`initialise` draws them.
    """

    def __init__(self, spec: NetworkSpec) -> None:
        super().__init__()
        self.spec = spec
        design, channels = spec.design, spec.width
        bias = not design.batch_norm
        full = design.order == "full-preactivation"
        if spec.family == "cifar":
            self.conv1 = convolution(spec.in_channels, channels, 3, bias=bias)
            self.maxpool = nn.Identity()
        else:
            self.conv1 = convolution(spec.in_channels, channels, 7, 2, bias=bias)
            self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        # A pre-activation network has what the papers move: the stem's activation is the first
        # block's, and one more activation follows the last addition.
        self.bn1 = nn.BatchNorm2d(channels) if design.batch_norm and not full else nn.Identity()
        self.relu = nn.Identity() if design.preactivation else nn.ReLU()
        self.stages = []
        for i, count in enumerate(spec.blocks):
            stage, channels = self._stage(channels, spec.width * 2**i, count, first=i == 0)
            self.add_module(f"layer{i + 1}", stage)
            self.stages.append(f"layer{i + 1}")
        self.bn_last = nn.BatchNorm2d(channels) if design.batch_norm and full else nn.Identity()
        self.relu_last = nn.ReLU() if design.preactivation else nn.Identity()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(channels, spec.classes)

    def _stage(
        self, channels: int, width: int, count: int, *, first: bool
    ) -> tuple[nn.Sequential, int]:
        """`count` blocks; the first one strides, but not in the network's first stage."""
        blocks = []
        for j in range(count):
            stride = 2 if j == 0 and not first else 1
            start = first and j == 0
            blocks.append(Block(channels, width, stride, self.spec.design, first=start))
            channels = width * self.spec.design.expansion
        return nn.Sequential(*blocks), channels

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
    block: str = "basic",
    order: str = "original",
    batch_norm: bool = True,
    width: int = 16,
    in_channels: int = 3,
    classes: int = 10,
    seed: int = 0,
) -> ResNet:
    """A network for small images; `shortcut` ``none`` makes its plain twin.

    Args:
        depth: 6n + 2 for basic blocks (20, 32, 44, 56, 110, 1202: He et al. 2015, Table 6),
            9n + 2 for bottlenecks (164, 1001: He et al. 2016, Table 3).
        shortcut: see :func:`resnet_book.models.shortcuts.make_shortcut`.
        block: ``basic`` or ``bottleneck``.
        order: the activation order, see :data:`resnet_book.models.blocks.ORDERS`.
        batch_norm: without it, each convolution of a branch gets a bias.
        width: channels of the first stage.
        in_channels: 3 for CIFAR-10, 1 for the digits.
        classes: outputs of the classifier.
        seed: of the weights.

    Raises:
        ValueError: names the value and the allowed ones.
    """
    spec = cifar_spec(
        depth,
        shortcut,
        block=block,
        order=order,
        batch_norm=batch_norm,
        width=width,
        in_channels=in_channels,
        classes=classes,
    )
    return build(spec, seed)


def cifar_spec(
    depth: int,
    shortcut: str = "A",
    *,
    block: str = "basic",
    order: str = "original",
    batch_norm: bool = True,
    width: int = 16,
    in_channels: int = 3,
    classes: int = 10,
) -> NetworkSpec:
    """The spec of :func:`cifar_resnet` with the same arguments, without building anything.

    Raises:
        ValueError: names the value and the allowed ones.
    """
    design = BlockDesign(block, shortcut, order, batch_norm, stride_on="1x1")
    layers = 6 if block == "basic" else 9
    if not isinstance(depth, int) or depth < layers + 2 or (depth - 2) % layers:
        known = "20, 32, 44, 56, 110, 1202" if block == "basic" else "164, 1001"
        raise ValueError(
            f"depth {depth!r} is not {layers}n + 2 (n = 1, 2, …), as {block} blocks need: "
            f"{layers + 2}, {2 * layers + 2}, {3 * layers + 2}, …; in the papers: {known}"
        )
    blocks = ((depth - 2) // layers,) * 3
    return NetworkSpec("cifar", depth, blocks, design, width, in_channels, classes)


def imagenet_resnet(
    depth: int,
    shortcut: str = "B",
    *,
    stride_on: str = "3x3",
    classes: int = 1000,
    seed: int = 0,
) -> ResNet:
    """A network of He et al. 2015, Table 1; `shortcut` ``none`` makes its plain twin.

    Args:
        depth: 18, 34, 50, 101 or 152.
        shortcut: ``B`` is torchvision's choice, and the paper's for 50 layers and more.
            # differs from He et al. 2015: there, 18 and 34 layers have option A in Table 2.
        stride_on: ``3x3``: bottlenecks stride on the second convolution, as in torchvision.
            # differs from He et al. 2015: ``1x1``, on the first.
        classes: outputs of the classifier.
        seed: of the weights.

    Raises:
        ValueError: names the value and the allowed ones.
    """
    one_of("depth", depth, IMAGENET)
    block, blocks = IMAGENET[depth]
    design = BlockDesign(block, shortcut, stride_on=stride_on)
    return build(NetworkSpec("imagenet", depth, blocks, design, 64, 3, classes), seed)


def build(spec: NetworkSpec, seed: int = 0) -> ResNet:
    """The network of `spec`, its weights drawn from `seed`; none on the meta device."""
    with torch.random.fork_rng(devices=[]):  # the constructors of PyTorch draw from the global one
        network = ResNet(spec)
    return initialise(network, torch.Generator().manual_seed(seed))


@torch.no_grad()
def initialise(network: nn.Module, generator: torch.Generator, gain: float = 1.0) -> nn.Module:
    """Draw the weights of all convolutions and linear layers, in place; returns the network.

    Convolutions: normal with standard deviation ``gain × sqrt(2 / (k² · out_channels))`` (He et
    al. 2015b, arXiv:1502.01852, equation 14: connections counted backward). Linear layers:
    ``sqrt(1 / in_features)``, since no ReLU follows, and biases 0; the papers do not say how they
    begin. Biases of convolutions and batch normalisation stay as they are.

    Args:
        gain: factor on the convolutions' standard deviation: 1 is He initialisation.
    """
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            deviation = gain * math.sqrt(2 / (module.weight[0, 0].numel() * module.out_channels))
        elif isinstance(module, nn.Linear):
            deviation = math.sqrt(1 / module.in_features)
            module.bias.zero_()
        else:
            continue
        if not module.weight.is_meta:  # drawn on the CPU: the same on every device
            drawn = torch.empty(module.weight.shape, device="cpu")
            module.weight.copy_(drawn.normal_(0, deviation, generator=generator))
    return network
