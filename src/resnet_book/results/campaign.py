"""The campaign: which runs are wanted, and which of them are missing.

``recorded/campaign.toml`` lists groups of networks, the most valuable first, each with its recipes
and seeds. Runs are matched by network, data, recipe and seed.
"""

from __future__ import annotations

import shlex
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import torch

from resnet_book.data import Dataset
from resnet_book.data.cifar_layouts import CifarLayout
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.counting import costs
from resnet_book.models.network_specs import NetworkSpec, cifar_spec
from resnet_book.models.resnet import cifar_resnet
from resnet_book.options import keyword, offered, typed
from resnet_book.results import records
from resnet_book.results.paper_networks import CIFAR
from resnet_book.results.run_types import Run
from resnet_book.training.loop import train
from resnet_book.training.recipes import Recipe, recipe

FILE = records.RECORDED / "campaign.toml"
DATA = CIFAR  # the data set of the campaign
IMAGES = CifarLayout.train_count  # to train on, in that data set
CHOICES = {keyword(field): field for field in offered(BlockDesign).values()}


@dataclass(frozen=True)
class Wanted:
    """One run that the campaign asks for.

    Attributes:
        group: why it is wanted.
        options: arguments of :func:`resnet_book.models.resnet.cifar_resnet`.
        spec: the network.
        recipe, seed: of the run.
    """

    group: str
    options: Mapping[str, object]
    spec: NetworkSpec
    recipe: Recipe
    seed: int

    @property
    def command(self) -> str:
        """The command that records this run."""
        words = ["python", "-m", "resnet_book", "record"]
        for name, value in self.options.items():
            words += typed(CHOICES[name], value) if name in CHOICES else [f"--{name}", str(value)]
        words += ["--data", DATA, "--recipe", self.recipe.name, "--seed", str(self.seed)]
        return shlex.join(words)

    @property
    def work(self) -> int:
        """Multiply-adds of the whole training, forward and backward passes."""
        forward = _multiply_adds(tuple(self.options.items()))
        return 3 * forward * self.recipe.steps(IMAGES) * self.recipe.batch_size


@cache
def _multiply_adds(options: tuple[tuple[str, Any], ...]) -> int:
    """Multiply-adds of one forward pass of one image."""
    with torch.device("meta"):
        return costs(cifar_resnet(**dict(options))).multiply_adds


def wanted(file: Path = FILE) -> list[Wanted]:
    """All runs of the campaign, the most valuable first.

    Raises:
        ValueError: an unknown network, recipe or field; names it.
        RecordError: the file cannot be read or has changed; see :mod:`resnet_book.results.records`.
    """
    try:
        return [
            Wanted(group["name"], options, cifar_spec(**options), recipe(name), seed)
            for group in tomllib.loads(records.read_bytes(file).decode())["group"]
            for seed in group["seeds"]
            for options in group["networks"]
            for name in group["recipes"]
        ]
    except KeyError as error:
        raise ValueError(f"{file}: there is no field {error}") from None
    except (TypeError, ValueError) as error:
        raise ValueError(f"{file}: {error}") from None


def missing(runs: Iterable[Run], file: Path = FILE) -> list[Wanted]:
    """The runs of the campaign that are not in `runs`, the most valuable first."""
    recorded = {(run.spec, run.data.name, run.recipe, run.seed) for run in runs}
    return [w for w in wanted(file) if (w.spec, DATA, w.recipe, w.seed) not in recorded]


def speed(steps: int = 6) -> float:
    """The training speed of this machine in multiply-adds per second, measured on ResNet-20."""
    generator = torch.Generator().manual_seed(0)
    brief = recipe("short").with_changes(iterations=2)
    images = torch.randint(0, 256, (128, 3, 32, 32), generator=generator, dtype=torch.uint8)
    labels = torch.randint(0, 10, (128,), generator=generator)
    noise = Dataset("noise", images, labels, images[:1], labels[:1], tuple("0123456789"))
    network = cifar_resnet(20)
    train(network, noise, brief, progress=False)  # the first steps are slower
    result = train(network, noise, brief.with_changes(iterations=steps), progress=False)
    return 3 * costs(network).multiply_adds * result.images_per_second
