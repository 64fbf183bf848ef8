"""Train the networks that the engine in the page is compared with, and record their errors.

    python scripts/record_training_errors.py

Ten seeds each of plain-20, plain-56 and ResNet-56, 8 channels wide, on the digits with the recipe
``quick``, one thread. Takes some minutes. A test compares the engine's ten with these by a rank
test; it has its own random numbers, so that only the distributions can be equal.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from tqdm import tqdm

from resnet_book.arguments import Parser
from resnet_book.data import digits
from resnet_book.models import build, cifar_spec
from resnet_book.training import recipe, train

TARGET = Path(__file__).parents[1] / "tests/unit/explorers/engine/training_errors.json"
NETWORKS = ((20, "none"), (56, "none"), (56, "A"))
WIDTH, SEEDS = 8, range(10)


def main() -> None:
    Parser(description=__doc__.partition("\n")[0]).parse_args()
    torch.set_num_threads(1)
    data, quick = digits(), recipe("quick")
    rows = []
    for depth, shortcut in NETWORKS:
        spec = cifar_spec(depth, shortcut, width=WIDTH, in_channels=data.channels)
        errors = [
            train(build(spec, seed), data, quick, seed=seed, device="cpu").train_error
            for seed in tqdm(SEEDS, spec.name)
        ]
        rows.append({"depth": depth, "shortcut": shortcut, "train_errors": errors})
    content = {
        "command": "python scripts/record_training_errors.py",
        "torch": torch.__version__.partition("+")[0],
        "recipe": quick.name,
        "width": WIDTH,
        "networks": rows,
    }
    TARGET.write_text(json.dumps(content, indent=2) + "\n", encoding="utf8")
    print(f"wrote {TARGET}")


if __name__ == "__main__":
    main()
