"""Parameters, multiply-adds and feature-map shapes of any network, per stage.

Counted by PyTorch itself on the ``meta`` device: nothing is allocated and nothing is computed, so
ResNet-1202 costs no more than ResNet-20. A multiply-add is one multiplication and one addition, as
in He et al. 2015, Table 1 (which writes FLOPs); PyTorch counts both, so its figure is halved.
Convolutions and linear layers count; normalisation, ReLU, pooling and additions do not.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode


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


def _unchanged(x: torch.Tensor) -> torch.Tensor:
    return x


def without_weights(network: nn.Module) -> nn.Module:
    """A copy of `network` on the meta device that never copies a weight."""
    memo: dict[int, object] = {
        id(p): nn.Parameter(p.detach().to("meta"), p.requires_grad) for p in network.parameters()
    }
    memo |= {id(b): b.to("meta") for b in network.buffers()}
    return copy.deepcopy(network, memo)
