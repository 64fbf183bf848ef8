"""Parameters, multiply-adds and feature-map shapes of any network, per stage.

PyTorch counts them on the ``meta`` device, without allocating or computing anything, so that even
ResNet-1202 can be counted. A multiply-add is one multiplication and one addition, as in He et al.
2015, Table 1 (which calls them FLOPs); PyTorch counts these as two, so its figure is halved.
Convolutions and linear layers count; normalisation, ReLU, pooling and additions do not.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from resnet_book.models.network_specs import NetworkSpec
from resnet_book.models.resnet import ResNet
from resnet_book.models.shortcuts import IdentityShortcut, Projection

Found = TypeVar("Found")


@dataclass(frozen=True)
class StageCost:
    """One direct child of the network.

    Attributes:
        name: the child's name, such as ``layer1``.
        shape: of its output for one image: (C, H, W), or (features,).
        parameters: trainable and frozen ones.
        multiply_adds: for one image.
    """

    name: str
    shape: tuple[int, ...]
    parameters: int
    multiply_adds: int


@dataclass(frozen=True)
class Costs:
    """The stages of a network in the order they run, and their totals."""

    stages: tuple[StageCost, ...]

    @property
    def parameters(self) -> int:
        """Trainable and frozen parameters of the whole network."""
        return sum(stage.parameters for stage in self.stages)

    @property
    def multiply_adds(self) -> int:
        """Of the whole network, for one image."""
        return sum(stage.multiply_adds for stage in self.stages)

    def __getitem__(self, name: str) -> StageCost:
        """The stage of that name; for an unknown name, a ``KeyError`` lists the known ones."""
        for stage in self.stages:
            if stage.name == name:
                return stage
        raise KeyError(f"stage {name!r} is not one of: {', '.join(s.name for s in self.stages)}")


def costs(network: nn.Module, image_shape: tuple[int, int, int] = (3, 32, 32)) -> Costs:
    """Count the cost of each stage of `network` for one image of `image_shape`, (C, H, W).

    A stage is a direct child of the network; children without parameters that keep the shape
    (ReLU, identity) are left out.

    Raises:
        RuntimeError: from PyTorch, if the network does not accept images of that shape.
    """
    network = without_weights(network).eval()
    shapes: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}

    def watch(name: str, module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        shapes[name] = (tuple(inputs[0].shape[1:]), tuple(output.shape[1:]))

    for name, child in network.named_children():
        child.register_forward_hook(partial(watch, name))
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            # It has no multiply-adds, but takes half of the time on the meta device: skip it.
            module.forward = _unchanged  # type: ignore[assignment, method-assign]
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


def of_stage(one: int, two: int, blocks: int) -> int:
    """The cost of a stage of `blocks` blocks, from a stage of one block and one of two.

    It costs as much as its first block, and `blocks` − 1 times as much as its second.
    """
    return one + (blocks - 1) * (two - one)


def parameter_count(spec: NetworkSpec) -> int:
    """Count the parameters of the network of `spec`, even if it is too large to build.

    Two networks are built on the meta device, with one and with two blocks per stage.

    Raises:
        RuntimeError: from PyTorch, if a single layer has more than 2^63 weights.
    """
    found = []
    for count in (1, 2):
        with torch.device("meta"):
            network = ResNet(replace(spec, blocks=(count,) * len(spec.blocks)))
        parts = {name: child.parameters() for name, child in network.named_children()}
        found.append({name: sum(p.numel() for p in part) for name, part in parts.items()})
    one, two = found
    blocks = dict(zip(network.stages, spec.blocks, strict=True))
    return sum(of_stage(one[name], two[name], blocks.get(name, 1)) for name in one)


def training_memory(spec: NetworkSpec, *, images: int, size: int) -> int:
    """Bytes that a training takes at least, in float32.

    Weights, gradients and momentum, and the outputs of the branches' convolutions, which the
    backward pass needs.

    Args:
        images: of one step.
        size: height and width of an image in the first stage, in pixels.

    Raises:
        RuntimeError: as :func:`parameter_count`.
    """
    maps = sum(channels for _, channels in spec.design.convolutions)
    values = sum(
        blocks * maps * spec.width * 2**stage * size**2 // 4**stage
        for stage, blocks in enumerate(spec.blocks)
    )
    return 4 * (3 * parameter_count(spec) + images * values)


def _unchanged(x: Tensor) -> Tensor:
    return x


def without_weights(network: nn.Module) -> nn.Module:
    """A copy of `network` on the meta device, made without copying its weights."""
    memo: dict[int, Any] = {
        id(p): nn.Parameter(p.detach().to("meta"), p.requires_grad) for p in network.parameters()
    }
    memo |= {id(b): b.to("meta") for b in network.buffers()}
    return copy.deepcopy(network, memo)


BYTES = 4  # bytes of a number in float32


@dataclass(frozen=True)
class Operation:
    """One layer of a network, or the addition at the end of a block, for one image.

    Attributes:
        name: of the module.
        kind: such as ``3×3 convolution``, ``batch normalisation``, ``ReLU`` or ``addition``.
        multiply_adds: of convolutions and linear layers; 0 for all others, as in the papers.
        inputs, outputs: numbers read and written, without weights, which are read once per batch.
    """

    name: str
    kind: str
    multiply_adds: int
    inputs: int
    outputs: int

    @property
    def values(self) -> int:
        """Numbers read and written."""
        return self.inputs + self.outputs

    @property
    def intensity(self) -> float:
        """Arithmetic intensity: multiply-adds per byte read or written, in float32."""
        return self.multiply_adds / (BYTES * self.values)


def operations(network: nn.Module, shape: tuple[int, int, int]) -> tuple[Operation, ...]:
    """List the layers of `network` in the order they run, for one image of `shape`, (C, H, W).

    Layers are run on the meta device, without computing anything. Layers that do nothing
    (identity, dropout and the missing shortcut of a plain block) are left out.
    """

    def operation(
        name: str, module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor
    ) -> Operation:
        read = sum(tensor.numel() for tensor in inputs)
        if isinstance(module, Projection):  # its convolution is listed separately
            read = 2 * output.numel()
        work = 0
        if isinstance(module, nn.Conv2d | nn.Linear):
            work = module.weight[0].numel() * output.numel()
        return Operation(name, kind_of(module), work, read, output.numel())

    return on_every_call(network, shape, kind_of, operation)


def on_every_call(
    network: nn.Module,
    shape: tuple[int, int, int],
    wanted: Callable[[nn.Module], object],
    seen: Callable[[str, Any, tuple[Tensor, ...], Tensor], Found],
) -> tuple[Found, ...]:
    """Run `network` and call ``seen(name, module, inputs, output)`` after each wanted module.

    The network is copied to the meta device and run on one image of `shape`, (C, H, W), in
    evaluation mode.

    Args:
        wanted: whether to watch a module.

    Returns:
        The values that `seen` returned, in the order the modules ran.
    """
    network = without_weights(network).eval()
    found: list[Found] = []

    def watch(name: str, module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        found.append(seen(name, module, inputs, output))

    for name, module in network.named_modules():
        if isinstance(module, nn.BatchNorm2d | nn.ReLU):  # shapes stay: skip their computation too
            module.forward = _unchanged  # type: ignore[assignment, method-assign]
        if wanted(module):
            module.register_forward_hook(partial(watch, name))
    with torch.no_grad():
        network(torch.empty(1, *shape, device="meta"))
    return tuple(found)


def kind_of(module: nn.Module) -> str:
    """The `kind` of :class:`Operation` for a module; empty for modules that are not listed."""
    if isinstance(module, nn.Conv2d):
        return "{}×{} convolution".format(*module.kernel_size)
    if isinstance(module, IdentityShortcut | Projection):
        return "addition"
    if isinstance(module, nn.MaxPool2d | nn.AvgPool2d | nn.AdaptiveAvgPool2d):
        return "pooling"
    kinds = {nn.Linear: "linear", nn.BatchNorm2d: "batch normalisation", nn.ReLU: "ReLU"}
    return kinds.get(type(module), "")
