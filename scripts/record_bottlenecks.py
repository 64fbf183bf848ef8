"""Train small networks of bottlenecks, and stems, on the digits, and record the errors.

    python scripts/record_bottlenecks.py      # some minutes, one thread of the CPU

Plain and residual bottlenecks of 20 and 38 layers; ResNet-26 as in the paper and as ResNet-B, -C
and -D; an ImageNet stem on 8×8 pixels. Three seeds each.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import torch
from command_lines import record_parser
from torch import nn

from resnet_book.data import Dataset, digits
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.initialisation import initialise
from resnet_book.models.later_designs import NAMES, later_design
from resnet_book.models.network_specs import NetworkSpec, cifar_spec
from resnet_book.models.resnet import ResNet, build, cifar_resnet
from resnet_book.results import measurements
from resnet_book.results.measurements import Value
from resnet_book.training.loop import train
from resnet_book.training.recipes import recipe

SEEDS = (0, 1, 2)
DEPTHS = (
    ("plain, 20 layers", 20, "none"),
    ("plain, 38 layers", 38, "none"),
    ("residual, 38 layers", 38, "A"),
)
LATER = NetworkSpec("imagenet", 26, (2, 2, 2, 2), BlockDesign("bottleneck", "B"), 8, 1)
STEMS = (
    ("8×8 digits, 3×3 stem", "3×3", 8),
    ("8×8 digits, ImageNet stem", "ImageNet", 8),
    ("32×32 digits, ImageNet stem", "ImageNet", 32),
)
STEMMED = NetworkSpec("imagenet", 10, (1, 1, 1, 1), BlockDesign("basic", "A"), 16, 1)


def enlarged(side: int) -> Dataset:
    """The digits with `side` × `side` pixels, interpolated."""
    data = digits()
    if side == data.train_images.shape[-1]:
        return data

    def resized(images: torch.Tensor) -> torch.Tensor:
        images = nn.functional.interpolate(images.float(), (side, side), mode="bilinear")
        return images.round().to(torch.uint8)

    return dataclasses.replace(
        data,
        train_images=resized(data.train_images),
        test_images=resized(data.test_images),
    )


def with_stem(stem: str, seed: int) -> ResNet:
    """A small network with the stem of ImageNet, or with one 3×3 convolution."""
    network = build(STEMMED, seed)
    if stem == "3×3":
        network.conv1 = nn.Conv2d(1, 16, 3, padding=1, bias=False)
        network.maxpool = nn.Identity()
        initialise(network, torch.Generator().manual_seed(seed))
    return network


def errors(make: Callable[[int], ResNet], data: Dataset, epochs: int) -> dict[str, Any]:
    """Training and test error in percent after the last epoch, a seed each."""
    chosen = recipe("quick").with_changes(epochs=epochs)
    results = [train(make(seed), data, chosen, seed=seed) for seed in SEEDS]
    return {
        "train": [result.train_error for result in results],
        "test": [result.test_error for result in results],
    }


def degradation() -> dict[str, Any]:
    """Plain and residual bottlenecks, by name and epochs."""
    found = {}
    for name, depth, shortcut in DEPTHS:

        def make(seed: int, depth: int = depth, shortcut: str = shortcut) -> ResNet:
            return cifar_resnet(depth, shortcut, block="bottleneck", in_channels=1, seed=seed)

        found[name] = {epochs: errors(make, digits(), epochs) for epochs in (2, 5)}
    return found


def main() -> None:
    folder = record_parser(__doc__).parse_args().out
    torch.set_num_threads(1)  # as the record says
    large = enlarged(64)
    made = (
        (
            "bottleneck-depth",
            cifar_spec(38, "A", block="bottleneck", in_channels=1),
            degradation(),
            "by network and epochs: training and test errors, a seed each; 22 steps an epoch",
        ),
        (
            "stems",
            STEMMED,
            {
                name: errors(lambda seed, stem=stem: with_stem(stem, seed), enlarged(side), 3)
                for name, stem, side in STEMS
            },
            "by stem: training and test errors after 3 epochs, a seed each",
        ),
        (
            "later-designs",
            LATER,
            {
                name: {
                    epochs: errors(
                        lambda seed, name=name: later_design(name, LATER, seed), large, epochs
                    )
                    for epochs in (2, 5)
                }
                for name in NAMES
            },
            "digits of 64×64 pixels, by design and epochs: errors, a seed each",
        ),
    )
    for name, spec, found, what in made:
        value = {"errors": Value(found, "%", what)}
        command = "python scripts/record_bottlenecks.py"
        record = measurements.measurement(name, digits(), value, command, network=spec, seeds=SEEDS)
        measurements.save_in(folder, record)


if __name__ == "__main__":
    main()
