"""Train the networks of lesson 1 and record what its evidence measures in them.

    python scripts/record_degradation.py      # about five minutes, one thread of the CPU

The signals in every layer after 110 steps on the digits, of plain and residual networks and of
plain ones without batch normalisation; and the training errors with equal steps in every layer.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

import torch

from resnet_book.data import Batches, Standard, digits
from resnet_book.models.resnet import NetworkSpec, build, cifar_spec
from resnet_book.probes import signals
from resnet_book.results import measurements
from resnet_book.results.measurements import Value
from resnet_book.results.records import RECORDED
from resnet_book.training import recipe, train, train_equally

SEEDS = (0, 1, 2)
PLAIN, RESIDUAL, NO_NORM = (
    [cifar_spec(depth, shortcut, in_channels=1, batch_norm=norm) for depth in (20, 56)]
    for shortcut, norm in (("none", True), ("A", True), ("none", False))
)


def after_training(spec: NetworkSpec) -> dict[str, Value]:
    """The errors, and the signals in the layers on the first 128 digits, a seed each."""
    data = digits()
    standard = Standard.of(data.train_images)
    images, labels = next(Batches(data.train_images, data.train_labels, standard, 128).ordered())
    errors, layers = [], []
    for seed in SEEDS:
        network = build(spec, seed)
        result = train(network, data, recipe("quick"), seed=seed, device="cpu")
        errors.append(result.train_error)
        layers.append([asdict(layer) for layer in signals(network, images, labels)])
    return {
        "errors": Value(errors, "%", "training error after 110 steps, a seed each"),
        "layers": Value(layers, "", "a seed each: of every layer, its signals after training"),
    }


def equal_steps(spec: NetworkSpec) -> dict[str, Value]:
    """The errors after training with equal steps in every convolution, a seed each."""
    errors = [train_equally(build(spec, seed), digits(), seed) for seed in SEEDS]
    about = "training error after 110 steps of at most 0.3 % of every convolution, a seed each"
    return {"errors": Value(errors, "%", about)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=RECORDED)
    folder = parser.parse_args().out
    torch.set_num_threads(1)  # as the record says
    command = "python scripts/record_degradation.py"
    for name, measure, specs in (
        ("equal-steps", equal_steps, [*PLAIN, RESIDUAL[1]]),
        ("after-training", after_training, [*PLAIN, *RESIDUAL, *NO_NORM]),
    ):
        for spec in specs:
            made = measurements.measurement(
                name, digits(), measure(spec), command, network=spec, seeds=SEEDS
            )
            saved = measurements.save_in(folder, made)
            print(saved.path, flush=True)


if __name__ == "__main__":
    main()
