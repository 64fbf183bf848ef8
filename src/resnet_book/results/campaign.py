"""What is to be recorded: the campaign's file, and what of it is still missing.

``recorded/campaign.toml`` lists groups of networks in order of worth, each with its recipes and
seeds. Runs are matched by network, data, recipe and seed.
"""

from __future__ import annotations

import shlex
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch

from resnet_book.data.datasets import Dataset
from resnet_book.models.counting import costs
from resnet_book.models.resnet import cifar_resnet, cifar_spec
from resnet_book.results.runs import RECORDED, Run
from resnet_book.training.loop import train
from resnet_book.training.recipes import recipe

DATA = "cifar10"
IMAGES = 50_000


@dataclass(frozen=True)
class Wanted:
    """One run that the campaign asks for.

    Attributes:
        group: why it is wanted.
        options: arguments of :func:`resnet_book.models.resnet.cifar_resnet`.
        network: the network's name.
        recipe, seed: of the run.
    """

    group: str
    options: dict[str, object]
    network: str
    recipe: str
    seed: int

    @property
    def command(self) -> str:
        """The command that records it."""
        words = ["python", "-m", "resnet_book", "record"]
        for name, value in self.options.items():
            words += [f"--{name.replace('_', '-')}", str(value)]
        words += ["--data", DATA, "--recipe", self.recipe, "--seed", str(self.seed)]
        return shlex.join(words)

    @property
    def work(self) -> int:
        """Multiply-adds of the whole training, forward and backward."""
        forward = _multiply_adds(tuple(self.options.items()))
        chosen = recipe(self.recipe)
        return 3 * forward * chosen.steps(IMAGES) * chosen.batch_size


@cache
def _multiply_adds(options: tuple[tuple[str, object], ...]) -> int:
    """Of one forward pass of one image."""
    with torch.device("meta"):
        return costs(cifar_resnet(**dict(options))).multiply_adds


def wanted(file: Path = RECORDED / "campaign.toml") -> list[Wanted]:
    """All runs of the campaign, in order of worth.

    Raises:
        ValueError: a network, recipe or field that there is not; names it.
    """
    runs = []
    for group in tomllib.loads(file.read_text(encoding="utf8"))["group"]:
        for seed in group["seeds"]:
            for options in group["networks"]:
                name = cifar_spec(**options).name
                for name_of_recipe in group["recipes"]:
                    recipe(name_of_recipe)
                    runs.append(Wanted(group["name"], options, name, name_of_recipe, seed))
    return runs


def missing(runs: Iterable[Run], file: Path = RECORDED / "campaign.toml") -> list[Wanted]:
    """Those runs of the campaign that are not among `runs`, in order of worth."""
    there = {(run.name, run.data, run.recipe, run.seed) for run in runs}
    return [w for w in wanted(file) if (w.network, DATA, w.recipe, w.seed) not in there]


def speed(steps: int = 6) -> float:
    """Multiply-adds a second that this machine trains at, measured on a few steps of ResNet-20."""
    generator = torch.Generator().manual_seed(0)
    chosen = recipe("short").with_changes(iterations=2)
    images = torch.randint(0, 256, (128, 3, 32, 32), generator=generator, dtype=torch.uint8)
    labels = torch.randint(0, 10, (128,), generator=generator)
    noise = Dataset("noise", images, labels, images[:1], labels[:1], tuple("0123456789"))
    network = cifar_resnet(20)
    train(network, noise, chosen, progress=False)  # the first steps are slower
    result = train(network, noise, chosen.with_changes(iterations=steps), progress=False)
    return 3 * costs(network).multiply_adds * result.images_per_second
