"""Chapter 5's exercises: every worked solution is right, and each usual mistake gets its hint."""

from statistics import mean

import pytest
import torch
from notebook_exercises import solution
from torch.optim.lr_scheduler import MultiStepLR

from resnet_book.exercises import cifar as checks


def test_published_warmup_has_the_rates_that_the_solution_says_and_is_caught():
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1, momentum=0.9)
    scheduler = MultiStepLR(optimizer, milestones=[100, 150])
    for group in optimizer.param_groups:
        group["lr"] = 0.01
    rates = []
    for _ in range(200):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    assert [rates[k] for k in (0, 1, 100, 150)] == pytest.approx([0.01, 0.01, 0.001, 0.0001])
    assert not solution("05-cifar", "my_warmup_test")(rates, 0.1)


def parameters(depth, *, norm=2, fc=650, stem=464, before=(16, 16, 32), per_stage=2):
    layers = per_stage * ((depth - 2) // 6)
    total = stem + fc
    for first, width in zip(before, (16, 32, 64), strict=True):
        total += 9 * width * (first + (layers - 1) * width) + layers * norm * width
    return total


def last_norms_only(depth):
    """γ alone, or neither γ nor β, everywhere."""
    return parameters(depth, norm=1, stem=448)


WRONG = {
    "one image an iteration": (checks.check_epochs, lambda i, n, b: i / n, "batch"),
    "whole batches": (checks.check_epochs, lambda i, n, b: i / (n // b), "round"),
    "upside down": (checks.check_epochs, lambda i, n, b: n / (i * b), "together"),
    "without normalisation": (
        checks.check_parameters,
        lambda d: parameters(d, norm=0, stem=432),
        "two for each channel",
    ),
    "γ only": (checks.check_parameters, last_norms_only, "γ and β"),
    "classifier without biases": (
        checks.check_parameters,
        lambda d: parameters(d, fc=640),
        "classifier",
    ),
    "no first convolution": (
        checks.check_parameters,
        lambda d: parameters(d, stem=0),
        "before the first stage",
    ),
    "wide first convolutions": (
        checks.check_parameters,
        lambda d: parameters(d, before=(16, 32, 64)),
        "half as many inputs",
    ),
    "one layer a block": (
        checks.check_parameters,
        lambda d: parameters(d, per_stage=1),
        "a block has two",
    ),
    "something else": (checks.check_parameters, lambda d: 1000, "too few"),
    "second epoch at the base rate": (
        checks.check_warmup_test,
        lambda rates, base: rates[1] == base,
        "linear",
    ),
    "the rate must rise": (
        checks.check_warmup_test,
        lambda rates, base: rates[0] < max(rates),
        "without any warm-up",
    ),
    "all is well": (checks.check_warmup_test, lambda rates, base: True, "never undone"),
    "it rises at all": (
        checks.check_warmup_test,
        lambda rates, base: max(rates) >= base / 2,
        "half the way",
    ),
    "sign": (
        checks.check_optimism,
        lambda curves: mean(min(c) - c[-1] for c in curves),
        "sign",
    ),
    "best of all runs": (
        checks.check_optimism,
        lambda curves: mean(c[-1] for c in curves) - min(map(min, curves)),
        "of its own",
    ),
    "worst run": (
        checks.check_optimism,
        lambda curves: max(c[-1] - min(c) for c in curves),
        "mean over the runs",
    ),
    "highest less lowest": (
        checks.check_optimism,
        lambda curves: mean(max(c) - min(c) for c in curves),
        "last epoch",
    ),
    "logits": (checks.check_ensemble, lambda z: z.mean(0).argmax(1), "logits"),
    "vote": (checks.check_ensemble, lambda z: z.argmax(2).mode(0).values, "vote"),
    "softmax over the networks": (
        checks.check_ensemble,
        lambda z: z.softmax(0).prod(0).argmax(1),
        "over the classes",
    ),
    "probabilities": (checks.check_ensemble, lambda z: z.softmax(2).mean(0), "most probable"),
    "one network": (checks.check_ensemble, lambda z: z.argmax(2), "4 images"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_usual_mistake_gets_its_hint(mistake):
    check, answer, hint = WRONG[mistake]
    verdict = check(answer)
    assert verdict.state == "wrong"
    assert hint in verdict.message


def test_hints_of_one_exercise_differ():
    told = {}
    for check, answer, _ in WRONG.values():
        told.setdefault(check, []).append(check(answer).message)
    assert all(len(set(hints)) == len(hints) for hints in told.values())
