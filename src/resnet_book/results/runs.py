"""Recorded runs: one JSON file per training, checked when read, repeatable by one command.

A record holds the network's spec, the recipe, the data's fingerprint, the seed, the environment
and the commit, the curves, and the last epoch's figures; ``recorded/schemas/run.json`` lists the
fields. A record of an older version of this package lacks the fields added since then: they
get their defaults. Runs of different recipes are never mixed.

    >>> run = load_all()[0]
    >>> run.spec.depth, run.recipe.name, run.epochs[-1].test_error
    (20, 'paper', 9.94)
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from resnet_book import plain_data
from resnet_book.data import Dataset
from resnet_book.models.counting import costs
from resnet_book.models.network_specs import NetworkSpec
from resnet_book.models.resnet import ResNet
from resnet_book.results import records, weights
from resnet_book.results.provenance import Data, Environment, commit
from resnet_book.results.records import RECORDED, RecordError
from resnet_book.results.run_types import Final, Run
from resnet_book.results.weights import Weights, save_weights
from resnet_book.training import recipes
from resnet_book.training.history import Diverged, Epoch, Result
from resnet_book.training.precision import choose_precision
from resnet_book.training.recipes import Recipe

VERSION = 2  # of the schema, in new records


def load(path: str | os.PathLike[str]) -> Run:
    """Read one record and check every field.

    Raises:
        RecordError: the file is missing, damaged or changed, or not a record of a run; names the
            field.
    """
    return from_content(records.read(path, "run"), Path(path))


def load_all(folder: str | os.PathLike[str] = RECORDED) -> list[Run]:
    """All recorded runs of a folder, in the order of their file names.

    Raises:
        RecordError: one of them cannot be used.
    """
    return [from_content(content, path) for path, content in records.read_all(folder, "run")]


def select(runs: Iterable[Run], *, data: str, recipe: str | Recipe) -> dict[str, list[Run]]:
    """The finished runs on `data` with `recipe`: network name → its runs, by seed.

    Runs that diverged have no errors to compare; the scorecard counts them.

    Args:
        data: name of the data set.
        recipe: runs must match it in all fields; a string is the name of one of the book's recipes.

    Raises:
        ValueError: for an unknown name; the message lists the known ones.
    """
    wanted = (data, recipes.recipe(recipe))
    chosen: dict[str, list[Run]] = {}
    for run in sorted(runs, key=lambda run: run.seed):
        if (run.data.name, run.recipe) == wanted and run.diverged is None:
            chosen.setdefault(run.name, []).append(run)
    return chosen


def record(
    network: ResNet,
    data: Dataset,
    recipe: Recipe,
    seed: int,
    result: Result | Diverged,
    command: str,
) -> dict[str, Any]:
    """The content of a record of a training, with its test curve.

    Args:
        result: of a finished training; or why it ended, if the loss was no longer finite.
    """
    if isinstance(result, Diverged):
        device = next(network.parameters()).device
        precision = choose_precision(recipe.precision, device)
        environment = Environment.of_this_machine(str(device), precision)
        final = {"diverged": len(result.epochs) + 1}
    else:
        environment = Environment.of_this_machine(result.device, result.precision, result.threads)
        final = dataclasses.asdict(_final(network, data, result))
    content = {
        "kind": "run",
        "schema": VERSION,
        "network": {"name": network.spec.name, **dataclasses.asdict(network.spec)},
        "recipe": dataclasses.asdict(recipe),
        "data": dataclasses.asdict(Data.of(data)),
        "seed": seed,
        "environment": dataclasses.asdict(environment),
        "commit": commit(),
        "command": command,
        "epochs": [dataclasses.asdict(epoch) for epoch in result.epochs],
        "final": final,
    }
    return json.loads(json.dumps(content))  # tuples become lists, as in the file


def _final(network: ResNet, data: Dataset, result: Result) -> Final:
    cost = costs(network, data.image_shape)
    return Final(
        result.train_loss,
        result.train_error,
        result.test_loss,
        result.test_error,
        result.seconds,
        result.images_per_second,
        cost.parameters,
        cost.multiply_adds,
    )


def save(
    content: dict[str, Any], path: str | os.PathLike[str], *, weights: ResNet | None = None
) -> Run:
    """Write a record with its checksum, and read it back; an invalid record is not written.

    Args:
        weights: the trained network, to save its weights next to the record; not for a training
            that diverged.

    Raises:
        RecordError: a field does not match the schema.
    """
    if weights is not None and "diverged" not in content["final"]:
        content = {
            **content,
            "weights": save_weights(weights, Path(path).with_suffix(".safetensors")),
        }
    from_content(content, Path(path))
    kept = (content["weights"]["file"],) if "weights" in content else ()
    records.write(content, path, beside=kept)
    return load(path)


def from_content(content: Mapping[str, Any], path: Path) -> Run:
    """Build a run from the content of its record; `path` is where the file is, or will be.

    Raises:
        RecordError: names the file and the field.
    """
    records.check(content, "run", path)
    spec = {name: value for name, value in content["network"].items() if name != "name"}
    final = content["final"]
    diverged = final.get("diverged")
    try:
        run = Run(
            path,
            plain_data.read(NetworkSpec, spec),
            plain_data.read(Recipe, content["recipe"]),
            plain_data.read(Data, content["data"]),
            content["seed"],
            plain_data.read(Environment, content["environment"]),
            content["commit"],
            content["command"],
            tuple(plain_data.read(Epoch, epoch) for epoch in content["epochs"]),
            plain_data.read(Final, final) if diverged is None else None,
            diverged,
            plain_data.read(Weights, content["weights"]) if "weights" in content else None,
        )
    except ValueError as error:
        raise RecordError(f"{path}: {error}") from None
    _check_epochs(run)
    return run


def _check_epochs(run: Run) -> None:
    """Check that the epochs are numbered and that the last one has the final test error."""
    if [epoch.epoch for epoch in run.epochs] != list(range(1, len(run.epochs) + 1)):
        raise RecordError(f"{run.path}, field $.epochs: the epochs are not 1, 2, 3, …")
    if run.diverged is not None:
        if run.diverged != len(run.epochs) + 1:
            raise RecordError(
                f"{run.path}, field $.final.diverged: {run.diverged} does not follow the last epoch"
            )
    elif not run.epochs:
        raise RecordError(f"{run.path}, field $.epochs: there are none")
    elif not _same(run.epochs[-1].test_error, run.test_error):
        raise RecordError(f"{run.path}, field $.final.test_error: it is not that of the last epoch")


def _same(one: float | None, other: float | None) -> bool:
    """Whether both numbers exist and are equal up to rounding."""
    return one is not None and other is not None and abs(one - other) <= 1e-9


def file_name(name: str, data: str, recipe: str, seed: int) -> str:
    """``plain-20_cifar10_short_seed-0.json``; characters that file systems dislike become ``-``."""
    return f"{records.safe_name(f'{name}_{data}_{recipe}')}_seed-{seed}.json"


def load_network(run: Run) -> ResNet:
    """The trained network of a record, in float32 and evaluation mode.

    Raises:
        RecordError: the record has no weights, or the file is not the recorded one.
    """
    if run.weights is None:
        raise RecordError(f"{run.path} has no weights; its command computes them again")
    return weights.load_network(run.spec, run.weights, run.path)
