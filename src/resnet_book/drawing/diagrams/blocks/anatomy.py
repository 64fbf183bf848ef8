"""The parts of a block and the wires between them, as shown in every drawing of a block.

They are read off a real :class:`~resnet_book.models.blocks.Block`, built without weights:
operations and their order from ``arrange``, sizes and strides from its modules, the shortcut from
its class.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import torch
from torch import nn

from resnet_book.models.block_designs import BlockDesign, arrange
from resnet_book.models.blocks import Block
from resnet_book.models.shortcuts import (
    DropoutShortcut,
    Gating,
    IdentityShortcut,
    NoShortcut,
    Projection,
    Scaling,
)
from resnet_book.models.squeeze_excitation import SqueezeExcitation

# Operations without sizes; an operation that is not listed cannot be drawn yet.
KINDS = {nn.BatchNorm2d: "bn", nn.ReLU: "relu", SqueezeExcitation: "se"}


@dataclass(frozen=True)
class Part:
    """One operation of a block.

    Attributes:
        name: of its module in the block, such as ``conv1`` or ``downsample.0``; ``x``, ``+`` and
            ``y`` for input, addition and output.
        kind: ``input``, ``conv``, ``bn``, ``relu``, ``se``, ``scale``, ``gate``, ``dropout``,
            ``add`` or ``output``.
        way: its place: ``before`` the split, in the ``branch``, on the ``shortcut``, or
            ``after`` the addition.
        kernel, stride: of a convolution.
        channels: of the output; 0 if they equal the input's.
        factor: by which a ``scale`` multiplies.
        complement: of a gate: whether it multiplies by 1 − g, and not by g.
    """

    name: str
    kind: str
    way: str
    kernel: int = 0
    stride: int = 1
    channels: int = 0
    factor: float = 1.0
    complement: bool = False


@dataclass(frozen=True)
class Anatomy:
    """The parts of a block, in the order they run, and the operations on its shortcut.

    Attributes:
        design: of the block.
        before, branch, shortcut, after: the parts on each section of the block.
        residual: whether there is a shortcut.
        subsampled: the stride with which the shortcut drops pixels, without weights; 1 for none.
        padded: channels of zeros that the shortcut adds.
        in_channels, channels: of input and output.
    """

    design: BlockDesign
    before: tuple[Part, ...]
    branch: tuple[Part, ...]
    shortcut: tuple[Part, ...]
    after: tuple[Part, ...]
    residual: bool
    subsampled: int
    padded: int
    in_channels: int
    channels: int

    @property
    def stride(self) -> int:
        """Of the whole block."""
        strides = [part.stride for part in self.branch]
        return max(strides)

    @property
    def reshapes(self) -> bool:
        """Whether image size or channels change."""
        return self.stride > 1 or self.in_channels != self.channels

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """All parts, from x to y; the addition only if there is one."""
        addition = (Part("+", "add", "after"),) if self.residual else ()
        return (
            Part("x", "input", "before"),
            *self.before,
            *self.branch,
            *self.shortcut,
            *addition,
            *self.after,
            Part("y", "output", "after"),
        )

    @property
    def edges(self) -> tuple[tuple[int, int], ...]:
        """Wires, as pairs of indices into :attr:`parts`."""
        first = 1 + len(self.before)
        second = first + len(self.branch)
        third = second + len(self.shortcut)
        split, last = first - 1, len(self.parts) - 1
        ways = [*range(first)], [split, *range(first, second)], [*range(third, last + 1)]
        found = [pair for way in ways for pair in pairwise(way)]
        found.append((second - 1, third))
        if self.residual:
            way = [split, *range(second, third), third]
            found += pairwise(way)
        return tuple(sorted(found))


def anatomy(
    design: BlockDesign, *, in_channels: int = 64, width: int = 64, stride: int = 1
) -> Anatomy:
    """Read the parts off a block of this design and these sizes."""
    with torch.device("meta"):
        block = Block(in_channels, width, stride, design)
    shared = isinstance(block.downsample, Projection)
    before, branch, after = arrange(design, shared=shared)
    on_shortcut, on_branch = _shortcut(block.downsample)
    carried = block.downsample if isinstance(block.downsample, IdentityShortcut) else None
    return Anatomy(
        design,
        tuple(_part(block, name, "before") for name in before),
        (*(_part(block, name, "branch") for name in branch), *on_branch),
        on_shortcut,
        tuple(_part(block, name, "after") for name in after),
        residual=not isinstance(block.downsample, NoShortcut),
        subsampled=carried.stride if carried else 1,
        padded=carried.added if carried else 0,
        in_channels=in_channels,
        channels=width * design.expansion,
    )


def _part(block: nn.Module, name: str, way: str) -> Part:
    module = block.get_submodule(name)
    if isinstance(module, nn.Conv2d):
        kernel, stride = int(module.kernel_size[0]), int(module.stride[0])
        return Part(name, "conv", way, kernel, stride, module.out_channels)
    return Part(name, KINDS[type(module)], way)


def _shortcut(module: nn.Module) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The shortcut's operations on x, and those on the branch."""
    name, way = "downsample", "shortcut"
    if isinstance(module, Projection):
        parts = [_part(module, child, way) for child, _ in module.named_children()]
        return tuple(replace(part, name=f"{name}.{part.name}") for part in parts), ()
    if isinstance(module, Scaling):
        on_x = Part(name, "scale", way, factor=module.on_x)
        on_branch = replace(on_x, way="branch", factor=module.on_branch)
        return (on_x,), (on_branch,) if module.on_branch != 1 else ()
    if isinstance(module, Gating):
        gate = Part(f"{name}.gate", "gate", way, complement=True)
        on_branch = replace(gate, way="branch", complement=False)
        return (gate,), (on_branch,) if module.exclusive else ()
    if isinstance(module, DropoutShortcut):
        return (Part(f"{name}.dropout", "dropout", way),), ()
    return (), ()
