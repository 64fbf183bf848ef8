"""Receptive fields, and weights that never multiply anything but padding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor, nn

from resnet_book.models.counting import on_every_call


@dataclass(frozen=True)
class StackCost:
    """The receptive field and the cost of a stack of convolutions.

    Attributes:
        kernels: sizes of the convolutions, first to last.
        receptive_field: side of the square of input pixels that one output pixel depends on.
        parameters: weights, without biases.
        nonlinearities: ReLUs, one after each convolution.
    """

    kernels: tuple[int, ...]
    receptive_field: int
    parameters: int
    nonlinearities: int


def receptive_field(kernels: Sequence[int], strides: Sequence[int] | None = None) -> int:
    """Side of the square of input pixels that one output pixel of a stack depends on.

    1 + Σ (k_i − 1) · s_1 ⋯ s_(i−1): each layer adds its kernel size minus one, in steps as large as
    the product of all strides before it.

    Args:
        kernels: sizes of the convolutions or poolings, first to last.
        strides: one for each kernel; all 1 by default.

    Raises:
        ValueError: for an empty stack, a size or stride below 1, or unequal lengths.
    """
    strides = [1] * len(kernels) if strides is None else strides
    if not kernels:
        raise ValueError("kernels () is empty: give at least one size, such as (3, 3)")
    if len(strides) != len(kernels):
        raise ValueError(f"strides {tuple(strides)} and kernels {tuple(kernels)} differ in length")
    for name, values in (("kernel", kernels), ("stride", strides)):
        for value in values:
            if not isinstance(value, int) or value < 1:
                raise ValueError(f"{name} {value!r} is not a whole number of at least 1")
    field, step = 1, 1
    for kernel, stride in zip(kernels, strides, strict=True):
        field += (kernel - 1) * step
        step *= stride
    return field


def stack_cost(kernels: Sequence[int], channels: int) -> StackCost:
    """The cost of a stack of stride-1 convolutions with `channels` inputs and outputs each.

    Two 3×3 have the receptive field of one 5×5, with 18 C² weights instead of 25 C²; three have
    that of one 7×7, with 27 C² instead of 49 C², which is 81 % more (Simonyan and Zisserman 2014,
    section 2.3).

    Raises:
        ValueError: for an empty stack, or a size or channel number below 1.
    """
    field = receptive_field(kernels)
    if not isinstance(channels, int) or channels < 1:
        raise ValueError(f"channels {channels!r} is not a whole number of at least 1")
    weights = sum(kernel**2 for kernel in kernels) * channels**2
    return StackCost(tuple(kernels), field, weights, len(kernels))


def view(network: nn.Module) -> int:
    """Receptive field, in image pixels, of one pixel of the last feature map.

    All convolutions and poolings of the main path count, shortcuts do not; the final average
    pooling, which covers the whole map, is left out. See :func:`receptive_field`.
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
    """How many weights of a convolution multiply a pixel at some position, and how many it has."""

    name: str
    reached: int
    weights: int


def reached_weights(network: nn.Module, shape: tuple[int, int, int]) -> tuple[Reached, ...]:
    """Count the weights of each convolution that multiply a pixel at some position of the filter.

    The others only multiply the zeros of the padding, for every image of `shape`, (C, H, W): the
    output does not depend on them, and their gradient is 0.
    """

    def reached(name: str, conv: nn.Conv2d, inputs: tuple[Tensor, ...], output: Tensor) -> Reached:
        count = 1
        for axis in (0, 1):
            step, pad = conv.stride[axis], int(conv.padding[axis])
            size, positions = inputs[0].shape[2 + axis], output.shape[2 + axis]
            count *= sum(
                any(0 <= position * step - pad + tap < size for position in range(positions))
                for tap in range(conv.kernel_size[axis])
            )
        taps = conv.weight[0, 0].numel()
        weights = conv.weight.numel()
        return Reached(name, weights // taps * count, weights)

    return on_every_call(network, shape, lambda m: isinstance(m, nn.Conv2d), reached)
