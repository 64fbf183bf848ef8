"""The book's training loop beside the usual one, on the same network, batch, data and threads.

    python benchmarks/trainer.py --depth 20 --rounds 5
    python benchmarks/trainer.py --depth 56 --precision float32 --folder DIR
    python benchmarks/trainer.py --fuse    # ours with fused layers too; also with --curves
    python benchmarks/trainer.py --curves --steps 1170 --folder DIR   # compare errors, not speed

*Usual* is what public CIFAR ResNet trainers do: images augmented one by one as PIL images in a
DataLoader's worker processes, float32, NCHW, and loss and error read with .item() after every step.
*Ours* is :func:`resnet_book.training.train`. *Without .item()* is the usual pipeline, but reads
loss and error only at the end, which isolates that cost. *Ceiling* is the network's convolutions
alone, forward and backward, in the precision and memory format of ours.

All run in turn, round by round, since a machine's speed drifts; quote the ratios. Each measurement
has a process of its own, since ours sets memory options of the C library for the whole process.
"""

from __future__ import annotations

import argparse
import dataclasses
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from statistics import mean, median

import torch
from PIL import Image
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader
from torch.utils.data import Dataset as TorchDataset
from torchvision import transforms

from resnet_book.arguments import Parser, whole
from resnet_book.data import DataError, Dataset, cifar10
from resnet_book.machine import choose_device
from resnet_book.models import cifar_resnet, cifar_spec
from resnet_book.training.loop import train
from resnet_book.training.precision import autocast, choose_precision, without_tf32
from resnet_book.training.recipes import PRECISIONS, Recipe, recipe
from resnet_book.training.speed.memory import kept_memory

BATCH = 128
MEAN, DEVIATION = (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)  # of CIFAR-10's channels


class PILImages(TorchDataset):
    """The training images as PIL images, transformed on access."""

    def __init__(self, data: Dataset) -> None:
        self.images = data.train_images.permute(0, 2, 3, 1).numpy()
        self.labels = data.train_labels.tolist()
        self.transform = transforms.Compose(
            [
                transforms.RandomCrop(32, padding=4),
                transforms.RandomHorizontalFlip(),
                transforms.ToTensor(),
                transforms.Normalize(MEAN, DEVIATION),
            ]
        )

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        return self.transform(Image.fromarray(self.images[index])), self.labels[index]


def usual(data: Dataset, depth: int, device: str, workers: int, *, item: bool) -> float:
    """Images per second of the usual pipeline in one epoch, without its first and last steps.

    At the start the workers have prefetched some batches, at the end none are left to prefetch.
    """
    network = cifar_resnet(depth).to(device).train()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
    loader = DataLoader(
        PILImages(data),
        BATCH,
        shuffle=True,
        num_workers=workers,
        drop_last=True,
        pin_memory=device != "cpu",
    )
    ready = 2 * workers
    first, last, start, total, wrong = 3 + ready, len(loader) - ready, 0.0, 0.0, 0.0
    for step, (x, y) in enumerate(loader):
        if step == first:
            _finish(device)
            start = time.perf_counter()
        if step == last:
            break
        x, y = x.to(device, non_blocking=True), y.to(device, non_blocking=True)
        logits = network(x)
        loss = functional.cross_entropy(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        mistakes = (logits.argmax(1) != y).sum()
        total += loss.item() if item else loss.detach()
        wrong += mistakes.item() if item else mistakes
    _finish(device)
    return (last - first) * BATCH / (time.perf_counter() - start)


def usual_errors(
    data: Dataset, depth: int, device: str, chosen: Recipe, seed: int, workers: int
) -> tuple[float, float]:
    """Last epoch's training error and test error, in percent, of the usual pipeline."""
    torch.manual_seed(seed)
    network = cifar_resnet(depth, seed=seed).to(device).train()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
    images = PILImages(data)
    loader = DataLoader(images, BATCH, shuffle=True, num_workers=workers, drop_last=True)
    steps, step = chosen.steps(len(images)), 0
    while step < steps:
        mistakes, seen = 0.0, 0
        for x, y in loader:
            if step == steps:
                break
            optimizer.param_groups[0]["lr"] = chosen.rate(step, len(images))
            logits = network(x.to(device))
            loss = functional.cross_entropy(logits, y.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            mistakes += (logits.argmax(1).cpu() != y).sum().item()
            seen += len(y)
            step += 1
    centre, width = (torch.tensor(each).view(1, 3, 1, 1) for each in (MEAN, DEVIATION))
    network.eval()
    wrong = 0
    with torch.no_grad():
        for x, y in zip(data.test_images.split(500), data.test_labels.split(500), strict=True):
            logits = network(((x / 255 - centre) / width).to(device))
            wrong += (logits.argmax(1).cpu() != y).sum().item()
    return 100 * mistakes / seen, 100 * wrong / len(data.test_labels)


def curves(
    data: Dataset,
    depth: int,
    device: str,
    precision: str,
    steps: int,
    *,
    workers: int,
    fuse: bool = False,
) -> dict[str, list[tuple[float, float]]]:
    """Train with each pipeline, three seeds each, with one recipe; print and return the errors."""
    chosen = dataclasses.replace(recipe("short"), iterations=steps, precision=precision)

    def our_errors(seed: int, *, fuse: bool) -> tuple[float, float]:
        network = cifar_resnet(depth, seed=seed)
        result = train(network, data, chosen, seed=seed, device=device, progress=False, fuse=fuse)
        return result.epochs[-1].train_error, result.test_error

    pipelines = {
        "usual": lambda seed: usual_errors(data, depth, device, chosen, seed, workers),
        f"ours, {precision}": partial(our_errors, fuse=False),
    }
    if fuse:
        pipelines[f"ours, fused, {precision}"] = partial(our_errors, fuse=True)
    errors = {name: [errors_of(seed) for seed in range(3)] for name, errors_of in pipelines.items()}
    print(f"ResNet-{depth}, {steps} steps of {BATCH}, seeds 0, 1, 2")
    for name, pairs in errors.items():
        for what, values in zip(("training", "test"), zip(*pairs, strict=True), strict=True):
            row = "".join(f"{value:8.2f}" for value in values)
            print(f"{name:22} {what:8} error in % {row}   mean {mean(values):.2f}")
    return errors


def ours(data: Dataset, depth: int, device: str, precision: str, *, fuse: bool = False) -> float:
    """Images per second of the book's loop in one epoch, after a few steps to warm up."""
    chosen = dataclasses.replace(recipe("short"), precision=precision, warmup_epochs=0.0)
    network = cifar_resnet(depth)
    options = {"device": device, "progress": False, "fuse": fuse}
    train(network, data, dataclasses.replace(chosen, iterations=3), **options)
    steps = len(data.train_labels) // BATCH
    result = train(network, data, dataclasses.replace(chosen, iterations=steps), **options)
    return result.images_per_second


@without_tf32()
@kept_memory()
def ceiling(depth: int, device: str, precision: str, steps: int) -> float:
    """Images per second of the network's convolutions alone."""
    network = cifar_resnet(depth, "none", batch_norm=False).to(device)
    layers = []
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            module.bias = None
            layers.append(module)
    stack = nn.Sequential(*layers).to(device, memory_format=torch.channels_last)
    x = torch.randn(BATCH, 3, 32, 32, device=device).to(memory_format=torch.channels_last)
    start = 0.0
    for step in range(steps + 2):
        if step == 2:
            _finish(device)
            start = time.perf_counter()
        stack.zero_grad()
        with autocast(torch.device(device), precision):
            stack(x).sum().backward()
    _finish(device)
    return steps * BATCH / (time.perf_counter() - start)


def _finish(device: str) -> None:
    if device.startswith("cuda"):
        torch.cuda.synchronize(device)


def part(folder: Path | None, images: int) -> Dataset:
    """The first images of CIFAR-10, or noise of the same shape if it is not available."""
    try:
        data = cifar10(folder, download=False)
    except DataError:
        if folder is not None:
            raise
        generator = torch.Generator().manual_seed(0)
        pixels = torch.randint(0, 256, (images, 3, 32, 32), generator=generator, dtype=torch.uint8)
        labels = torch.randint(0, 10, (images,), generator=generator)
        return Dataset("noise", pixels, labels, pixels[:1], labels[:1], ("",) * 10)
    return dataclasses.replace(
        data,
        train_images=data.train_images[:images],
        train_labels=data.train_labels[:images],
        test_images=data.test_images[:BATCH],
        test_labels=data.test_labels[:BATCH],
    )


def in_its_own_process(name: str) -> float:
    """Measure one pipeline in a process of its own, with the other arguments of this command."""
    command = [sys.executable, __file__, *sys.argv[1:], "--only", name]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def parsed() -> tuple[argparse.Namespace, Dataset]:
    """The command line, and the images that it asks for."""
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    count = whole(1, 100_000)
    add("--depth", type=int, default=20, help="layers: 6n+2 (20)")
    add("--precision", default="auto", choices=PRECISIONS, help="of ours (auto)")
    add("--rounds", type=count, default=5, help="turns of each pipeline (5)")
    add("--steps", type=count, default=60, help="of each pipeline in each round (60)")
    workers = "worker processes of the usual DataLoader (2)"
    add("--workers", type=whole(0, 256), default=2, help=workers)
    cuda = "cuda" if torch.cuda.is_available() else "cpu"
    add("--device", default=cuda, help="cpu or cuda (cuda if available)")
    add("--folder", type=Path, help="local copy of CIFAR-10")
    add("--fuse", action="store_true", help="measure ours with fused layers too")
    add("--only", help="a pipeline, named as in the table: measure it once, and print its rate")
    add("--curves", action="store_true", help="compare errors after --steps instead of speed")
    arguments = parser.parse_args()
    if arguments.steps < 4 + 4 * arguments.workers:
        parser.error(f"--steps {arguments.steps} is below {4 + 4 * arguments.workers}")
    try:
        cifar_spec(arguments.depth)
        choose_device(arguments.device, None)
        if arguments.curves:
            return arguments, cifar10(arguments.folder, download=False)
        return arguments, part(arguments.folder, BATCH * arguments.steps)
    except (ValueError, DataError) as error:
        parser.error(str(error))


def main() -> None:
    """Measure the pipelines in turn and print the table."""
    arguments, data = parsed()
    depth, device = arguments.depth, arguments.device
    precision = choose_precision(arguments.precision, torch.device(device))
    if arguments.curves:
        options = {"workers": arguments.workers, "fuse": arguments.fuse}
        curves(data, depth, device, precision, arguments.steps, **options)
        return
    pipelines = {
        "usual": lambda: usual(data, depth, device, arguments.workers, item=True),
        "usual, without .item()": lambda: usual(data, depth, device, arguments.workers, item=False),
        f"ours, {precision}": lambda: ours(data, depth, device, precision),
        f"ceiling, {precision}": lambda: ceiling(depth, device, precision, arguments.steps),
    }
    if arguments.fuse:
        pipelines[f"ours, fused, {precision}"] = partial(
            ours, data, depth, device, precision, fuse=True
        )
    if arguments.only:
        if arguments.only not in pipelines:
            print(f"error: --only is one of {', '.join(pipelines)}", file=sys.stderr)
            sys.exit(2)
        print(pipelines[arguments.only]())
        return
    rates: dict[str, list[float]] = {name: [] for name in pipelines}
    for _ in range(arguments.rounds):
        for name in pipelines:
            rates[name].append(in_its_own_process(name))
    print(
        f"ResNet-{depth} on {data.name}, batch {BATCH}, {arguments.steps} steps, "
        f"{arguments.rounds} rounds, {device}, {torch.get_num_threads()} threads, "
        f"torch {torch.__version__}"
    )
    print(f"{'images per second':26} {'median':>8} {'least':>8} {'most':>8} {'÷ usual':>8}")
    for name, values in rates.items():
        ratio = median(a / b for a, b in zip(values, rates["usual"], strict=True))
        print(f"{name:26} {median(values):8.0f} {min(values):8.0f} {max(values):8.0f} {ratio:8.2f}")


if __name__ == "__main__":
    main()
