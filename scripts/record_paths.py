"""Train lesson 3's stacks of three blocks, and record the gradient of every path through them.

    python scripts/record_paths.py    # about two minutes, one thread of the CPU

A factor λ on every shortcut, from a plain stack (0) upwards; 36 steps on the digits, three seeds,
every choice of branches cut. The page measures the same before training by itself.
"""

from __future__ import annotations

import torch
from command_lines import record_parser
from tqdm import tqdm

from resnet_book.data import Batches, Standard, digits
from resnet_book.explorers.paths import PathsExplorer
from resnet_book.models.resnet import ResNet
from resnet_book.probes.block_stack import stack
from resnet_book.results import measurements
from resnet_book.results.measurements import Value
from resnet_book.training.loop import train
from resnet_book.training.recipes import recipe

FACTORS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0, 1.2)
SEEDS = (0, 1, 2)
BLOCKS, STEPS, RATE = 3, 36, 0.1
IMAGES = 32  # the first ones of the training set


def trained(scale: float, seed: int) -> ResNet:
    network = stack(scale, BLOCKS, seed)
    chosen = recipe("quick").with_changes(iterations=STEPS, learning_rate=RATE)
    train(network, digits(), chosen, seed=seed, device="cpu", progress=False)
    return network


def rows() -> list[dict[str, object]]:
    """For each factor and choice of cut branches, the norms of the paths, a seed each."""
    data = digits()
    standard = Standard.of(data.train_images)
    batches = Batches(data.train_images, data.train_labels, standard, IMAGES)
    images, labels = next(batches.ordered())
    networks = {scale: [trained(scale, seed) for seed in SEEDS] for scale in tqdm(FACTORS, "train")}
    measured = PathsExplorer.measure({"": networks}, images, labels).measured
    return [
        {"scale": scale, "cut": list(cut), "seeds": [norms.plain() for norms in seeds]}
        for (_, scale, cut), seeds in measured.items()
    ]


def main() -> None:
    chosen = record_parser(__doc__).parse_args()
    torch.set_num_threads(1)  # as the record says
    about = (
        f"by factor on the shortcuts and branches cut (from 0), after {STEPS} steps at a rate of "
        f"{RATE}: norms of the gradient that comes back by each path (b: branch, s: shortcut) and "
        "of the whole, relative to that behind the last block; relative error of their sum"
    )
    values = {
        "paths": Value(rows(), "", about),
        "steps": Value(STEPS, "", "steps of training"),
        "images": Value(IMAGES, "", "training images of the gradient's batch"),
    }
    made = measurements.measurement(
        "paths",
        digits(),
        values,
        "python scripts/record_paths.py",
        network=stack(1.0, BLOCKS).spec,
        seeds=SEEDS,
    )
    measurements.save_in(chosen.out, made)


if __name__ == "__main__":
    main()
