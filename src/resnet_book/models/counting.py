"""Parameters, multiply-adds and feature-map shapes of any network, per stage.

Counted by PyTorch itself on the ``meta`` device: nothing is allocated and nothing is computed, so
ResNet-1202 costs no more than ResNet-20. A multiply-add is one multiplication and one addition, as
in He et al. 2015, Table 1 (which writes FLOPs); PyTorch counts both, so its figure is halved.
Convolutions and linear layers count; normalisation, ReLU, pooling and additions do not.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from resnet_book.models.resnet import NetworkSpec, ResNet
from resnet_book.models.shortcuts import IdentityShortcut, Projection


@dataclass(frozen=True)
class StageCost:
    """One direct child of the network.

    Attributes:
        name: the child's name, such as ``layer1``.
        shape: of its output for one image: (C, H, W), or (features,).
        parameters: all, trainable or frozen.
        multiply_adds: for one image.
    """

    name: str
    shape: tuple[int, ...]
    parameters: int
    multiply_adds: int


@dataclass(frozen=True)
class Costs:
    """The stages of a network, in the order in which they run, and their totals."""

    stages: tuple[StageCost, ...]

    @property
    def parameters(self) -> int:
        return sum(stage.parameters for stage in self.stages)

    @property
    def multiply_adds(self) -> int:
        return sum(stage.multiply_adds for stage in self.stages)

    def __getitem__(self, name: str) -> StageCost:
        """The stage of that name; a ``KeyError`` lists the stages there are."""
        for stage in self.stages:
            if stage.name == name:
                return stage
        raise KeyError(f"stage {name!r} is not one of: {', '.join(s.name for s in self.stages)}")


def costs(network: nn.Module, image_shape: tuple[int, int, int] = (3, 32, 32)) -> Costs:
    """What `network` costs for one image of `image_shape`, (C, H, W).

    A stage is a direct child of the network; children without parameters that leave the shape as
    it is (ReLU, identity) are left out.

    Raises:
        RuntimeError: PyTorch's own, where the network does not take images of that shape.
    """
    network = without_weights(network).eval()
    shapes: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}

    def watch(name):
        def hook(module, inputs, output):
            shapes[name] = (tuple(inputs[0].shape[1:]), tuple(output.shape[1:]))

        return hook

    for name, child in network.named_children():
        child.register_forward_hook(watch(name))
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            # It counts as nothing, and takes half of the time on the meta device.
            module.forward = _unchanged
    counter = FlopCounterMode(display=False)
    with counter, torch.no_grad():
        network(torch.empty(1, *image_shape, device="meta"))
    counts = counter.get_flop_counts()
    root = type(network).__name__
    stages = []
    for name, (before, after) in shapes.items():
        parameters = sum(p.numel() for p in network.get_submodule(name).parameters())
        if parameters or before != after:
            flops = sum(counts.get(f"{root}.{name}", {}).values())
            stages.append(StageCost(name, after, parameters, flops // 2))
    return Costs(tuple(stages))


def parameter_count(spec: NetworkSpec) -> int:
    """Parameters of the network of `spec`, which may be too large to be built.

    A stage of n blocks has those of its first block, and n − 1 times those of its second: two
    networks are built, with one and with two blocks a stage, on the meta device.

    Raises:
        RuntimeError: PyTorch's own, where even a single layer has more than 2^63 weights.
    """
    found = []
    for count in (1, 2):
        with torch.device("meta"):
            network = ResNet(replace(spec, blocks=(count,) * len(spec.blocks)))
        parts = {name: child.parameters() for name, child in network.named_children()}
        found.append({name: sum(p.numel() for p in part) for name, part in parts.items()})
    one, two = found
    more = sum(
        (count - 1) * (two[name] - one[name])
        for name, count in zip(network.stages, spec.blocks, strict=True)
    )
    return sum(one.values()) + more


def _unchanged(x: torch.Tensor) -> torch.Tensor:
    return x


def without_weights(network: nn.Module) -> nn.Module:
    """A copy of `network` on the meta device that never copies a weight."""
    memo: dict[int, object] = {
        id(p): nn.Parameter(p.detach().to("meta"), p.requires_grad) for p in network.parameters()
    }
    memo |= {id(b): b.to("meta") for b in network.buffers()}
    return copy.deepcopy(network, memo)


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

    return on_every_call(network, shape, kind_of, operation)


def on_every_call(network, shape, wanted, seen) -> tuple:
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
