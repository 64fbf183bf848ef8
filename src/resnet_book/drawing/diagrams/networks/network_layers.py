"""The layers of a whole network, in the order they run, with their output sizes.

They are found by running the network itself, without weights, on one image.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor, nn

from resnet_book.models.counting import on_every_call
from resnet_book.models.families import IMAGES
from resnet_book.models.network_specs import NetworkSpec
from resnet_book.models.resnet import ResNet
from resnet_book.models.shortcuts import Projection
from resnet_book.models.vgg_networks import vgg


@dataclass(frozen=True)
class Layer:
    """One layer with weights, or a normalisation of VGG, which has none.

    Attributes:
        kind: ``stem``, ``conv``, ``pointwise`` (a 1×1 convolution of VGG), ``lrn`` or ``fc``.
        stage: 0 for a stem, 1 for the first stage, …; one more than the last for linear layers.
        block: of the stage, from 0; in VGG all layers of a stage are block 0.
        size: side of the output feature map; 1 for linear layers.
        channels: of the output.
        kernel: side of a convolution's filters; 1 for other layers.
        stride: of a convolution; 1 for other layers.
    """

    kind: str
    stage: int
    block: int
    size: int
    channels: int
    kernel: int = 1
    stride: int = 1


@dataclass(frozen=True)
class Pooling:
    """The max pooling after the stem of a network for ImageNet."""

    kernel: int
    stride: int


@dataclass(frozen=True)
class Bow:
    """One shortcut.

    Attributes:
        stage, block: of the block that it goes around.
        changes: whether its ends differ in shape.
        projects: whether it is a convolution.
    """

    stage: int
    block: int
    changes: bool
    projects: bool


@dataclass(frozen=True)
class NetworkLayers:
    """Layers and shortcuts of a network, and the max pooling after its stem, if it has one."""

    layers: tuple[Layer, ...]
    bows: tuple[Bow, ...]
    pooling: Pooling | None = None

    @property
    def depth(self) -> int:
        """The number of layers with weights."""
        return sum(layer.kind != "lrn" for layer in self.layers)

    @property
    def stages(self) -> list[int]:
        """Numbers of the stages, without stem and linear layers."""
        return sorted({each.stage for each in self.layers if each.kind not in ("stem", "fc")})

    def stage(self, number: int) -> list[Layer]:
        """The layers of a stage that have weights."""
        return [each for each in self.layers if each.stage == number and each.kind != "lrn"]

    @property
    def stem(self) -> Layer | None:
        """The layer before the first stage."""
        return next((each for each in self.layers if each.kind == "stem"), None)


@cache
def resnet_layers(spec: NetworkSpec) -> NetworkLayers:
    """Layers and shortcuts of the network of `spec`; projections are shortcuts, not layers."""
    with torch.device("meta"):
        network = ResNet(spec)
    last, image = len(spec.blocks) + 1, IMAGES[spec.family]

    def seen(
        name: str, module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor
    ) -> Layer | Bow | Pooling | None:
        if isinstance(module, nn.MaxPool2d):
            return Pooling(_side(module.kernel_size), _side(module.stride))
        if "downsample." in name:
            return None  # a part of a shortcut
        stage, block = place(name, last)
        if name.endswith("downsample"):
            changes = inputs[0].shape != output.shape
            return Bow(stage, block, changes, isinstance(module, Projection))
        kind = {0: "stem", last: "fc"}.get(stage, "conv")
        size = int(output.shape[-1]) if output.ndim == 4 else 1
        return Layer(kind, stage, block, size, int(output.shape[1]), *_kernel_and_stride(module))

    blocks = [block for stage in network.stages for block in network.blocks(stage)]
    watched = (nn.Conv2d, nn.Linear, nn.MaxPool2d, *{type(block.downsample) for block in blocks})
    found = on_every_call(
        network,
        (spec.in_channels, image, image),
        lambda module: isinstance(module, watched),
        seen,
    )
    bows = tuple(each for each in found if isinstance(each, Bow))
    return NetworkLayers(
        tuple(each for each in found if isinstance(each, Layer)),
        bows if spec.design.shortcut != "none" else (),
        next((each for each in found if isinstance(each, Pooling)), None),
    )


def _kernel_and_stride(module: nn.Module) -> tuple[int, int]:
    if not isinstance(module, nn.Conv2d):
        return 1, 1
    return module.kernel_size[0], module.stride[0]


def _side(value: int | tuple[int, ...]) -> int:
    """The side of a square that a module gives as one number or as two."""
    return value if isinstance(value, int) else value[0]


def place(name: str, last: int) -> tuple[int, int]:
    """Stage and block of a module, from its name: ``layer2.0.conv1`` → (2, 0)."""
    if not name.startswith("layer"):
        return (last if name == "fc" else 0), 0
    stage, block, *_ = name.removeprefix("layer").split(".")
    return int(stage), int(block)


@cache
def vgg_layers(configuration: str) -> NetworkLayers:
    """Layers of a VGG network; a pooling ends a stage.

    Raises:
        ValueError: for an unknown configuration; lists the known ones.
    """
    with torch.device("meta"):
        network = vgg(configuration)
    layers: list[Layer] = []
    stage = 1

    def seen(name: str, module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        nonlocal stage
        if isinstance(module, nn.MaxPool2d):
            stage += 1
            return
        size = int(output.shape[-1]) if output.ndim == 4 else 1
        sides = _kernel_and_stride(module)
        layers.append(Layer(_kind(module), stage, 0, size, int(output.shape[1]), *sides))

    watched = (nn.Conv2d, nn.Linear, nn.MaxPool2d, nn.LocalResponseNorm)
    image = IMAGES["imagenet"]
    on_every_call(network, (3, image, image), lambda m: isinstance(m, watched), seen)
    return NetworkLayers(tuple(layers), ())


def _kind(module: nn.Module) -> str:
    if isinstance(module, nn.Linear):
        return "fc"
    if isinstance(module, nn.LocalResponseNorm):
        return "lrn"
    return "pointwise" if getattr(module, "kernel_size", None) == (1, 1) else "conv"
