"""What each layer of a network computes and moves, and what it sees: counted on the meta device.

    for layer in operations(Block(256, 64, design=BlockDesign("bottleneck")), (256, 56, 56)):
        print(layer.name, layer.kind, layer.multiply_adds, layer.values, layer.intensity)

Multiply-adds are what He et al. 2015 count (Table 1). A layer also reads its inputs and writes its
outputs; how many multiply-adds it does for each byte that it moves is its arithmetic intensity
(Williams, Waterman and Patterson 2009, "Roofline", Communications of the ACM 52(4)).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn

from resnet_book.ancestors import receptive_field
from resnet_book.costs import without_weights
from resnet_book.shortcuts import IdentityShortcut, Projection

BYTES = 4  # of a number in float32


@dataclass(frozen=True)
class Operation:
    """One layer of a network, or the addition at the end of a block, for one image.

    Attributes:
        name: of the module.
        kind: such as ``3×3 convolution``, ``batch normalisation``, ``ReLU`` or ``addition``.
        multiply_adds: of convolutions and linear layers; 0 for all others, as in the papers.
        inputs, outputs: numbers read and written; weights are left out, since a batch reads them
            once for all of its images.
    """

    name: str
    kind: str
    multiply_adds: int
    inputs: int
    outputs: int

    @property
    def values(self) -> int:
        """Numbers moved: read and written."""
        return self.inputs + self.outputs

    @property
    def intensity(self) -> float:
        """Multiply-adds for each byte moved, in float32."""
        return self.multiply_adds / (BYTES * self.values)


def operations(network: nn.Module, shape: tuple[int, int, int]) -> tuple[Operation, ...]:
    """Every layer of `network` in the order in which it runs, for one image of `shape`, (C, H, W).

    Counted on the meta device: nothing is computed. Layers that do nothing (identity, dropout and
    the missing shortcut of a plain block) are left out.
    """

    def operation(name, module, inputs, output):
        read = sum(tensor.numel() for tensor in inputs)
        if isinstance(module, Projection):  # its convolution is listed by itself
            read = 2 * output.numel()
        dense = isinstance(module, nn.Conv2d | nn.Linear)
        work = module.weight[0].numel() * output.numel() if dense else 0
        return Operation(name, kind_of(module), work, read, output.numel())

    return _on_every_call(network, shape, kind_of, operation)


def _on_every_call(network, shape, wanted, seen) -> tuple:
    """``seen(name, module, inputs, output)`` of each wanted module, in the order in which they run.

    The network is a copy on the meta device, in evaluation mode, and is given one image of `shape`.
    """
    network = without_weights(network).eval()
    found = []
    for name, module in network.named_modules():
        if wanted(module):
            module.register_forward_hook(lambda *call, name=name: found.append(seen(name, *call)))
    with torch.no_grad():
        network(torch.empty(1, *shape, device="meta"))
    return tuple(found)


def kind_of(module: nn.Module) -> str:
    """The kind of an operation, as :class:`Operation` names it; empty for all other modules."""
    if isinstance(module, nn.Conv2d):
        return "{}×{} convolution".format(*module.kernel_size)
    if isinstance(module, IdentityShortcut | Projection):
        return "addition"
    if isinstance(module, nn.MaxPool2d | nn.AvgPool2d | nn.AdaptiveAvgPool2d):
        return "pooling"
    kinds = {nn.Linear: "linear", nn.BatchNorm2d: "batch normalisation", nn.ReLU: "ReLU"}
    return kinds.get(type(module), "")


def view(network: nn.Module) -> int:
    """Side of the square of image pixels that one pixel of the last feature map depends on.

    All convolutions and poolings of the main path count, shortcuts do not; the final average
    pooling, which sees everything, is left out. See :func:`resnet_book.ancestors.receptive_field`.
    """
    path = [
        module
        for name, module in network.named_modules()
        if isinstance(module, nn.Conv2d | nn.MaxPool2d) and "downsample" not in name
    ]
    return receptive_field([_one(m.kernel_size) for m in path], [_one(m.stride) for m in path])


def _one(size: int | tuple[int, ...]) -> int:
    return size if isinstance(size, int) else size[0]


@dataclass(frozen=True)
class Reached:
    """How many weights of a convolution ever meet a pixel, and how many it has."""

    name: str
    reached: int
    weights: int


def reached_weights(network: nn.Module, shape: tuple[int, int, int]) -> tuple[Reached, ...]:
    """For each convolution: the weights that some position of the filter lays on a pixel.

    The others meet nothing but the padding's zeros, for every image of `shape`, (C, H, W): the
    output does not depend on them, and their gradient is 0.
    """

    def reached(name, module, inputs, output):
        count = 1
        for axis in (0, 1):
            step, pad = module.stride[axis], module.padding[axis]
            size, places = inputs[0].shape[2 + axis], output.shape[2 + axis]
            count *= sum(
                any(0 <= place * step - pad + tap < size for place in range(places))
                for tap in range(module.kernel_size[axis])
            )
        taps = module.weight[0, 0].numel()
        weights = module.weight.numel()
        return Reached(name, weights // taps * count, weights)

    return _on_every_call(network, shape, lambda m: isinstance(m, nn.Conv2d), reached)
