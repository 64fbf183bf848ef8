"""The command line: ``python -m resnet_book train …``.

It only reads arguments and prints results; what it does lies in the modules it calls. A mistake of
the user is answered with one line and exit code 2.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from resnet_book.arguments import parser

if TYPE_CHECKING:
    from resnet_book.data.datasets import Dataset
    from resnet_book.models.resnet import ResNet
    from resnet_book.training.loop import Result
    from resnet_book.training.recipes import Recipe


def train(arguments: argparse.Namespace) -> None:
    """Train as the arguments say, and print the result."""
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
    """Train as the arguments say, unless that run is on record, and write a record."""
    from resnet_book.results import runs

    work = _prepare(arguments)
    name = work.network.spec.name
    file = runs.file_name(name, work.data.name, work.recipe.name, arguments.seed)
    path = arguments.out / file
    if path.exists() and not arguments.fresh:
        raise ValueError(f"{path} is on record already; --fresh records it anew")
    runs.commit()  # without one there can be no record: told before the training
    result, first = _train(work, arguments, test_curve=True)
    if not first:
        return
    command = shlex.join(["python", "-m", "resnet_book", "record", *_essential(arguments)])
    content = runs.record(work.network, work.data, work.recipe, arguments.seed, result, command)
    if arguments.weights:
        weights = path.with_suffix(".safetensors")
        content["weights"] = runs.save_weights(work.network, weights)
    runs.save(content, path)
    print(
        f"training error {result.train_error:.2f} %, test error {result.test_error:.2f} %: {path}"
    )


@dataclass
class _Work:
    """What the arguments of ``train`` and ``record`` stand for."""

    title: str
    network: ResNet
    data: Dataset
    recipe: Recipe
    checkpoint: Path


def _prepare(arguments: argparse.Namespace) -> _Work:
    from resnet_book.data import datasets
    from resnet_book.models.resnet import build, cifar_spec
    from resnet_book.training import recipes

    _choose_device(arguments.device, arguments.threads)
    usual = {"digits": "quick", "cifar10": "short"}
    name = arguments.recipe or usual.get(arguments.data, "quick")
    recipe = recipes.recipe(name).with_changes(
        epochs=arguments.epochs,
        learning_rate=arguments.learning_rate,
        warmup_epochs=arguments.warmup_epochs,
        precision=arguments.precision,
    )
    options = {
        "depth": arguments.depth,
        "shortcut": arguments.shortcut,
        "block": arguments.block,
        "order": arguments.order,
        "width": arguments.width,
        "batch_norm": not arguments.no_batch_norm,
    }
    cifar_spec(**options)  # a bad option is told before the data are looked for
    images = datasets.load(arguments.data, arguments.folder)
    spec = cifar_spec(**options, in_channels=images.channels, classes=len(images.classes))
    network = build(spec, arguments.seed)
    title = f"{network.spec.name} on {images.name}, recipe {recipe.name}, seed {arguments.seed}"
    checkpoint = arguments.checkpoint or Path("checkpoints", file_name(title))
    return _Work(title, network, images, recipe, checkpoint)


def _train(work: _Work, arguments: argparse.Namespace, *, test_curve: bool) -> tuple[Result, bool]:
    """The result, and whether this is the process that tells it."""
    from resnet_book.training import loop
    from resnet_book.training.processes import Processes, group

    with group(arguments.device) as device:
        processes = Processes.here()
        if processes.first:
            print(work.title, flush=True)
            if arguments.fresh:
                work.checkpoint.unlink(missing_ok=True)
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


def _essential(arguments: argparse.Namespace) -> list[str]:
    """The options that decide a run's result, as they are typed; places and devices are not."""
    options = []
    for option in ("depth", "shortcut", "block", "order", "width", "data", "recipe", "epochs",
                   "learning_rate", "warmup_epochs", "precision", "seed"):  # fmt: skip
        value = getattr(arguments, option)
        if value is not None:
            options += [f"--{option.replace('_', '-')}", str(value)]
    for flag in ("no_batch_norm", "fuse", "weights"):
        if getattr(arguments, flag):
            options.append(f"--{flag.replace('_', '-')}")
    return options


def _choose_device(device: str | None, threads: int | None) -> None:
    """Set the number of threads, and see whether PyTorch can use the device."""
    import torch

    if threads is not None:
        cores = os.cpu_count() or 1
        if not 1 <= threads <= cores:
            raise ValueError(
                f"threads {threads} is not from 1 to {cores}, the cores of this machine"
            )
        torch.set_num_threads(threads)
    if device is not None:
        try:
            torch.zeros(1, device=device).sum().item()
        except (RuntimeError, AssertionError, NotImplementedError):
            raise ValueError(
                f"device {device!r} cannot be used by PyTorch on this machine; cpu always can"
            ) from None


def file_name(title: str) -> Path:
    """A title as a file name: ``plain-20 on digits, seed 0`` → ``plain-20-on-digits-seed-0.pt``."""
    return Path(re.sub(r"[^\w.=+-]+", "-", title) + ".pt")


def runs(arguments: argparse.Namespace) -> None:
    """Print the recorded runs, or the missing ones."""
    from resnet_book.results import campaign, scorecard, tables
    from resnet_book.results.runs import load_all

    found = load_all(arguments.folder)
    if arguments.missing:
        rate = campaign.speed()
        for run in campaign.missing(found):
            hours = run.work / rate / 3600
            print(f"{hours:7.1f} h  {run.group}: {run.command}")
        return
    row = "{:34} {:8} {:14} {:>5} {:>15} {:>15} {:>7} {:>6}"
    print(row.format("network", "data", "recipe", "seeds", "training error", "test error",
                     "paper", "gap"))  # fmt: skip
    for each in scorecard.summarise(found):
        paper = each.published.value if each.published else None
        print(
            row.format(
                each.network,
                each.data,
                each.recipe,
                len(each.runs),
                tables.with_spread(each.train_errors),
                tables.with_spread(each.test_errors),
                "" if paper is None else f"{paper:.2f}",
                "" if each.gap is None else f"{each.gap:+.2f}",
            )
        )


COMMANDS = {"train": train, "record": record, "runs": runs}


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code: 0, 2 (the user's mistake) or 130 (Ctrl-C)."""
    arguments = parser().parse_args(argv)
    try:
        from resnet_book.data.cifar_files import DataError
        from resnet_book.results.runs import RecordError
        from resnet_book.training.checkpoints import CheckpointError

        mistakes = (
            ValueError, OSError, DataError, CheckpointError, RecordError, FloatingPointError
        )  # fmt: skip
        try:
            COMMANDS[arguments.command](arguments)
        except mistakes as error:
            print(f"error: {error}", file=sys.stderr)
            return 2
    except KeyboardInterrupt:
        fresh = getattr(arguments, "fresh", False)
        again = "the same command without --fresh" if fresh else "the same command"
        print(f"\nstopped; {again} goes on from the last finished epoch", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
