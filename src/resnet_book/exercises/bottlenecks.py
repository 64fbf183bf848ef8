"""Checks for the exercises of chapter 4, bottlenecks."""

from __future__ import annotations

import copy
from collections.abc import Callable
from math import isclose

import torch
from torch import Tensor, nn

from resnet_book.exercises.checks import Verdict, Wrong, attempted, number, verdict
from resnet_book.exercises.network_tests import try_test, with_strides
from resnet_book.exercises.randomness import seeded
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.network_specs import NetworkSpec
from resnet_book.models.resnet import ResNet, build, cifar_resnet

# The cost of a bottleneck -----------------------------------------------------------------------


def check_block_cost(answer: Callable[[int, int], tuple[int, int]]) -> Verdict:
    """``answer(width, side)``: the weights and the multiply-adds of a bottleneck's convolutions.

    The block has 4 · width channels outside and width channels inside, on a map of side × side.
    """
    return verdict(answer, _block_cost)


def _block_cost(answer: Callable[[int, int], tuple[int, int]]) -> str:
    for width, side in ((64, 56), (16, 8)):
        given = attempted(answer(width, side))
        if not isinstance(given, tuple | list) or len(given) != 2:
            raise Wrong("return two numbers: the weights, then the multiply-adds.")
        weights, work = given
        if weights != 17 * width**2:
            raise Wrong(_weights_hint(weights, width))
        if work != 17 * width**2 * side**2:
            raise Wrong(_work_hint(work, 17 * width**2, side))
    return "17 · width² weights, each used once at every pixel."


def _weights_hint(weights: int, width: int) -> str:
    if weights == 9 * width**2:
        return (
            "one of the three kernels is not 1×1, and the block is 4 · width channels wide at both "
            "ends."
        )
    if weights == 18 * width**2:
        return "that is the block of two 3×3 convolutions."
    if weights == 14 * width**2:
        return "the last convolution has as many outputs as the first one has inputs."
    if weights == 21 * width**2:
        return "leave out the shortcut: here it is the identity, without weights."
    return "count one convolution at a time: inputs times outputs times the kernel's places."


def _work_hint(work: int, weights: int, side: int) -> str:
    if work == weights:
        return "the weights are right. How often is each of them used in one image?"
    if work == weights * side:
        return "the weights are right. How many pixels has a map of that side?"
    if work == 2 * weights * side**2:
        return "the weights are right; a multiplication with its addition counts as 1."
    return "the weights are right, the multiply-adds are not: begin with one pixel."


# What a projection adds -------------------------------------------------------------------------


def check_projection_factor(answer: Callable[[float], float]) -> Verdict:
    """``answer(expansion)``: the factor by which a projection multiplies a bottleneck's weights."""
    return verdict(answer, _projection_factor)


def _projection_factor(answer: Callable[[float], float]) -> str:
    expansions = (1, 2, 4, 8)
    given = [attempted(answer(e)) for e in expansions]
    if any(isinstance(each, tuple | list) for each in given):
        raise Wrong("return the factor alone.")
    given = [number(each) for each in given]

    def equals(formula: Callable[[float], float]) -> bool:
        pairs = zip(given, map(formula, expansions), strict=True)
        return all(isclose(a, b, rel_tol=1e-6) for a, b in pairs)

    if equals(lambda e: 1 + e**2 / (2 * e + 9)):
        return "the projection's e² stands against 2e + 9, and overtakes it beyond e = 4.16."
    if equals(lambda e: e**2 / (2 * e + 9)):
        raise Wrong("that is how much is added; the block itself is still there.")
    if equals(lambda e: 1 + e / (2 * e + 9)):
        raise Wrong("the projection is wide at both of its ends.")
    if equals(lambda e: 1 + e**2 / (2 * e + 1)):
        raise Wrong("the convolution in the middle is 3×3.")
    if len(set(given)) == 1:
        raise Wrong("that is one case; let the result depend on the expansion.")
    if isclose(given[2], 33 / 17, rel_tol=1e-3):
        raise Wrong("right for an expansion of 4, not for others.")
    raise Wrong("divide the weights with the projection by those without, in units of width².")


# Batch normalisation folded into a convolution --------------------------------------------------


def check_fold(answer: Callable[[nn.Conv2d, nn.BatchNorm2d], nn.Conv2d]) -> Verdict:
    """``answer(conv, bn)``: one convolution with the outputs of both in evaluation mode."""
    return verdict(answer, _fold)


def _fold(answer: Callable[[nn.Conv2d, nn.BatchNorm2d], nn.Conv2d]) -> str:
    for bias in (False, True):
        conv, bn, x = _conv_and_norm(bias)
        before = copy.deepcopy((conv.state_dict(), bn.state_dict()))
        folded = attempted(answer(conv, bn))
        if not isinstance(folded, nn.Conv2d):
            raise Wrong(f"return one nn.Conv2d, not a {type(folded).__name__}.")
        for now, was in zip((conv.state_dict(), bn.state_dict()), before, strict=True):
            if any(not torch.equal(now[name], was[name]) for name in was):
                raise Wrong("the two layers that were given have changed: make a new one.")
        if folded.bias is None:
            raise Wrong(
                "your convolution has no bias, so that a zero image gives zeros; what do the two "
                "layers give for it?"
            )
        with torch.no_grad():
            expected, found = bn(conv(x)), folded(x)
        if found.shape != expected.shape:
            raise Wrong(
                f"your outputs have the shape {tuple(found.shape)}, not {tuple(expected.shape)}: "
                "take over the kernel's size, the stride and the padding."
            )
        if not torch.allclose(found, expected, atol=1e-5):
            raise Wrong(_fold_hint(found, expected, conv, bn))
    return "one convolution in place of two layers, and the same outputs."


def _conv_and_norm(bias: bool) -> tuple[nn.Conv2d, nn.BatchNorm2d, Tensor]:
    """A convolution, a batch normalisation with random parameters and statistics, two images."""
    generator = torch.Generator().manual_seed(0)
    with seeded(0):
        conv = nn.Conv2d(6, 4, 3, stride=2, padding=1, bias=bias).eval()
    bn = nn.BatchNorm2d(4, eps=0.1).eval()  # large enough to show when it is left out
    with torch.no_grad():
        bn.weight.uniform_(0.5, 2, generator=generator)
        bn.bias.normal_(generator=generator)
        bn.get_buffer("running_mean").normal_(generator=generator)
        bn.get_buffer("running_var").uniform_(0.2, 3, generator=generator)
    return conv, bn, torch.randn(2, 6, 9, 9, generator=generator)


@torch.no_grad()
def _fold_hint(found: Tensor, expected: Tensor, conv: nn.Conv2d, bn: nn.BatchNorm2d) -> str:
    variance = bn.get_buffer("running_var")
    slope = bn.weight / (variance + bn.eps).sqrt()
    if conv.bias is not None:
        extra = (found - expected).movedim(1, -1)  # (N, H, W, C)
        if torch.allclose(extra, (-slope * conv.bias).expand_as(extra), atol=1e-5):
            return "right for a convolution without a bias; where does the old bias go?"
        if torch.allclose(extra, ((1 - slope) * conv.bias).expand_as(extra), atol=1e-5):
            return "the old bias goes through the normalisation as well."
    plain = found - found.mean((0, 2, 3), keepdim=True)
    centred = expected - expected.mean((0, 2, 3), keepdim=True)
    ratio = (plain * centred).sum((0, 2, 3)) / centred.square().sum((0, 2, 3))
    if torch.allclose(ratio, (1 + bn.eps / variance).sqrt(), atol=1e-4):
        return "close: batch normalisation adds a small number to the variance."
    if torch.allclose(ratio, torch.ones_like(ratio), atol=1e-4):
        return "the weights are right, the bias is not: what does a zero image give?"
    if torch.allclose(ratio, 1 / (variance + bn.eps).sqrt(), atol=1e-4):
        return "divide by the deviation, not by the variance."
    return (
        "write down what both layers do to one output, and collect what is multiplied with the "
        "input; each output channel has numbers of its own."
    )


# The bug hunt -----------------------------------------------------------------------------------


def check_network_test(answer: Callable[[nn.Module], bool]) -> Verdict:
    """``answer(network)``: whether a network for 32×32 images is right; tried on seven of them."""
    return verdict(answer, _network_test)


def _network_test(answer: Callable[[nn.Module], bool]) -> str:
    strides_on_3x3 = NetworkSpec("cifar", 11, (1, 1, 1), BlockDesign("bottleneck", "B"), 16)
    bottlenecks = cifar_resnet(11, "B", block="bottleneck")
    correct = {
        "a ResNet-8": cifar_resnet(8),
        "a ResNet-11 of bottlenecks, which ends with 256 channels": bottlenecks,
        "a ResNet-8 that is half as wide": cifar_resnet(8, width=8),
        "a ResNet-11 of bottlenecks that stride on the 3×3 convolution": build(strides_on_3x3),
    }
    with seeded(0):
        broken = {
            "its classifier has 40,960 weights; how many would a 48×48 image need?": (
                _without_pooling()
            ),
            "its first stage never sees more than 8×8 pixels.": _with_imagenet_stem(),
            "every parameter count is right, and all stages have maps of one size.": (
                with_strides(cifar_resnet(8), (2, 1, 1))  # chapter 1's bug
            ),
        }
    try_test(answer, correct, broken)
    return "four right networks pass, three broken ones do not."


def _without_pooling() -> ResNet:
    """A network whose classifier reads every pixel of the last map."""
    network = cifar_resnet(8)
    network.avgpool = nn.Identity()
    network.fc = nn.Linear(network.fc.in_features * 8 * 8, network.fc.out_features)
    return network


def _with_imagenet_stem() -> ResNet:
    network = cifar_resnet(8)
    network.conv1 = nn.Conv2d(3, 16, 7, stride=2, padding=3, bias=False)
    network.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
    return network
