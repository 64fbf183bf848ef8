"""The parser of the command line: commands, options and help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from resnet_book.choices import listed
from resnet_book.options import offered, option

EXAMPLES = """\
examples:
  python -m resnet_book train
      a residual network of 20 layers on the digits: a few seconds
  python -m resnet_book train --depth 56 --shortcut none
      a plain network of 56 layers: watch it fail
  python -m resnet_book train --depth 20 --data cifar10 --recipe short --epochs 1
      one epoch on CIFAR-10 (downloaded unless --folder names a local copy)

Ctrl-C stops a training; the same command resumes it.
"""

LARGEST_SEED = 2**32 - 1


class Parser(argparse.ArgumentParser):
    """A parser that prints errors on one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"error: {message} (see --help)\n")


def parser() -> argparse.ArgumentParser:
    """Make the parser; options of blocks and recipes are the fields of their dataclasses."""
    from resnet_book.results.records import RECORDED

    top = Parser(
        prog="python -m resnet_book",
        description="Deep Residual Learning, Measured: train the book's networks.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="command")
    train = commands.add_parser(
        "train",
        help="train one network and print its errors",
        description="Train one network and print its training and test error of the last epoch.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_arguments(train)
    train.add_argument(
        "--test-curve",
        action="store_true",
        help="measure the test error after every epoch, not only after the last",
    )
    record = commands.add_parser(
        "record",
        help="train one network and record the run",
        description="Train one network and write a record: the curves, the last epoch's errors, "
        "and everything needed to repeat the run.",
    )
    _add_arguments(record)
    add = record.add_argument_group("the record").add_argument
    add("--weights", action="store_true", help="save the weights too, in half precision")
    add("--out", type=Path, default=RECORDED, help="folder to save to (the package's records)")
    listing = commands.add_parser(
        "runs",
        help="list the recorded runs, or the missing ones",
        description="List the recorded runs with the papers' numbers.",
    )
    listing.add_argument(
        "--folder", type=Path, default=RECORDED, help="folder to read (the package's records)"
    )
    listing.add_argument(
        "--missing",
        action="store_true",
        help="list missing runs of the campaign, most wanted first, with estimated hours",
    )
    return top


def _add_arguments(command: argparse.ArgumentParser) -> None:
    _network_arguments(command.add_argument_group("the network"))
    _training_arguments(command.add_argument_group("the training"))


def _network_arguments(group: argparse._ArgumentGroup) -> None:
    from resnet_book.models.block_designs import BlockDesign

    add = group.add_argument
    add("--depth", type=int, default=20, help="layers: 6n+2, or 9n+2 for bottlenecks (20)")
    for field in offered(BlockDesign).values():
        flag, default, text = option(field), field.default, field.metadata["help"]
        if isinstance(default, bool):
            add(flag, dest=field.name, action=f"store_{str(not default).lower()}", help=text)
        else:
            help = f"{text} ({default})"
            add(flag, dest=field.name, type=type(default), default=default, help=help)
    add("--width", type=int, default=16, help="channels of the first stage (16)")


def _training_arguments(group: argparse._ArgumentGroup) -> None:
    from resnet_book.data import NAMES
    from resnet_book.training.recipes import RECIPES, Recipe

    add = group.add_argument
    lengths = {
        name: f"{each.iterations:,} steps" if each.iterations else f"{each.epochs} epochs"
        for name, each in RECIPES.items()
    }
    add(
        "--data",
        default="digits",
        help=f"{listed(NAMES)} (digits, which needs no download)",
    )
    add("--folder", type=Path, help="local copy of the data set, in any of its official layouts")
    add(
        "--recipe",
        help=f"{', '.join(f'{name} ({length})' for name, length in lengths.items())}; if left out, "
        "quick for digits and short for CIFAR",
    )
    for field in offered(Recipe).values():
        text = field.metadata["help"]
        add(option(field), dest=field.name, type=type(field.default), help=text)
    add(
        "--seed",
        type=whole(0, LARGEST_SEED),
        default=0,
        help="seed of the weights, the order of images and their augmentation (0)",
    )
    add("--device", help="cpu or cuda (cuda if available)")
    add("--threads", type=int, help="number of CPU threads (all cores)")
    add(
        "--fuse",
        action="store_true",
        help="fuse batch norm, addition and ReLU into one operation: faster, but slow to start; "
        "on a CPU it needs GCC or clang, and ninja",
    )
    add(
        "--checkpoint",
        type=Path,
        help="file to save to and resume from (named after the other options)",
    )
    add("--fresh", action="store_true", help="delete the checkpoint and start over")


def whole(low: int, high: int) -> Callable[[str], int]:
    """A converter for whole numbers from `low` to `high`."""

    def convert(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text} is not a whole number from {low} to {high}")
        return value

    return convert
