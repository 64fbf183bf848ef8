"""Train networks whose branches begin at zero, and their twins, and record the errors.

    python scripts/record_zero_starts.py               # about twelve minutes, one thread of the CPU
    python scripts/record_zero_starts.py zero-scale    # one part of it

- ``zero-scale``: ResNet-56 on the digits, with 0 and with 1 as the last scale of every block, over
  learning rates;
- ``growth``: plain-20, trained, grown to 56 layers and trained on for 110 steps;
- ``training-on``: the same for 33 steps, with every start, and plain-20 without new blocks;
- ``first-step``: what growing changes, and what one step of SGD does then.
"""

from __future__ import annotations

import copy
from functools import cache
from statistics import mean

import torch
from recorded_parts import record_parts
from torch import Tensor
from torch.nn import functional

from resnet_book.data import Batches, Standard, digits
from resnet_book.models.growth import STARTS, appended, grow, set_last_scales
from resnet_book.models.network_specs import cifar_spec
from resnet_book.models.resnet import ResNet, cifar_resnet
from resnet_book.probes.branch_sizes import branch_ratios
from resnet_book.results.measurements import Value
from resnet_book.training.loop import train
from resnet_book.training.one_step import first_step
from resnet_book.training.recipes import recipe

RATES = (0.01, 0.02, 0.05, 0.1, 0.2)
STEPS = (80, 110)
SCALES = (0.0, 1.0)
SEEDS = (0, 1, 2)
GROWN = ("zero convolution", "ordinary weights")
ADDED = 6  # blocks a stage: 20 layers become 56
ZERO = ("zero convolution", "zero scale")
STEP_RATES = (0.0, 1e-5, 1e-4, 1e-3, 1e-2, 0.02)  # of the first step


def zero_scale(rate: float, steps: int, gamma: float, seed: int) -> float | None:
    """Training error in percent of ResNet-56 begun with γ = `gamma`; None if it diverged."""
    network = cifar_resnet(56, in_channels=1, seed=seed)
    set_last_scales(network, gamma)
    chosen = recipe("quick").with_changes(iterations=steps, learning_rate=rate)
    try:
        return train(network, digits(), chosen, seed=seed).train_error
    except FloatingPointError:
        return None


@cache
def trained(seed: int) -> ResNet:
    """Plain-20 after 110 steps."""
    network = cifar_resnet(20, "none", in_channels=1, seed=seed)
    train(network, digits(), recipe("quick"), seed=seed)
    return network.eval()


@cache
def everything() -> tuple[Tensor, Tensor]:
    """All training images, standardised, and their labels."""
    data = digits()
    standard = Standard.of(data.train_images)
    return next(Batches(data.train_images, data.train_labels, standard, 2000).ordered())


def grown(start: str, seed: int) -> float:
    """Training error in percent of plain-20, trained, grown to 56 layers, after 110 more steps."""
    on = recipe("quick").with_changes(iterations=110)
    network = grow(trained(seed), ADDED, start, seed)
    return train(network, digits(), on, seed=10 + seed).train_error


def growth() -> dict[str, Value]:
    after = {start: [grown(start, seed) for seed in SEEDS] for start in GROWN}
    about = "start of 18 blocks appended to plain-20 → training error after 110 steps, a seed each"
    return {"grown": Value(after, "%", about)}


def training_on() -> dict[str, Value]:
    """The errors after 33 more steps, of each start and of plain-20 by itself."""
    on = recipe("quick").with_changes(iterations=33)
    errors: dict[str, dict[str, list[float]]] = {}
    for start in ("none", *STARTS):
        both: dict[str, list[float]] = {"training": [], "test": []}
        for seed in SEEDS:
            network = copy.deepcopy(trained(seed))
            if start != "none":
                network = grow(network, ADDED, start, seed, everything()[0])
            result = train(network, digits(), on, seed=10 + seed)
            both["training"].append(result.train_error)
            both["test"].append(result.test_error)
        errors[start] = both
    about = (
        "start of 18 blocks appended to plain-20, or none → training and test error after 33 "
        "more steps, a seed each"
    )
    return {"errors": Value(errors, "%", about)}


@torch.no_grad()
def logits(network: ResNet, chosen: Tensor | slice, *, training: bool = True) -> Tensor:
    """The network's answers to some of the training images; it is not changed."""
    return copy.deepcopy(network).train(training)(everything()[0][chosen])


def largest_changes(start: str) -> dict[str, list[float]]:
    """The largest change of an output by growing: in either mode, on 64 images, a seed each."""
    changes: dict[str, list[float]] = {}
    for mode in ("training", "evaluation"):
        changes[mode] = []
        for seed in SEEDS:
            network = grow(trained(seed), ADDED, start, seed, everything()[0])
            before, after = (
                logits(each, slice(64), training=mode == "training")
                for each in (trained(seed), network)
            )
            changes[mode].append((after - before).abs().max().item())
    return changes


def stepped(start: str, rate: float, seed: int) -> dict[str, float]:
    """A grown network after one step of SGD at that rate, on 64 images."""
    images, labels = everything()
    chosen = torch.randperm(len(images), generator=torch.Generator().manual_seed(seed))[:64]
    network = grow(trained(seed), ADDED, start, seed)
    after = first_step(network, images[chosen], labels[chosen], rate)
    wrong = logits(after, slice(None)).argmax(1) != labels
    return {
        "size": mean(branch_ratios(after, images[chosen], appended(after, ADDED))),
        "loss": functional.cross_entropy(logits(after, chosen), labels[chosen]).item(),
        "wrong": 100 * wrong.float().mean().item(),
    }


def first_steps() -> dict[str, Value]:
    rows = [
        {"start": start, "rate": rate, "seeds": [stepped(start, rate, seed) for seed in SEEDS]}
        for start in ZERO
        for rate in STEP_RATES
    ]
    ordinary = [stepped("ordinary weights", 0.0, seed) for seed in SEEDS]
    what = (
        "a seed each: mean size of F(x) in the 18 blocks as a fraction of that of x; loss on the "
        "64 images of the step; percentage of all training images that are wrong; all with the "
        "statistics of the batch"
    )
    changes = {start: largest_changes(start) for start in STARTS}
    about = "start of 18 appended blocks → largest change of an output, by mode, a seed each"
    return {
        "changes": Value(changes, "", about),
        "steps": Value(rows, "", f"after one step, by start and rate, {what}"),
        "ordinary": Value(ordinary, "", f"blocks with ordinary weights, before any step, {what}"),
    }


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
    "growth": [(PLAIN, growth)],
    "training-on": [(PLAIN, training_on)],
    "first-step": [(PLAIN, first_steps)],
    "zero-scale": [(RESIDUAL, zero_scales)],
}


if __name__ == "__main__":
    record_parts(__file__, __doc__, PARTS, SEEDS)
