"""Train networks whose branches begin at zero, and their twins, and record the errors.

    python scripts/record_zero_starts.py               # about ten minutes, one thread of the CPU
    python scripts/record_zero_starts.py zero-scale    # one part of it

- ``zero-scale``: ResNet-56 on the digits, with 0 and with 1 as the last scale of every block, over
  learning rates;
- ``growth``: plain-20, trained, grown to 56 layers and trained on for 110 steps.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from resnet_book.data import digits
from resnet_book.models.growth import grow, set_last_scales
from resnet_book.models.resnet import cifar_resnet, cifar_spec
from resnet_book.results import measurements
from resnet_book.results.measurements import Value
from resnet_book.results.records import RECORDED
from resnet_book.training.loop import train
from resnet_book.training.recipes import recipe

RATES = (0.01, 0.02, 0.05, 0.1, 0.2)
STEPS = (80, 110)
SCALES = (0.0, 1.0)
SEEDS = (0, 1, 2)
GROWN = ("zero convolution", "ordinary weights")


def zero_scale(rate: float, steps: int, gamma: float, seed: int) -> float | None:
    """Training error in percent of ResNet-56 begun with γ = `gamma`; None if it diverged."""
    network = cifar_resnet(56, in_channels=1, seed=seed)
    set_last_scales(network, gamma)
    chosen = recipe("quick").with_changes(iterations=steps, learning_rate=rate)
    try:
        return train(network, digits(), chosen, seed=seed).train_error
    except FloatingPointError:
        return None


def grown(start: str, seed: int) -> float:
    """Training error in percent of plain-20, trained, grown to 56 layers, after 110 more steps."""
    data = digits()
    network = cifar_resnet(20, "none", in_channels=1, seed=seed)
    train(network, data, recipe("quick"), seed=seed)
    on = recipe("quick").with_changes(iterations=110)
    return train(grow(network, 6, start, seed), data, on, seed=10 + seed).train_error


def growth() -> dict[str, Value]:
    after = {start: [grown(start, seed) for seed in SEEDS] for start in GROWN}
    about = "start of 18 blocks appended to plain-20 → training error after 110 steps, a seed each"
    return {"grown": Value(after, "%", about)}


def zero_scales() -> dict[str, Value]:
    errors = [
        {
            "rate": rate,
            "steps": steps,
            "gamma": gamma,
            "errors": [zero_scale(rate, steps, gamma, seed) for seed in SEEDS],
        }
        for rate in RATES
        for steps in STEPS
        for gamma in SCALES
    ]
    what = "by rate, steps and last γ at the start: training errors, a seed each"
    return {"rates": Value(errors, "%", what)}


PLAIN, RESIDUAL = cifar_spec(20, "none", in_channels=1), cifar_spec(56, in_channels=1)
PARTS = {
    "growth": (PLAIN, growth),
    "zero-scale": (RESIDUAL, zero_scales),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; or all")
    parser.add_argument("--out", type=Path, default=RECORDED)
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # as the record says
    for name in arguments.parts or PARTS:
        spec, measure = PARTS[name]
        command = f"python scripts/record_zero_starts.py {name}"
        made = measurements.measurement(
            name, digits(), measure(), command, network=spec, seeds=SEEDS
        )
        measurements.save_in(arguments.out, made)


if __name__ == "__main__":
    main()
