"""Checks of chapter 5's exercises, `book/05-cifar.ipynb`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isclose
from statistics import mean

import torch
from torch import Tensor

from resnet_book.exercises.checks import Verdict, Wrong, attempted, verdict
from resnet_book.models.resnet import cifar_resnet


def check_epochs(answer: object) -> Verdict:
    """`answer(iterations, images, batch)` → how often each image has been seen, not rounded."""

    def test(function: Callable[[int, int, int], float]) -> str:
        for case in ((64_000, 50_000, 128), (64_000, 45_000, 128), (300, 1437, 64)):
            iterations, images, batch = case
            given = attempted(function(*case))
            right = iterations * batch / images
            if isclose(given, right, rel_tol=1e-9):
                continue
            if isclose(given, iterations / images):
                raise Wrong("an iteration sees a batch of images, not one.")
            if isclose(given, right, abs_tol=1):
                raise Wrong("close: do not round, neither the batches of an epoch nor the result.")
            raise Wrong("count the images that all iterations see together; then divide.")
        return "164 passes over 50,000 images are 182 over 45,000: the same 64,000 steps."

    return verdict(answer, test)


def check_parameters(answer: object) -> Verdict:
    """`answer(depth)` → the trainable parameters of the CIFAR network of that depth, option A."""

    def test(function: Callable[[int], int]) -> str:
        for depth in (20, 56, 110):
            given = attempted(function(depth))
            with torch.device("meta"):
                network = cifar_resnet(depth)
            counted = sum(p.numel() for p in network.parameters())
            norms = sum(p.numel() for n, p in network.named_parameters() if "bn" in n)
            blocks = (depth - 2) // 6
            missing = counted - given
            if missing == 0:
                continue
            if missing == norms:
                raise Wrong("batch normalisation has parameters too: two for each channel.")
            if missing == norms / 2:
                raise Wrong("batch normalisation has two parameters for each channel, γ and β.")
            if missing in (10, 640, 650):
                raise Wrong("look at the classifier again: 64 features, 10 classes, and biases.")
            if missing == 3 * 16 * 9 + 32:
                raise Wrong("the convolution before the first stage is missing.")
            if missing == -(9 * 16 * 32 + 9 * 32 * 64):
                raise Wrong("the first convolution of the second and the third stage has half as "
                            "many inputs as outputs.")  # fmt: skip
            if isclose(given, counted / 2, rel_tol=0.1):
                raise Wrong(f"with n = {blocks} a stage has 2n layers: a block has two.")
            raise Wrong(f"at depth {depth} that is {abs(missing):,} too "
                        f"{'few' if missing > 0 else 'many'}: go through the table of layers, one "
                        "row at a time.")  # fmt: skip
        return f"right from 20 to 110 layers; for 1202 it gives {function(1202):,}."

    return verdict(answer, test)


def check_warmup_test(answer: object) -> Verdict:
    """`answer(rates, base)` → whether a schedule reaches its base rate, and never exceeds it.

    `rates` is the learning rate of each epoch.
    """
    drops = [0.1] * 99 + [0.01] * 50 + [0.001] * 50
    cases = (
        ([0.01, *drops], True, "a warm-up of one epoch that ends as it should"),
        ([0.1, *drops], True, "a schedule without any warm-up"),
        ([0.02, 0.04, 0.06, 0.08, *drops], True, "a linear warm-up over several epochs"),
        ([0.1 * rate for rate in [0.1, *drops]], False, "a warm-up that is never undone"),
        ([0.01, *(0.5 * rate for rate in drops)], False, "a warm-up that returns half the way"),
        ([0.01, *(0.7 * rate for rate in drops)], False, "a warm-up that stops short of the end"),
        ([0.02] * 20 + drops, True, "a warm-up of twenty epochs"),
        ([0.01, 1.0, *drops], False, "a schedule with one epoch far above the base rate"),
    )

    def test(function: Callable[[Sequence[float], float], bool]) -> str:
        for rates, sound, what in cases:
            for base, scale in ((0.1, 1.0), (0.05, 0.5)):
                scaled = [scale * rate for rate in rates]
                if bool(attempted(function(scaled, base))) != sound:
                    says = "rejects" if sound else "lets through"
                    raise Wrong(f"your test {says} {what} (base rate {base}).")
        return "it rejects the bug, and nothing that is sound."

    return verdict(answer, test)


def check_optimism(answer: object) -> Verdict:
    """`answer(curves)` → how much the best epoch flatters: a mean over the runs, in points.

    `curves` holds, for each run, the test error of each epoch in percent.
    """

    def test(function: Callable[[Sequence[Sequence[float]]], float]) -> str:
        for curves in (
            [[60.0, 20.0, 9.0, 8.0, 8.5], [55.0, 7.0, 9.0, 10.0, 9.5]],
            [[30.0, 10.0, 5.0]],
        ):
            given = attempted(function(curves))
            right = mean(curve[-1] - min(curve) for curve in curves)
            if isclose(given, right, abs_tol=1e-9):
                continue
            if isclose(given, -right, abs_tol=1e-9):
                raise Wrong("the size is right, the sign is not: it is the last error less the "
                            "best.")  # fmt: skip
            best = min(min(curve) for curve in curves)
            if isclose(given, mean(curve[-1] for curve in curves) - best, abs_tol=1e-9):
                raise Wrong("each run has a best epoch of its own.")
            if isclose(given, max(curve[-1] - min(curve) for curve in curves), abs_tol=1e-9):
                raise Wrong("take the mean over the runs, not the worst of them.")
            if isclose(given, mean(max(curve) - min(curve) for curve in curves), abs_tol=1e-9):
                raise Wrong("compare with what should have been reported: the last epoch.")
            raise Wrong("for each run: the error of the last epoch, and the lowest of all.")
        return "never below 0: picking can only flatter."

    return verdict(answer, test)


def check_ensemble(answer: object) -> Verdict:
    """`answer(logits)` → the classes that the mean of the networks' probabilities predicts.

    `logits` are (networks, images, classes); the answer is (images,).
    """
    # The three rules below give three different answers on these images.
    logits = torch.tensor(
        [
            [[9.0, 0.0, 0.0], [2.0, 0.0, 0.0], [0.0, 3.0, 0.0], [0.0, 0.5, 0.0]],
            [[0.0, 1.0, 0.0], [0.0, 1.0, 0.9], [0.0, 3.0, 0.0], [0.0, 0.5, 0.0]],
            [[0.0, 1.0, 0.0], [0.0, 1.0, 0.9], [9.0, 0.0, 0.0], [6.0, 0.0, 0.0]],
        ]
    )

    def test(function: Callable[[Tensor], Tensor]) -> str:
        given = attempted(function(logits.clone()))
        given = torch.as_tensor(given)
        right = logits.softmax(2).mean(0).argmax(1)
        if given.shape == logits.shape[1:]:
            raise Wrong("those are probabilities: return the most probable class of each image.")
        if given.shape != right.shape:
            raise Wrong(f"return one class for each of the {len(right)} images; yours has the "
                        f"shape {tuple(given.shape)}.")  # fmt: skip
        if given.equal(right):
            return "the mean of the probabilities."
        if given.equal(logits.mean(0).argmax(1)):
            raise Wrong("that averages the logits, so that one loud network outvotes two. Average "
                        "probabilities.")  # fmt: skip
        if given.equal(logits.argmax(2).mode(0).values):
            raise Wrong("that is a vote: it forgets how sure each network is.")
        raise Wrong("softmax over the classes, mean over the networks, then the largest.")

    return verdict(answer, test)
