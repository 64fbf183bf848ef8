"""Recorded runs: one JSON file a training, checked when it is read, made again by one command.

A record holds the network's spec, the recipe, the data's fingerprint, the seed, where and with
what commit it was computed, the curves, and the last epoch's figures; ``recorded/schema.json``
lists the fields. Runs of different recipes are never mixed.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import torch
from safetensors.torch import load_file, save_file

from resnet_book.data.datasets import Dataset
from resnet_book.models.blocks import BlockDesign
from resnet_book.models.counting import costs
from resnet_book.models.resnet import NetworkSpec, ResNet, build
from resnet_book.results.provenance import commit, processor
from resnet_book.results.records import RECORDED, RecordError
from resnet_book.training.loop import Result
from resnet_book.training.recipes import Recipe

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Run:
    """A recorded run, as its file holds it; `content` has the fields of ``schema.json``."""

    path: Path
    content: dict[str, Any]

    @property
    def name(self) -> str:
        """The network's name, such as ``plain-20``."""
        return self.content["network"]["name"]

    @property
    def recipe(self) -> str:
        """The recipe's name."""
        return self.content["recipe"]["name"]

    @property
    def data(self) -> str:
        """The dataset's name."""
        return self.content["data"]["name"]

    @property
    def seed(self) -> int:
        return self.content["seed"]

    @property
    def basic(self) -> bool:
        """Whether the network has basic blocks, batch normalisation and the papers' widths."""
        network, design = self.content["network"], self.content["network"]["design"]
        return network["width"] == 16 and design["shape"] == "basic" and design["batch_norm"]

    @property
    def of_2015(self) -> bool:
        """Whether the network is one of He et al. 2015, section 4.2: plain, or with option A."""
        design = self.content["network"]["design"]
        return self.basic and design["order"] == "original" and design["shortcut"] in ("none", "A")

    @property
    def train_error(self) -> float:
        """Of the last epoch's weights on the training images, without augmentation, in percent."""
        return self.content["final"]["train_error"]

    @property
    def test_error(self) -> float:
        """Of the last epoch's weights on the test images, in percent."""
        return self.content["final"]["test_error"]

    @property
    def place(self) -> str:
        """Where it was computed: processor, threads, precision, PyTorch's version."""
        of = self.content["environment"]
        threads = "1 thread" if of["threads"] == 1 else f"{of['threads']} threads"
        return f"{of['processor']}, {threads}, {of['precision']}, PyTorch {of['torch']}"


def load(path: str | os.PathLike) -> Run:
    """Read one record and check every field.

    Raises:
        RecordError: the file is missing, damaged, or not a record of this schema; names the field.
    """
    path = Path(path)
    try:
        content = json.loads(path.read_text(encoding="utf8"))
    except OSError as error:
        raise RecordError(f"{path} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise RecordError(f"{path} is not JSON: {error}") from None
    error = jsonschema.exceptions.best_match(_validator().iter_errors(content))
    if error:
        raise RecordError(f"{path}, field {error.json_path}: {error.message}")
    numbers = [epoch["epoch"] for epoch in content["epochs"]]
    if numbers != list(range(1, len(numbers) + 1)):
        raise RecordError(f"{path}, field $.epochs: the epochs are not 1, 2, 3, …")
    last, final = content["epochs"][-1], content["final"]
    if abs(last["test_error"] - final["test_error"]) > 1e-9:
        raise RecordError(f"{path}, field $.final.test_error: it is not that of the last epoch")
    return Run(path, content)


@cache
def _validator():
    return jsonschema.Draft202012Validator(json.loads((RECORDED / "schema.json").read_text()))


def load_all(folder: str | os.PathLike = RECORDED) -> list[Run]:
    """All records of a folder, in the order of their file names.

    Raises:
        RecordError: one of them cannot be used.
    """
    paths = sorted(Path(folder).glob("*.json"))
    return [load(path) for path in paths if path.name != "schema.json"]


def select(runs: Iterable[Run], *, data: str, recipe: str) -> dict[str, list[Run]]:
    """The runs on `data` with `recipe`, by network name, each list by seed."""
    chosen: dict[str, list[Run]] = {}
    for run in sorted(runs, key=lambda run: run.seed):
        if (run.data, run.recipe) == (data, recipe):
            chosen.setdefault(run.name, []).append(run)
    return chosen


def record(
    network: ResNet, data: Dataset, recipe: Recipe, seed: int, result: Result, command: str
) -> dict[str, Any]:
    """The content of a record of a finished training; `result` must have a test curve."""
    final = dataclasses.asdict(result)
    epochs = final.pop("epochs")
    place = {key: final.pop(key) for key in ("device", "precision", "threads")}
    cost = costs(network, tuple(data.train_images.shape[1:]))
    content = {
        "schema": SCHEMA_VERSION,
        "network": {"name": network.spec.name, **dataclasses.asdict(network.spec)},
        "recipe": dataclasses.asdict(recipe),
        "data": {"name": data.name, "fingerprint": dict(data.fingerprint)},
        "seed": seed,
        "environment": {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "processor": processor(place["device"]),
            **place,
        },
        "commit": commit(),
        "command": command,
        "epochs": epochs,
        "final": final | {"parameters": cost.parameters, "multiply_adds": cost.multiply_adds},
    }
    return json.loads(json.dumps(content))  # tuples become lists, as in the file


def save(content: dict[str, Any], path: str | os.PathLike) -> Run:
    """Write a record in one step, and read it back; a record that does not pass is not kept.

    Raises:
        RecordError: a field is not as the schema says.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        beside.write_text(json.dumps(content, indent=1) + "\n", encoding="utf8")
        load(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return load(path)


def file_name(name: str, data: str, recipe: str, seed: int) -> str:
    """``plain-20_cifar10_short_seed-0.json``; characters that file systems dislike become ``-``."""
    safe = "".join(c if c.isalnum() or c in "-_.=+" else "-" for c in f"{name}_{data}_{recipe}")
    return f"{safe}_seed-{seed}.json"


def save_weights(network: ResNet, path: str | os.PathLike) -> dict[str, str]:
    """Write a network's state in half precision; returns the record's ``weights`` field."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    half = {
        name: value.detach().cpu().contiguous().to(torch.float16)
        if value.is_floating_point()
        else value.detach().cpu()
        for name, value in network.state_dict().items()
    }
    save_file(half, path)
    return {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def load_network(run: Run) -> ResNet:
    """The trained network of a record, in float32 and evaluation mode.

    Raises:
        RecordError: the record has no weights, or they are not those that were recorded.
    """
    weights = run.content.get("weights")
    if not weights:
        raise RecordError(f"{run.path} has no weights; the command in it makes them again")
    path = run.path.with_name(weights["file"])
    if not path.exists():
        raise RecordError(f"{path} is missing, the weights of {run.path.name}")
    if hashlib.sha256(path.read_bytes()).hexdigest() != weights["sha256"]:
        raise RecordError(f"{path} is damaged: its SHA-256 is not that in {run.path.name}")
    spec = {key: value for key, value in run.content["network"].items() if key != "name"}
    spec |= {"blocks": tuple(spec["blocks"]), "design": BlockDesign(**spec["design"])}
    network = build(NetworkSpec(**spec))
    network.load_state_dict(load_file(path))
    return network.float().eval()
