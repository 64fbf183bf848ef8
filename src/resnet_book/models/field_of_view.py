"""What a layer sees: receptive fields, and the weights that ever meet a pixel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import nn

from resnet_book.models.counting import on_every_call


@dataclass(frozen=True)
class StackCost:
    """What a stack of convolutions sees and costs.

    Attributes:
        kernels: their sizes, first to last.
        receptive_field: side of the square of input pixels behind one output pixel.
        parameters: weights, without biases.
        nonlinearities: ReLUs, one after each convolution.
    """

    kernels: tuple[int, ...]
    receptive_field: int
    parameters: int
    nonlinearities: int


def receptive_field(kernels: Sequence[int], strides: Sequence[int] | None = None) -> int:
    """Side of the square of input pixels that one output pixel of a stack depends on.

    1 + Σ (k_i − 1) · s_1 ⋯ s_(i−1): each layer widens the view by its kernel's size less one, in
    steps as wide as all the strides before it.

    Args:
        kernels: sizes of the convolutions or poolings, first to last.
        strides: as many; 1 for each if left out.

    Raises:
        ValueError: for an empty stack, a size or stride below 1, or unequal lengths.
    """
    strides = [1] * len(kernels) if strides is None else strides
    if not kernels:
        raise ValueError("kernels () is empty: give at least one size, such as (3, 3)")
    if len(strides) != len(kernels):
        raise ValueError(f"strides {tuple(strides)} are not as many as kernels {tuple(kernels)}")
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

    Two 3×3 see as far as one 5×5 with 18 C² weights for 25 C²; three see as far as one 7×7 with
    27 C² for 49 C², which is 81 % more (Simonyan and Zisserman 2014, section 2.3).

    Raises:
        ValueError: for an empty stack, or a size or channel number below 1.
    """
    field = receptive_field(kernels)
    if not isinstance(channels, int) or channels < 1:
        raise ValueError(f"channels {channels!r} is not a whole number of at least 1")
    weights = sum(kernel**2 for kernel in kernels) * channels**2
    return StackCost(tuple(kernels), field, weights, len(kernels))


def view(network: nn.Module) -> int:
    """Side of the square of image pixels that one pixel of the last feature map depends on.

    All convolutions and poolings of the main path count, shortcuts do not; the final average
    pooling, which sees everything, is left out. See :func:`receptive_field`.
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

    return on_every_call(network, shape, lambda m: isinstance(m, nn.Conv2d), reached)
