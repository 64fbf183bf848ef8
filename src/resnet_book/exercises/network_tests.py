"""Exercises in which the answer is a test: correct networks must pass it, broken ones must not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from torch import nn

from resnet_book.exercises.checks import Wrong, true_or_false
from resnet_book.models.resnet import ResNet
from resnet_book.models.shortcuts import IdentityShortcut


def try_test(
    test: Callable[[nn.Module], bool],
    correct: Mapping[str, nn.Module],
    broken: Mapping[str, nn.Module],
) -> None:
    """Run the reader's `test` on `correct` and `broken` networks.

    Args:
        test: returns whether a network is correct. Raising an error also rejects a network.
        correct: description → network; the description completes "your test refuses …".
        broken: description → network; it follows "your test lets a broken network through: ".

    Raises:
        Wrong: the test refuses a correct network, fails on one, or accepts a broken one.
    """
    for name, network in correct.items():
        try:
            found = test(network)
        except NotImplementedError:  # not attempted
            raise
        except Exception as error:
            text = f"{type(error).__name__}: {error}"
            raise Wrong(f"your test raises {text}, for {name}, which is right.") from None
        if not true_or_false(found):
            raise Wrong(f"your test refuses {name}, which is right.")
    for what, network in broken.items():
        try:
            found = test(network)
        except Exception:  # an error rejects the network too
            continue
        if true_or_false(found):
            raise Wrong(f"your test lets a broken network through: {what}")


def with_strides(network: ResNet, strides: tuple[int, int, int]) -> ResNet:
    """Set the stride of each stage's first block, in place; (1, 2, 2) is correct on CIFAR.

    Args:
        network: a CIFAR network of basic blocks with shortcut ``none`` or ``A``.
    """
    for name, stride in zip(network.stages, strides, strict=True):
        block = network.blocks(name)[0]
        block.conv1.stride = (stride, stride)
        if isinstance(block.downsample, IdentityShortcut):  # a plain network has no shortcut
            block.downsample.stride = stride
    return network
