"""Train the networks of lesson 1 and record what its evidence measures in them.

    python scripts/record_degradation.py                 # about six minutes, one thread of the CPU
    python scripts/record_degradation.py lengthened      # one part of it

The signals in every layer after 110 steps on the digits, of plain and residual networks and of
plain ones without batch normalisation; the training errors with equal steps in every layer; and
how much 36 layers that pass on their input change the scores of a trained plain-20.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial

import torch
from recorded_parts import Measuring, record_parts

from resnet_book.data import Batches, Standard, digits
from resnet_book.models.initialisation import pass_on
from resnet_book.models.network_specs import NetworkSpec, cifar_spec
from resnet_book.models.resnet import build
from resnet_book.probes import signals
from resnet_book.results.measurements import Value
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


def lengthened(spec: NetworkSpec) -> dict[str, Value]:
    """The largest change of a score when the network, trained, gets layers that do nothing."""
    data = digits()
    standard = Standard.of(data.train_images)
    images, _ = next(Batches(data.train_images, data.train_labels, standard, 2000).ordered())
    changes = []
    for seed in SEEDS:
        shallow = build(spec, seed)
        train(shallow, data, recipe("quick"), seed=seed, device="cpu")
        deep = build(PLAIN[1], 0)
        deep.load_state_dict(deep.state_dict() | shallow.state_dict())
        for name in deep.stages:
            for block in deep.blocks(name)[len(shallow.blocks(name)) :]:
                pass_on(block.conv1, block.bn1)
                pass_on(block.conv2, block.bn2)
        with torch.no_grad():
            change = deep.eval()(images) - shallow.eval()(images)
        changes.append(change.abs().max().item())
    about = "largest change of a score of any training image, from 20 to 56 layers, a seed each"
    return {"changes": Value(changes, "", about)}


def of_each(
    measure: Callable[[NetworkSpec], dict[str, Value]], specs: list[NetworkSpec]
) -> list[Measuring]:
    """A part that measures several networks."""
    return [(spec, partial(measure, spec)) for spec in specs]


PARTS = {
    "equal-steps": of_each(equal_steps, [*PLAIN, RESIDUAL[1]]),
    "after-training": of_each(after_training, [*PLAIN, *RESIDUAL, *NO_NORM]),
    "lengthened": of_each(lengthened, PLAIN[:1]),
}


if __name__ == "__main__":
    record_parts(__file__, __doc__, PARTS, SEEDS)
