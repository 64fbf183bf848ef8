"""Checks of chapter 4's exercises, `book/04-bottlenecks.ipynb`."""

from __future__ import annotations

import copy
from collections.abc import Callable
from math import isclose

import torch
from torch import Tensor, nn

from resnet_book.exercises.checks import Verdict, Wrong, attempted, verdict
from resnet_book.exercises.degradation import with_strides
from resnet_book.models.blocks import BlockDesign
from resnet_book.models.resnet import NetworkSpec, ResNet, build, cifar_resnet


def check_block_cost(answer: object) -> Verdict:
    """`answer(width, side)` → the weights and the multiply-adds of a bottleneck's convolutions.

    The block has 4 · width channels outside and width channels inside, on a map of side × side.
    """

    def test(function: Callable[[int, int], tuple[int, int]]) -> str:
        for width, side in ((64, 56), (16, 8)):
            given = attempted(function(width, side))
            if not isinstance(given, tuple | list) or len(given) != 2:
                raise Wrong("return two numbers: the weights, then the multiply-adds.")
            weights, work = given
            _block_weights(weights, width)
            right, pixels = 17 * width**2, side**2
            if work == right * pixels:
                continue
            if work == right:
                raise Wrong("the weights are right. How often is each of them used in one image?")
            if work == right * side:
                raise Wrong("the weights are right. How many pixels has a map of that side?")
            if work == 2 * right * pixels:
                raise Wrong(
                    "the weights are right; a multiplication with its addition counts as 1."
                )
            raise Wrong("the weights are right, the multiply-adds are not: begin with one pixel.")
        return "17 · width² weights, each used once at every pixel."

    return verdict(answer, test)


def _block_weights(weights: object, width: int) -> None:
    """Raise :class:`Wrong` unless `weights` are a bottleneck's."""
    if weights == 17 * width**2:
        return
    if weights == 9 * width**2:
        raise Wrong("one of the three kernels is not 1×1, and the block is 4 · width channels wide "
                    "at both ends.")  # fmt: skip
    if weights == 18 * width**2:
        raise Wrong("that is the block of two 3×3 convolutions.")
    if weights == 14 * width**2:
        raise Wrong("the last convolution has as many outputs as the first one has inputs.")
    if weights == 21 * width**2:
        raise Wrong("leave out the shortcut: here it is the identity, without weights.")
    raise Wrong("count one convolution at a time: inputs times outputs times the kernel's places.")


def check_projection_factor(answer: object) -> Verdict:
    """`answer(expansion)` → by what factor a projection multiplies a bottleneck's weights."""

    def test(function: Callable[[float], float]) -> str:
        expansions = (1, 2, 4, 8)
        given = [attempted(function(e)) for e in expansions]
        if any(isinstance(each, tuple | list) for each in given):
            raise Wrong("return the factor alone.")

        def gives(formula: Callable[[float], float]) -> bool:
            pairs = zip(given, map(formula, expansions), strict=True)
            return all(isclose(a, b, rel_tol=1e-6) for a, b in pairs)

        if gives(lambda e: 1 + e**2 / (2 * e + 9)):
            return "the projection's e² stands against 2e + 9, and overtakes it beyond e = 4.16."
        if gives(lambda e: e**2 / (2 * e + 9)):
            raise Wrong("that is how much is added; the block itself is still there.")
        if gives(lambda e: 1 + e / (2 * e + 9)):
            raise Wrong("the projection is wide at both of its ends.")
        if gives(lambda e: 1 + e**2 / (2 * e + 1)):
            raise Wrong("the convolution in the middle is 3×3.")
        if len(set(given)) == 1:
            raise Wrong("that is one case; let the result depend on the expansion.")
        if isclose(given[2], 33 / 17, rel_tol=1e-3):
            raise Wrong("right for an expansion of 4, not for others.")
        raise Wrong("divide the weights with the projection by those without, in units of width².")

    return verdict(answer, test)


def check_fold(answer: object) -> Verdict:
    """`answer(conv, bn)` → one convolution that does what both do in evaluation mode."""

    def test(function: Callable[[nn.Conv2d, nn.BatchNorm2d], nn.Conv2d]) -> str:
        for bias in (False, True):
            conv, bn, x = _pair(bias)
            before = copy.deepcopy((conv.state_dict(), bn.state_dict()))
            folded = attempted(function(conv, bn))
            if not isinstance(folded, nn.Conv2d):
                raise Wrong(f"return one nn.Conv2d, not a {type(folded).__name__}.")
            for now, was in zip((conv.state_dict(), bn.state_dict()), before, strict=True):
                if any(not torch.equal(now[name], was[name]) for name in was):
                    raise Wrong("the two layers that were given have changed: make a new one.")
            if folded.bias is None:
                raise Wrong("your convolution has no bias, so that a zero image gives zeros; what "
                            "do the two layers give for it?")  # fmt: skip
            with torch.no_grad():
                wanted, found = bn(conv(x)), folded(x)
            _compare(found, wanted, conv, bn, bias=bias)
        return "one convolution in place of two layers, and the same outputs."

    return verdict(answer, test)


def _pair(bias: bool) -> tuple[nn.Conv2d, nn.BatchNorm2d, Tensor]:
    """A convolution and a batch normalisation that has seen something, and two images."""
    generator = torch.Generator().manual_seed(0)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        conv = nn.Conv2d(6, 4, 3, stride=2, padding=1, bias=bias).eval()
    bn = nn.BatchNorm2d(4, eps=0.1).eval()  # large enough to be missed when it is left out
    with torch.no_grad():
        bn.weight.uniform_(0.5, 2, generator=generator)
        bn.bias.normal_(generator=generator)
        bn.running_mean.normal_(generator=generator)
        bn.running_var.uniform_(0.2, 3, generator=generator)
    return conv, bn, torch.randn(2, 6, 9, 9, generator=generator)


def _compare(
    found: Tensor, wanted: Tensor, conv: nn.Conv2d, bn: nn.BatchNorm2d, *, bias: bool
) -> None:
    """Raise :class:`Wrong` with what the usual mistakes have in common with `found`."""
    if found.shape != wanted.shape:
        raise Wrong(f"your outputs have the shape {tuple(found.shape)}, not {tuple(wanted.shape)}: "
                    "take over the kernel's size, the stride and the padding.")  # fmt: skip

    def close(value: Tensor) -> bool:
        return torch.allclose(found, value, atol=1e-5)

    def channels(values: Tensor) -> Tensor:
        return values.detach().view(1, -1, 1, 1)

    if close(wanted):
        return
    slope = bn.weight / (bn.running_var + bn.eps).sqrt()
    if bias and close(wanted - channels(slope * conv.bias)):
        raise Wrong("right for a convolution without a bias; where does the old bias go?")
    if bias and close(wanted + channels((1 - slope) * conv.bias)):
        raise Wrong("the old bias goes through the normalisation as well.")
    with torch.no_grad():
        plain = found - found.mean((0, 2, 3), keepdim=True)
        centred = wanted - wanted.mean((0, 2, 3), keepdim=True)
        ratio = (plain * centred).sum((0, 2, 3)) / centred.square().sum((0, 2, 3))
        if torch.allclose(ratio, (1 + bn.eps / bn.running_var).sqrt(), atol=1e-4):
            raise Wrong("close: batch normalisation adds a small number to the variance.")
        if torch.allclose(ratio, torch.ones_like(ratio), atol=1e-4):
            raise Wrong("the weights are right, the bias is not: what does a zero image give?")
        if torch.allclose(ratio, 1 / (bn.running_var + bn.eps).sqrt(), atol=1e-4):
            raise Wrong("divide by the deviation, not by the variance.")
    raise Wrong("write down what both layers do to one output, and collect what is multiplied "
                "with the input; each output channel has numbers of its own.")  # fmt: skip


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


def check_network_test(answer: object) -> Verdict:
    """`answer(network)` → whether a network for 32×32 images is right; tried on seven of them."""

    def test(function: Callable[[nn.Module], bool]) -> str:
        def passes(network: nn.Module) -> bool:
            return bool(attempted(function(network)))

        right = {
            "a ResNet-8": cifar_resnet(8),
            "a ResNet-11 of bottlenecks, which ends with 256 channels": cifar_resnet(
                11, "B", block="bottleneck"
            ),
            "a ResNet-8 that is half as wide": cifar_resnet(8, width=8),
            "a ResNet-11 of bottlenecks that stride on the 3×3 convolution": build(
                NetworkSpec("cifar", 11, (1, 1, 1), BlockDesign("bottleneck", "B"), 16)
            ),
        }
        for name, network in right.items():
            try:
                passed = passes(network)
            except NotImplementedError:
                raise
            except Exception as error:
                text = f"{type(error).__name__}: {error}"
                raise Wrong(f"your test raises {text}, for {name}, which is right.") from None
            if not passed:
                raise Wrong(f"your test refuses {name}, which is right.")
        wrong = {
            "its classifier has 40,960 weights; how many would a 48×48 image need?": (
                _without_pooling()
            ),
            "its first stage never sees more than 8×8 pixels.": _with_imagenet_stem(),
            "every parameter count is right, and all stages have maps of one size.": (
                with_strides(cifar_resnet(8), (2, 1, 1))  # chapter 1's bug
            ),
        }
        for what, network in wrong.items():
            try:
                passed = passes(network)
            except Exception:  # a test that fails by an error has caught the bug too
                continue
            if passed:
                raise Wrong(f"your test lets a broken network through: {what}")
        return "four right networks pass, three broken ones do not."

    return verdict(answer, test)
