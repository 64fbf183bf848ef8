"""The command line: ``python -m resnet_book train …``.

It only reads arguments and prints results; what it does lies in the modules it calls. A mistake of
the user is answered with one line and exit code 2.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

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
    _network_arguments(train.add_argument_group("the network"))
    _training_arguments(train.add_argument_group("the training"))
    return top


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
    add("--precision", help="auto, float32 or bfloat16 (the recipe's)")
    add("--seed", type=int, default=0, help="of weights, order and augmentation (0)")
    add("--device", help="cpu or cuda (a GPU where there is one)")
    add("--threads", type=int, help="CPU threads (all cores)")
    add(
        "--test-curve",
        action="store_true",
        help="measure the test error after every epoch, not only after the last",
    )
    add("--checkpoint", type=Path, help="file to go on from (a name made of the other options)")
    add("--fresh", action="store_true", help="delete the checkpoint and start again")


def train(arguments: argparse.Namespace) -> None:
    """Train as the arguments say, and print the result."""

    from resnet_book import data, recipes, training
    from resnet_book.networks import cifar_resnet

    _choose_device(arguments.device, arguments.threads)
    usual = {"digits": "quick", "cifar10": "short"}
    name = arguments.recipe or usual.get(arguments.data, "quick")
    recipe = recipes.recipe(name).with_changes(
        epochs=arguments.epochs,
        learning_rate=arguments.learning_rate,
        precision=arguments.precision,
    )
    options = {
        "depth": arguments.depth,
        "shortcut": arguments.shortcut,
        "block": arguments.block,
        "order": arguments.order,
        "width": arguments.width,
        "batch_norm": not arguments.no_batch_norm,
        "seed": arguments.seed,
    }
    cifar_resnet(**options)  # a bad option is told before the data are looked for
    images = data.load(arguments.data, arguments.folder)
    network = cifar_resnet(**options, in_channels=images.channels, classes=len(images.classes))
    title = f"{network.spec.name} on {images.name}, recipe {recipe.name}, seed {arguments.seed}"
    checkpoint = arguments.checkpoint or Path("checkpoints", file_name(title))
    if arguments.fresh:
        checkpoint.unlink(missing_ok=True)
    print(title, flush=True)
    result = training.train(
        network,
        images,
        recipe,
        seed=arguments.seed,
        device=arguments.device,
        checkpoint=checkpoint,
        test_curve=arguments.test_curve,
    )
    print(
        f"last epoch ({len(result.epochs)}): training error {result.train_error:.2f} %, "
        f"test error {result.test_error:.2f} %\n"
        f"{result.seconds:.1f} s, {result.images_per_second:,.0f} images/s on {result.device}, "
        f"{result.threads} threads, {result.precision}\n"
        f"checkpoint: {checkpoint}"
    )


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


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code: 0, 2 (the user's mistake) or 130 (Ctrl-C)."""
    arguments = parser().parse_args(argv)
    try:
        from resnet_book.checkpoints import CheckpointError
        from resnet_book.data import DataError

        mistakes = (ValueError, OSError, DataError, CheckpointError, FloatingPointError)
        try:
            {"train": train}[arguments.command](arguments)
        except mistakes as error:
            print(f"error: {error}", file=sys.stderr)
            return 2
    except KeyboardInterrupt:
        again = "the same command without --fresh" if arguments.fresh else "the same command"
        print(f"\nstopped; {again} goes on from the last finished epoch", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
