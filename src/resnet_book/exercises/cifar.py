"""Checks for the exercises of chapter 5, CIFAR-10."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isclose
from statistics import mean

import torch
from torch import Tensor

from resnet_book.exercises.checks import Verdict, Wrong, attempted, number, true_or_false, verdict
from resnet_book.models.resnet import cifar_resnet

# Epochs -----------------------------------------------------------------------------------------


def check_epochs(answer: Callable[[int, int, int], float]) -> Verdict:
    """``answer(iterations, images, batch)``: how often each image has been seen, not rounded."""
    return verdict(answer, _epochs)


def _epochs(answer: Callable[[int, int, int], float]) -> str:
    for iterations, images, batch in (
        (64_000, 50_000, 128),
        (64_000, 45_000, 128),
        (300, 1437, 64),
    ):
        found = number(answer(iterations, images, batch))
        right = iterations * batch / images
        if isclose(found, right, rel_tol=1e-9):
            continue
        if isclose(found, iterations / images):
            raise Wrong("an iteration sees a batch of images, not one.")
        if isclose(found, right, abs_tol=1):
            raise Wrong("close: do not round, neither the batches of an epoch nor the result.")
        raise Wrong("count the images that all iterations see together; then divide.")
    return "164 passes over 50,000 images are 182 over 45,000: the same 64,000 steps."


# Parameters -------------------------------------------------------------------------------------


def check_parameters(answer: Callable[[int], int]) -> Verdict:
    """``answer(depth)``: the trainable parameters of the CIFAR network of that depth, option A."""
    return verdict(answer, _parameters)


def _parameters(answer: Callable[[int], int]) -> str:
    for depth in (20, 56, 110):
        found = number(answer(depth))
        with torch.device("meta"):
            network = cifar_resnet(depth)
        counted = sum(p.numel() for p in network.parameters())
        norms = sum(p.numel() for n, p in network.named_parameters() if "bn" in n)
        if found != counted:
            raise Wrong(_parameters_hint(found, counted, norms, depth))
    return f"right from 20 to 110 layers; for 1202 it gives {answer(1202):,}."


def _parameters_hint(found: float, counted: int, norms: int, depth: int) -> str:
    missing = counted - found
    if missing == norms:
        return "batch normalisation has parameters too: two for each channel."
    if missing == norms / 2:
        return "batch normalisation has two parameters for each channel, γ and β."
    if missing in (10, 640, 650):
        return "look at the classifier again: 64 features, 10 classes, and biases."
    if missing == 3 * 16 * 9 + 32:
        return "the convolution before the first stage is missing."
    if missing == -(9 * 16 * 32 + 9 * 32 * 64):
        return (
            "the first convolution of the second and the third stage has half as many inputs as "
            "outputs."
        )
    if isclose(found, counted / 2, rel_tol=0.1):
        return f"with n = {(depth - 2) // 6} a stage has 2n layers: a block has two."
    return (
        f"at depth {depth} that is {abs(missing):,.0f} too {'few' if missing > 0 else 'many'}: go "
        "through the table of layers, one row at a time."
    )


# The bug hunt in a warm-up ----------------------------------------------------------------------

_DROPS = [0.1] * 99 + [0.01] * 50 + [0.001] * 50
_SCHEDULES = (  # learning rates, whether they are correct, and a description
    ([0.01, *_DROPS], True, "a warm-up of one epoch that ends as it should"),
    ([0.1, *_DROPS], True, "a schedule without any warm-up"),
    ([0.02, 0.04, 0.06, 0.08, *_DROPS], True, "a linear warm-up over several epochs"),
    ([0.1 * rate for rate in [0.1, *_DROPS]], False, "a warm-up that is never undone"),
    ([0.01, *(0.5 * rate for rate in _DROPS)], False, "a warm-up that returns half the way"),
    ([0.01, *(0.7 * rate for rate in _DROPS)], False, "a warm-up that stops short of the end"),
    ([0.02] * 20 + _DROPS, True, "a warm-up of twenty epochs"),
    ([0.01, 1.0, *_DROPS], False, "a schedule with one epoch far above the base rate"),
)


def check_warmup_test(answer: Callable[[Sequence[float], float], bool]) -> Verdict:
    """``answer(rates, base)``: whether a schedule reaches its base rate, and never exceeds it.

    `rates` is the learning rate of each epoch.
    """
    return verdict(answer, _warmup_test)


def _warmup_test(answer: Callable[[Sequence[float], float], bool]) -> str:
    for rates, sound, what in _SCHEDULES:
        for base, scale in ((0.1, 1.0), (0.05, 0.5)):
            if true_or_false(answer([scale * rate for rate in rates], base)) != sound:
                says = "rejects" if sound else "lets through"
                raise Wrong(f"your test {says} {what} (base rate {base}).")
    return "it rejects the bug, and nothing that is sound."


# The best epoch ---------------------------------------------------------------------------------


def check_optimism(answer: Callable[[Sequence[Sequence[float]]], float]) -> Verdict:
    """``answer(curves)``: how far the best epoch's error is below the last, averaged over the runs.

    `curves` holds, for each run, the test error of each epoch in percent.
    """
    return verdict(answer, _optimism)


def _optimism(answer: Callable[[Sequence[Sequence[float]]], float]) -> str:
    for curves in (
        [[60.0, 20.0, 9.0, 8.0, 8.5], [55.0, 7.0, 9.0, 10.0, 9.5]],
        [[30.0, 10.0, 5.0]],
    ):
        found = number(answer(curves))
        right = mean(curve[-1] - min(curve) for curve in curves)
        if not isclose(found, right, abs_tol=1e-9):
            raise Wrong(_optimism_hint(found, right, curves))
    return "never below 0: picking can only flatter."


def _optimism_hint(found: float, right: float, curves: Sequence[Sequence[float]]) -> str:
    def equals(value: float) -> bool:
        return isclose(found, value, abs_tol=1e-9)

    if equals(-right):
        return "the size is right, the sign is not: it is the last error less the best."
    if equals(mean(curve[-1] for curve in curves) - min(min(curve) for curve in curves)):
        return "each run has a best epoch of its own."
    if equals(max(curve[-1] - min(curve) for curve in curves)):
        return "take the mean over the runs, not the worst of them."
    if equals(mean(max(curve) - min(curve) for curve in curves)):
        return "compare with what should have been reported: the last epoch."
    return "for each run: the error of the last epoch, and the lowest of all."


# An ensemble ------------------------------------------------------------------------------------


def check_ensemble(answer: Callable[[Tensor], Tensor]) -> Verdict:
    """``answer(logits)``: the classes that the mean of the networks' probabilities predicts.

    `logits` are (networks, images, classes); the answer is (images,).
    """
    return verdict(answer, _ensemble)


def _ensemble(answer: Callable[[Tensor], Tensor]) -> str:
    logits = torch.tensor(  # mean probability, mean logit and vote predict different classes
        [
            [[9.0, 0.0, 0.0], [2.0, 0.0, 0.0], [0.0, 3.0, 0.0], [0.0, 0.5, 0.0]],
            [[0.0, 1.0, 0.0], [0.0, 1.0, 0.9], [0.0, 3.0, 0.0], [0.0, 0.5, 0.0]],
            [[0.0, 1.0, 0.0], [0.0, 1.0, 0.9], [9.0, 0.0, 0.0], [6.0, 0.0, 0.0]],
        ]
    )
    found = torch.as_tensor(attempted(answer(logits.clone())))
    right = logits.softmax(2).mean(0).argmax(1)
    if found.shape == logits.shape[1:]:
        raise Wrong("those are probabilities: return the most probable class of each image.")
    if found.shape != right.shape:
        raise Wrong(
            f"return one class for each of the {len(right)} images; yours has the shape "
            f"{tuple(found.shape)}."
        )
    if found.equal(logits.mean(0).argmax(1)):
        raise Wrong(
            "that averages the logits, so that one loud network outvotes two. Average "
            "probabilities."
        )
    if found.equal(logits.argmax(2).mode(0).values):
        raise Wrong("that is a vote: it forgets how sure each network is.")
    if not found.equal(right):
        raise Wrong("softmax over the classes, mean over the networks, then the largest.")
    return "the mean of the probabilities."
