"""Checks for the exercises of chapter 1, degradation."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional

from resnet_book.exercises.checks import Verdict, Wrong, number, verdict
from resnet_book.exercises.network_tests import try_test, with_strides
from resnet_book.exercises.randomness import random_tensor, randomise, seeded
from resnet_book.models.resnet import cifar_resnet

# A plain layer that passes its input on ---------------------------------------------------------


def check_plain_identity(answer: Callable[[nn.Conv2d, nn.BatchNorm2d], object]) -> Verdict:
    """``answer(conv, norm)`` sets both so that ReLU(norm(conv(x))) = x for x ≥ 0, in evaluation."""
    return verdict(answer, _plain_identity)


@torch.no_grad()
def _plain_identity(answer: Callable[[nn.Conv2d, nn.BatchNorm2d], object]) -> str:
    for channels in (1, 4):
        conv, norm = _trained_layer(channels)
        before = [v.clone() for v in (*conv.state_dict().values(), *norm.state_dict().values())]
        answer(conv, norm)
        after = [*conv.state_dict().values(), *norm.state_dict().values()]
        if all(map(torch.equal, before, after)):
            raise NotImplementedError
        conv, norm = conv.eval(), norm.eval()
        x = torch.rand(2, channels, 5, 5, generator=torch.Generator().manual_seed(0))
        copied, found = conv(x), norm(conv(x)).relu()
        if not torch.allclose(found, x, atol=1e-4):
            raise Wrong(_identity_hint(x, copied, norm))
    return _lengthened(answer)


def _trained_layer(channels: int) -> tuple[nn.Conv2d, nn.BatchNorm2d]:
    """A convolution and its normalisation with no parameter or statistic at 0 or 1."""
    with seeded(channels):
        conv = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        norm = nn.BatchNorm2d(channels)
        randomise(norm, 1.5, 2.5)
    return conv.eval(), norm.eval()


def _identity_hint(x: Tensor, copied: Tensor, norm: nn.BatchNorm2d) -> str:
    channels, summed = x.shape[1], x.sum(1, keepdim=True).expand_as(x)
    box = functional.conv2d(x, x.new_ones(channels, 1, 3, 3), padding=1, groups=channels)
    if _proportional(copied, x):
        return f"the convolution copies x. {_norm_layer_hint(norm)}"
    if channels > 1 and _proportional(copied, summed):
        return "each output is the sum of all input channels. Which one should it copy?"
    if _proportional(copied, box):
        return (
            "each output pixel is a sum over its neighbours. Which of the nine weights meets the "
            "pixel itself?"
        )
    return "look at the convolution first: before the normalisation, conv(x) should be x already."


def _norm_layer_hint(norm: nn.BatchNorm2d) -> str:
    variance = norm.get_buffer("running_var")
    if torch.allclose(norm.weight, variance, rtol=1e-3):
        return "But the normalisation divides by a deviation, and running_var is its square."
    if torch.allclose(norm.weight, (variance + norm.eps).sqrt(), rtol=1e-3):
        return (
            "The scale of the normalisation is right. What does the normalisation subtract, and "
            "who adds it again?"
        )
    return "Now follow one number through the normalisation: four stored values act on it."


def _proportional(a: Tensor, b: Tensor) -> bool:
    factor = (a * b).sum() / (b * b).sum()
    return bool(factor.abs() > 1e-6) and torch.allclose(a, factor * b, atol=1e-4)


def _lengthened(answer: Callable[[nn.Conv2d, nn.BatchNorm2d], object]) -> str:
    """Insert 36 of the reader's layers into a plain-20 and compare the outputs."""
    images = random_tensor(64, 1, 8, 8, seed=1)
    shallow, deep = (cifar_resnet(depth, "none", in_channels=1) for depth in (20, 56))
    shallow.train()(images)  # gives it running statistics
    deep.load_state_dict(deep.state_dict() | shallow.state_dict())
    for stage in deep.stages:
        for block in deep.blocks(stage)[3:]:
            for norm in (block.bn1, block.bn2):
                norm.get_buffer("running_mean").fill_(0.5)
                norm.get_buffer("running_var").fill_(2)
            answer(block.conv1, block.bn1)
            answer(block.conv2, block.bn2)
    outputs, same = shallow.eval()(images), deep.eval()(images)
    difference = (outputs - same).abs().max().item()
    if difference > 1e-2 * outputs.abs().max().item():
        raise Wrong(
            "one layer passes x on, but 36 of them, put into a plain-20, change its outputs: do "
            "you set every number, whatever was there before?"
        )
    return (
        "with 36 of your layers, a plain-20 has become a plain-56 that computes the same: no "
        f"output changes by more than {max(difference, 1e-6):.0e}."
    )


# The norm of the weights after a step of SGD ----------------------------------------------------


def check_norm_after_step(answer: Callable[[float, float, float], float]) -> Verdict:
    """``answer(weight, gradient, rate)``: ‖W − rate · ∇L‖ from ‖W‖ and ‖∇L‖."""
    return verdict(answer, _norm_after_step)


def _norm_after_step(answer: Callable[[float, float, float], float]) -> str:
    network = cifar_resnet(20, "none", in_channels=1).train()
    generator = torch.Generator().manual_seed(0)
    images = torch.randn(64, 1, 8, 8, generator=generator)
    labels = torch.randint(10, (64,), generator=generator)
    loss = functional.cross_entropy(network(images), labels)
    layers = (network.conv1, network.blocks("layer2")[1].conv1, network.blocks("layer3")[2].conv2)
    weights = [layer.weight for layer in layers]
    largest = 0.0
    for w, g in zip(weights, torch.autograd.grad(loss, weights), strict=True):
        w, g = w.detach().double(), g.double()
        weight, gradient = w.norm().item(), g.norm().item()
        for rate in (weight / gradient / 2, 2 * weight / gradient):  # steps of ½‖W‖ and 2‖W‖
            found = number(answer(weight, gradient, rate))
            measured = (w - rate * g).norm().item()
            if not math.isclose(found, measured, rel_tol=5e-3):
                raise Wrong(_step_hint(found, weight, gradient, rate, measured))
            largest = max(largest, abs(found / measured - 1))
    return (
        "that is what six real steps of three layers did, to within "
        f"{max(largest, 1e-6):.0e} of the norm. It never shrinks."
    )


def _step_hint(found: float, weight: float, gradient: float, rate: float, measured: float) -> str:
    step = rate * gradient
    where = f"‖W‖ = {weight:.3g} and a step of {step:.3g} gave {measured:.3g}, not {found:.3g}: "

    def equals(value: float) -> bool:
        return math.isclose(found, value, rel_tol=5e-3)

    if equals(weight + step) or equals(abs(weight - step)):
        return where + "that holds if the step is parallel to W. What is the angle between them?"
    if equals(weight):
        return where + "the loss does not change along W, but W does change."
    if step < weight and equals(math.sqrt(weight**2 - step**2)):
        return where + "which side of the right-angled triangle is the longest?"
    if equals(math.hypot(weight, gradient)) or equals(math.sqrt(weight**2 + rate * gradient**2)):
        return where + "how long is the step? It is the gradient times the rate, and then squared."
    if equals(weight**2 + step**2):
        return where + "that is the square of the norm."
    return where + "draw W and the step. What does the product ⟨W, ∇L⟩ = 0 say about them?"


# The bug hunt -----------------------------------------------------------------------------------


def check_stage_test(answer: Callable[[nn.Module], bool]) -> Verdict:
    """``answer(network)``: whether the stages of a CIFAR network have the paper's map sizes."""
    return verdict(answer, _stage_test)


def _stage_test(answer: Callable[[nn.Module], bool]) -> str:
    correct = {
        "plain-20": cifar_resnet(20, "none"),
        "ResNet-20": cifar_resnet(20, "A"),
        "ResNet-32 with option B, which has more parameters": cifar_resnet(32, "B"),
    }
    strides = {
        "the one with the bug. Its parameters are all right; what is not?": (2, 1, 1),
        "a network that never strides. What sizes should the three stages have?": (1, 1, 1),
        "a network that strides too early and ends with maps of 8×8 all the same. Look at every "
        "stage, not only at the last.": (2, 2, 1),
        "a network whose second stage is too large. Look at every stage.": (1, 1, 4),
    }
    broken = {w: with_strides(cifar_resnet(20, "none"), s) for w, s in strides.items()}
    try_test(answer, correct, broken)
    return "three right networks pass, and four with wrong strides do not."
