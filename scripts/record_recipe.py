"""Train one small recipe and its variants, and record the errors.

    python scripts/record_recipe.py      # about fifteen minutes, one thread of the CPU

ResNet-8, 100 steps, on the digits with their parts exchanged: 360 images to train, 1,437 to test.
The recipe with ten seeds; each change with three; five variants over learning rates and decays,
the best of each trained again with three other seeds; and 60 images as they are and shifted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import mean

import torch
from command_lines import record_parser
from torch import nn
from torch.nn import functional

from resnet_book.data import Batches, Dataset, Standard, digits
from resnet_book.models.network_specs import cifar_spec
from resnet_book.models.resnet import ResNet, cifar_resnet
from resnet_book.results import measurements
from resnet_book.results.measurements import Value
from resnet_book.training import evaluate, fix_statistics, renew_statistics
from resnet_book.training.loop import train
from resnet_book.training.recipes import Recipe

WHOLE = Recipe(
    "whole",
    batch_size=32,
    iterations=100,
    learning_rate=0.1,
    weight_decay=0.03,
    augment=False,
    precision="float32",
)
SEEDS, MORE = 3, 10
TUNED = ("whole recipe", "no batch norm.", "no He init.", "neither", "fixed statistics")
RATES = (0.01, 0.03, 0.1, 0.3, 1.0)
DECAYS = (0.0, 0.003, 0.03)
Make = Callable[[int], nn.Module]


def exchanged() -> Dataset:
    """The digits, trained on the test images and tested on the training images."""
    d = digits()
    return Dataset(
        "digits, exchanged",
        d.test_images,
        d.test_labels,
        d.train_images,
        d.train_labels,
        d.classes,
    )


DATA = exchanged()
IMAGES = next(
    Batches(DATA.train_images, DATA.train_labels, Standard.of(DATA.train_images), 360).ordered()
)[0]


@dataclass(frozen=True)
class Variant:
    """A network for each seed, a recipe, and data."""

    make: Make
    recipe: Recipe = WHOLE
    data: Dataset = DATA


def resnet(seed: int) -> ResNet:
    return cifar_resnet(8, in_channels=1, seed=seed)


def bare(seed: int) -> ResNet:
    return cifar_resnet(8, in_channels=1, seed=seed, batch_norm=False)


def without_he(make: Make) -> Make:
    """Convolutions drawn with a deviation of 0.01 instead."""

    def made(seed: int) -> nn.Module:
        network, generator = make(seed), torch.Generator().manual_seed(seed)
        for module in network.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.normal_(module.weight, 0, 0.01, generator=generator)
        return network

    return made


def with_dropout(seed: int) -> nn.Module:
    network = resnet(seed)
    network.fc = nn.Sequential(nn.Dropout(0.5), network.fc)
    return network


def fixed(seed: int) -> nn.Module:
    return fix_statistics(resnet(seed), IMAGES)


def shifted(data: Dataset) -> Dataset:
    """Each training image nine times: shifted by at most one pixel."""
    wide = functional.pad(data.train_images, (1, 1, 1, 1))
    moved = [wide[:, :, i : i + 8, j : j + 8] for i in range(3) for j in range(3)]
    labels = data.train_labels.repeat(9)
    return replace(data, train_images=torch.cat(moved), train_labels=labels)


def first(count: int) -> Dataset:
    images, labels = DATA.train_images[:count], DATA.train_labels[:count]
    return replace(DATA, train_images=images, train_labels=labels)


change = WHOLE.with_changes
VARIANTS = {
    "whole recipe": Variant(resnet),
    "no batch norm.": Variant(bare),
    "fixed statistics": Variant(fixed),
    "no He init.": Variant(without_he(resnet)),
    "neither": Variant(without_he(bare)),
    "no momentum": Variant(resnet, change(momentum=0.0)),
    "… and rate × 10": Variant(resnet, change(momentum=0.0, learning_rate=1.0)),
    "Nesterov": Variant(resnet, change(nesterov=True)),
    "no weight decay": Variant(resnet, change(weight_decay=0.0)),
    "γ, β not decayed": Variant(resnet, change(decay_vectors=False)),
    "rate not divided": Variant(resnet, change(milestones=())),
    "cosine": Variant(resnet, change(schedule="cosine")),
    "label smoothing": Variant(resnet, change(label_smoothing=0.1)),
    "dropout added": Variant(with_dropout),
    "CIFAR augmentation": Variant(resnet, change(augment=True)),
    "shifts by 1 pixel": Variant(resnet, data=shifted(DATA)),
}


def trained(variant: Variant, seed: int) -> dict[str, float] | None:
    """Loss and errors after the last step; None if the loss diverged.

    "fresh" is the test error with running statistics measured anew on the training
    images, where these are the 360.
    """
    network = variant.make(seed)
    try:
        result = train(network, variant.data, variant.recipe, seed=seed, progress=False)
    except FloatingPointError:
        return None
    standard = Standard.of(variant.data.train_images)
    test_set = Batches(DATA.test_images, DATA.test_labels, standard, 479)
    fresh = result.test_error
    if variant.make is not fixed and variant.data is DATA:
        renew_statistics(network, IMAGES)
        fresh = evaluate(network, test_set)[1]
    return {
        "train loss": result.train_loss,
        "train error": result.train_error,
        "test error": result.test_error,
        "fresh": fresh,
    }


def tuned(name: str) -> dict[str, object]:
    """Test errors over rates and decays; the best of them with other seeds."""
    base = VARIANTS[name]
    grid = []
    for rate in RATES:
        for decay in DECAYS:
            recipe = change(learning_rate=rate, weight_decay=decay)
            runs = [trained(replace(base, recipe=recipe), seed) for seed in range(SEEDS)]
            errors = [run["test error"] if run else None for run in runs]
            grid.append({"rate": rate, "decay": decay, "errors": errors})
    whole = [row for row in grid if None not in row["errors"]]
    best = min(whole, key=lambda row: mean(row["errors"]))
    recipe = change(learning_rate=best["rate"], weight_decay=best["decay"])
    again = [trained(replace(base, recipe=recipe), seed) for seed in range(SEEDS, 2 * SEEDS)]
    return {
        "grid": grid,
        "rate": best["rate"],
        "decay": best["decay"],
        "again": [run["test error"] if run else None for run in again],
    }


def main() -> None:
    folder = record_parser(__doc__).parse_args().out
    torch.set_num_threads(1)  # as the record says
    rows = {
        name: [trained(v, seed) for seed in range(MORE if name == "whole recipe" else SEEDS)]
        for name, v in VARIANTS.items()
    }
    sixty = {"as they are": Variant(resnet, data=first(60))}
    sixty["shifted"] = Variant(resnet, data=shifted(first(60)))
    few = {name: [trained(v, seed) for seed in range(SEEDS)] for name, v in sixty.items()}
    values = {
        "rows": Value(rows, "%", "change → what each seed ended with; a loss is no percentage"),
        "sixty": Value(few, "%", "60 training images → what each seed ended with"),
        "tuned": Value(
            {name: tuned(name) for name in TUNED},
            "%",
            "test errors by rate and decay, seeds 0 to 2; of the best, again: seeds 3 to 5",
        ),
    }
    made = measurements.measurement(
        "recipe",
        DATA,
        values,
        "python scripts/record_recipe.py",
        network=cifar_spec(8, in_channels=1),
        seeds=tuple(range(MORE)),
    )
    measurements.save_in(folder, made)


if __name__ == "__main__":
    main()
