"""Train stacks of fully connected layers on the digits and record the errors.

    python scripts/record_dense_stacks.py              # about three minutes, one thread of the CPU
    python scripts/record_dense_stacks.py copying      # one part of it

- ``copying``: stacks that learn to return their input, with and without shortcuts and a small γ;
- ``carrying``: classifiers of 30 layers with four kinds of shortcuts, in two orders.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import torch
from recorded_parts import record_parts
from torch import Tensor

from resnet_book.data import digits
from resnet_book.models.dense_stacks import SHORTCUTS, DenseSpec, build_dense
from resnet_book.results.measurements import Value
from resnet_book.training.loop import train
from resnet_book.training.recipes import recipe
from resnet_book.training.regression import learn

SEEDS = (0, 1, 2)
STACK, CLASSIFIER = DenseSpec(18), DenseSpec(30, classes=10)
PLAIN, RESIDUAL, SMALL = (
    replace(STACK, shortcut="none"),
    STACK,
    replace(STACK, scale=0.1),
)
# Each kind of stack, its learning rate and its target.
COPYING = [
    *(
        (replace(spec, layers=layers), rate, "x")
        for spec, rate in ((PLAIN, 0.3), (RESIDUAL, 0.1), (SMALL, 0.1))
        for layers in (2, 6, 18)
    ),
    (PLAIN, 0.1, "x"),
    (RESIDUAL, 0.3, "x"),
    (replace(PLAIN, scale=0.1), 0.3, "x"),
    (SMALL, 0.1, "Px"),
]


def scramble(x: Tensor) -> Tensor:
    """P x: the pixels in an order that is drawn once."""
    return x[:, torch.randperm(64, generator=torch.Generator().manual_seed(5))]


def course(spec: DenseSpec, rate: float, target: str, seed: int) -> list[float]:
    """The error of each step, to four digits."""
    inputs = 2 * digits().train_images.flatten(1).float() / 255  # 0 to 2
    wanted = scramble if target == "Px" else None
    errors = learn(build_dense(spec, seed), inputs, rate, seed, wanted)
    return [float(f"{error:.4g}") for error in errors]


def copying() -> dict[str, Value]:
    courses: list[dict[str, Any]] = [
        {
            "stack": asdict(spec),
            "rate": rate,
            "target": target,
            "courses": [course(spec, rate, target, seed) for seed in SEEDS],
        }
        for spec, rate, target in COPYING
    ]
    about = (
        "by stack, rate and target, a seed each: the squared error in units of the pixels' "
        "variance, at each of 150 steps"
    )
    return {"courses": Value(courses, "", about)}


def classified(spec: DenseSpec, seed: int) -> float:
    """Training error in percent after 110 steps."""
    return train(build_dense(spec, seed), digits(), recipe("quick"), seed=seed).train_error


def carrying() -> dict[str, Value]:
    errors: list[dict[str, Any]] = []
    for shortcut in SHORTCUTS:
        for preactivation in (False, True):
            spec = replace(CLASSIFIER, shortcut=shortcut, preactivation=preactivation)
            ends = [classified(spec, seed) for seed in SEEDS]
            errors.append({"shortcut": shortcut, "preactivation": preactivation, "errors": ends})
    about = "by shortcut and order: training error after 110 steps, a seed each"
    return {"errors": Value(errors, "%", about)}


PARTS = {"copying": [(STACK, copying)], "carrying": [(CLASSIFIER, carrying)]}


if __name__ == "__main__":
    record_parts(__file__, __doc__, PARTS, SEEDS)
