"""What the command line understands: its commands, their options, and the help."""

from __future__ import annotations

import argparse
from pathlib import Path

RECORDED = Path(__file__).parent / "results" / "recorded"

EXAMPLES = """\
examples:
  python -m resnet_book train
      a residual network of 20 layers on the digits: a few seconds
  python -m resnet_book train --depth 56 --shortcut none
      its plain twin of 56 layers: watch it fail
  python -m resnet_book train --depth 20 --data cifar10 --recipe short --epochs 1
      one epoch of CIFAR-10 (downloaded, unless --folder says where it is)

Ctrl-C stops a training; the same command goes on where it stopped.
"""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> None:
        self.exit(2, f"error: {message} (see --help)\n")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = Parser(
        prog="python -m resnet_book",
        description="Deep Residual Learning, Measured: train the book's networks.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="command")
    train = commands.add_parser(
        "train",
        help="train one network and print its errors",
        description="Train one network, show how it goes, and print its errors in the last epoch.",
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
        help="train one network and put the run on record",
        description="Train one network and write a record: the curves, the last epoch's errors, "
        "and all that is needed to make them again.",
    )
    _add_arguments(record)
    add = record.add_argument_group("the record").add_argument
    add("--weights", action="store_true", help="keep the weights beside it, in half precision")
    add("--out", type=Path, default=RECORDED, help="folder of the records (the package's)")
    listing = commands.add_parser(
        "runs",
        help="list the recorded runs, or those that are missing",
        description="List the recorded runs beside the papers' numbers.",
    )
    listing.add_argument("--folder", type=Path, default=RECORDED, help="of the records")
    listing.add_argument(
        "--missing",
        action="store_true",
        help="list what the campaign lacks, in order of worth, with the time it takes here",
    )
    return top


def _add_arguments(command: argparse.ArgumentParser) -> None:
    _network_arguments(command.add_argument_group("the network"))
    _training_arguments(command.add_argument_group("the training"))


def _network_arguments(group) -> None:
    add = group.add_argument
    add("--depth", type=int, default=20, help="layers: 6n+2, or 9n+2 for bottlenecks (20)")
    add(
        "--shortcut",
        default="A",
        help="none (a plain network), A, B, C, conv, scaling=0.5,1, exclusive-gating=-6, "
        "shortcut-gating=-6 or dropout=0.5 (A)",
    )
    add("--block", default="basic", help="basic or bottleneck (basic)")
    add(
        "--order",
        default="original",
        help="original, bn-after-addition, relu-before-addition, relu-only-preactivation or "
        "full-preactivation (original)",
    )
    add("--width", type=int, default=16, help="channels of the first stage (16)")
    add("--no-batch-norm", action="store_true", help="biases in place of batch normalisation")


def _training_arguments(group) -> None:
    add = group.add_argument
    add("--data", default="digits", help="digits (built in) or cifar10 (digits)")
    add("--folder", type=Path, help="where CIFAR-10 lies, in any of its official layouts")
    add(
        "--recipe",
        help="quick (seconds; the digits' if not given), short (12 epochs; CIFAR-10's), paper "
        "(64,000 steps) or paper-warmup (the same for 110 layers)",
    )
    add("--epochs", type=int, help="another number of epochs than the recipe's")
    add("--learning-rate", type=float, help="another base rate than the recipe's")
    add("--warmup-epochs", type=float, help="another warm-up than the recipe's; 0 for none")
    add("--precision", help="auto, float32 or bfloat16 (the recipe's)")
    add("--seed", type=int, default=0, help="of weights, order and augmentation (0)")
    add("--device", help="cpu or cuda (a GPU where there is one)")
    add("--threads", type=int, help="CPU threads (all cores)")
    add(
        "--fuse",
        action="store_true",
        help="do at once what lies between two convolutions: faster; compiles at its first use, "
        "for which a CPU needs GCC or clang, and ninja",
    )
    add("--checkpoint", type=Path, help="file to go on from (a name made of the other options)")
    add("--fresh", action="store_true", help="delete the checkpoint and start again")
