"""Chapter 5's exercises: each usual mistake has its own hint."""

from statistics import mean

import pytest
import torch
from notebook_exercises import solution
from torch.optim.lr_scheduler import MultiStepLR
from wrong_answers import ambiguous, each

from resnet_book.exercises import (
    check_ensemble,
    check_epochs,
    check_optimism,
    check_parameters,
    check_warmup_test,
)


def parameters(depth, *, norm=2, fc=650, stem=464, before=(16, 16, 32), per_stage=2):
    layers = per_stage * ((depth - 2) // 6)
    total = stem + fc
    for first, width in zip(before, (16, 32, 64), strict=True):
        total += 9 * width * (first + (layers - 1) * width) + layers * norm * width
    return total


WRONG = {
    check_epochs: [
        (lambda i, n, b: i / n, "batch"),
        (lambda i, n, b: i / (n // b), "round"),
        (lambda i, n, b: n / (i * b), "together"),
    ],
    check_parameters: [
        (lambda d: parameters(d, norm=0, stem=432), "two for each channel"),
        (lambda d: parameters(d, norm=1, stem=448), "γ and β"),
        (lambda d: parameters(d, fc=640), "classifier"),
        (lambda d: parameters(d, stem=0), "before the first stage"),
        (lambda d: parameters(d, before=(16, 32, 64)), "half as many inputs"),
        (lambda d: parameters(d, per_stage=1), "a block has two"),
        (lambda d: 1000, "too few"),
    ],
    check_warmup_test: [
        (lambda rates, base: rates[1] == base, "linear"),
        (lambda rates, base: rates[0] < max(rates), "without any warm-up"),
        (lambda rates, base: True, "never undone"),
        (lambda rates, base: max(rates) >= base / 2, "half the way"),
    ],
    check_optimism: [
        (lambda curves: mean(min(c) - c[-1] for c in curves), "sign"),
        (lambda curves: mean(c[-1] for c in curves) - min(map(min, curves)), "of its own"),
        (lambda curves: max(c[-1] - min(c) for c in curves), "mean over the runs"),
        (lambda curves: mean(max(c) - min(c) for c in curves), "last epoch"),
    ],
    check_ensemble: [
        (lambda z: z.mean(0).argmax(1), "logits"),
        (lambda z: z.argmax(2).mode(0).values, "vote"),
        (lambda z: z.softmax(0).prod(0).argmax(1), "over the classes"),
        (lambda z: z.softmax(2).mean(0), "most probable"),
        (lambda z: z.argmax(2), "4 images"),
    ],
}


@each(WRONG)
def test_usual_mistake_gets_its_hint(check, answer, hint):
    found = check(answer)
    assert found.state == "wrong"
    assert hint in found.message


def test_different_mistakes_get_different_hints():
    assert ambiguous(WRONG) == []


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
    assert not solution("05a-recipe", "my_warmup_test")(rates, 0.1)
