"""The commands ``train``, ``record`` and ``runs``: what each does with its arguments.

They call the modules that do the work, and print results. A user's mistake raises an exception,
which ``__main__`` turns into one line.
"""

from __future__ import annotations

import argparse
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from resnet_book import machine
from resnet_book.options import keywords, offered, typed

if TYPE_CHECKING:
    from resnet_book.data.labelled_images import Dataset
    from resnet_book.models.resnet import ResNet
    from resnet_book.training.history import Diverged, Result
    from resnet_book.training.recipes import Recipe


def train(arguments: argparse.Namespace) -> None:
    """Train one network and print its errors."""
    work = _prepare(arguments)
    result, first = _train(work, arguments, test_curve=arguments.test_curve)
    if not first:
        return
    print(
        f"last epoch ({len(result.epochs)}): training error {result.train_error:.2f} %, "
        f"test error {result.test_error:.2f} %\n"
        f"{result.seconds:.1f} s, {result.images_per_second:,.0f} images/s on {result.device}, "
        f"{result.threads} threads, {result.precision}\n"
        f"checkpoint: {work.checkpoint}"
    )


def record(arguments: argparse.Namespace) -> None:
    """Train one network and write a record, unless there is one already."""
    from resnet_book.results import provenance, runs
    from resnet_book.training.history import Diverged
    from resnet_book.training.processes import Processes

    work = _prepare(arguments)
    name = work.network.spec.name
    file = runs.file_name(name, work.data.name, work.recipe.name, arguments.seed)
    path = arguments.out / file
    if path.exists() and not arguments.fresh:
        raise ValueError(f"{path} exists already; --fresh records the run again")
    provenance.commit()  # a record needs a commit: fail now, not after the training
    machine.check_writable(arguments.out)
    result: Result | Diverged
    try:
        result, first = _train(work, arguments, test_curve=True)
    except Diverged as error:
        result, first = error, Processes.current().first
    if not first:
        return
    command = shlex.join(["python", "-m", "resnet_book", "record", *essential(arguments)])
    content = runs.record(work.network, work.data, work.recipe, arguments.seed, result, command)
    runs.save(content, path, weights=work.network if arguments.weights else None)
    if isinstance(result, Diverged):
        print(f"diverged in epoch {len(result.epochs) + 1}: {path}")
    else:
        errors = f"training error {result.train_error:.2f} %, test error {result.test_error:.2f} %"
        print(f"{errors}: {path}")


@dataclass
class _Work:
    """Everything that ``train`` and ``record`` train with."""

    title: str
    network: ResNet
    data: Dataset
    recipe: Recipe
    checkpoint: Path


def _prepare(arguments: argparse.Namespace) -> _Work:
    from resnet_book.data import datasets
    from resnet_book.models.block_designs import BlockDesign
    from resnet_book.models.network_specs import cifar_spec
    from resnet_book.models.resnet import build
    from resnet_book.training import recipes

    machine.choose_device(arguments.device, arguments.threads)
    entry = datasets.entry(arguments.data)
    changes = {name: getattr(arguments, name) for name in offered(recipes.Recipe)}
    name = arguments.recipe
    recipe = recipes.recipe(("quick" if entry.built_in else "short") if name is None else name)
    recipe = recipe.with_changes(**changes)
    options = {"depth": arguments.depth, "width": arguments.width}
    options |= keywords(BlockDesign, arguments)
    # Fail on a bad option before reading the data.
    machine.check_size(cifar_spec(**options), recipe.batch_size, entry.size)
    images = datasets.load(arguments.data, arguments.folder)
    spec = cifar_spec(**options, in_channels=images.channels, classes=len(images.classes))
    network = build(spec, arguments.seed)
    title = f"{network.spec.name} on {images.name}, recipe {recipe.name}, seed {arguments.seed}"
    checkpoint = arguments.checkpoint or Path("checkpoints", file_name(title))
    return _Work(title, network, images, recipe, checkpoint)


def _train(work: _Work, arguments: argparse.Namespace, *, test_curve: bool) -> tuple[Result, bool]:
    """Train; returns the result and whether this process should print it."""
    from resnet_book.training import checkpoints, loop
    from resnet_book.training.processes import Processes, group

    with group(arguments.device) as device:
        processes = Processes.current()
        if processes.first:
            print(work.title, flush=True)
            if arguments.fresh:
                checkpoints.remove(work.checkpoint)
        processes.wait()
        result = loop.train(
            work.network,
            work.data,
            work.recipe,
            seed=arguments.seed,
            device=device,
            checkpoint=work.checkpoint,
            test_curve=test_curve,
            fuse=arguments.fuse,
        )
        return result, processes.first


def essential(arguments: argparse.Namespace) -> list[str]:
    """The options that determine a run's result, as typed; paths and devices do not.

    Options of the block are left out at their defaults, except the shortcut.
    """
    from resnet_book.models.block_designs import BlockDesign
    from resnet_book.training.recipes import Recipe

    words = ["--depth", str(arguments.depth), "--shortcut", arguments.shortcut]
    for name, field in offered(BlockDesign).items():
        value = getattr(arguments, name)
        if value != field.default and name != "shortcut":
            words += typed(field, value)
    for name in ("width", "data", "recipe"):
        value = getattr(arguments, name)
        words += [] if value is None else [f"--{name}", str(value)]
    for name, field in offered(Recipe).items():
        value = getattr(arguments, name)
        words += [] if value is None else typed(field, value)
    words += ["--seed", str(arguments.seed)]
    return words + [f"--{flag}" for flag in ("fuse", "weights") if getattr(arguments, flag, False)]


def file_name(title: str) -> Path:
    """A title as a file name: ``plain-20 on digits, seed 0`` → ``plain-20-on-digits-seed-0.pt``."""
    return Path(re.sub(r"[^\w.=+-]+", "-", title) + ".pt")


def runs(arguments: argparse.Namespace) -> None:
    """Print the recorded runs, or the missing ones."""
    from resnet_book.results import campaign
    from resnet_book.results.runs import load_all
    from resnet_book.results.summaries import summarise
    from resnet_book.words import with_spread

    if not arguments.folder.is_dir():
        raise ValueError(f"{arguments.folder} is not a folder: name one that holds records")
    found = load_all(arguments.folder)
    if arguments.missing:
        rate = campaign.speed()
        for run in campaign.missing(found):
            hours = run.work / rate / 3600
            print(f"{hours:7.1f} h  {run.group}: {run.command}")
        return
    if not found:
        raise ValueError(f"{arguments.folder} holds no recorded runs: name a folder that does")
    head = ("network", "data", "recipe", "seeds", "training error", "test error", "paper", "gap")
    row = "{:34} {:8} {:14} {:>5} {:>15} {:>15} {:>7} {:>6}"
    print(row.format(*head))
    for each in summarise(found):
        paper = each.published.value if each.published else None
        print(
            row.format(
                each.network,
                each.data,
                each.recipe.name,
                len(each.runs),
                with_spread(each.train_errors, each.diverged),
                with_spread(each.test_errors, each.diverged),
                "" if paper is None else f"{paper:.2f}",
                "" if each.gap is None else f"{each.gap:+.2f}",
            )
        )


COMMANDS = {"train": train, "record": record, "runs": runs}
