"""Average recorded networks on CIFAR-10's test images, and measure their responses, and record it.

    python scripts/record_ensembles.py --folder DIR     # some minutes, one thread of the CPU

DIR holds CIFAR-10; without it, the usual places are searched. The networks are those of the
records with weights, all trained on CIFAR-10.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, islice
from pathlib import Path

import torch
from command_lines import record_parser
from torch import Tensor

from resnet_book.data import Batches, DataError, Dataset, Standard, cifar10
from resnet_book.models.resnet import ResNet
from resnet_book.probes.layer_responses import responses, responses_from_weights
from resnet_book.results import measurements, runs
from resnet_book.results.measurements import Value
from resnet_book.results.records import RECORDED
from resnet_book.training import error_of_average, probabilities

BATCH, BATCHES = 250, 4  # of augmented training images, for the responses
OF = "resnet-20-A_cifar10_short_seed-0.json"  # the record that names the measurement's file


def together(found: Mapping[str, Tensor], labels: Tensor) -> list[dict[str, object]]:
    """The test error in percent of every choice of these networks, averaged."""
    return [
        {
            "networks": list(names),
            "error": error_of_average([found[name] for name in names], labels),
        }
        for size in range(1, len(found) + 1)
        for names in combinations(found, size)
    ]


def apart(network: ResNet, data: Dataset, standard: Standard) -> float:
    """The largest difference of a response on images to what γ and β say, in percent of it."""
    batches = Batches(data.train_images, data.train_labels, standard, BATCH, augment=True)
    order = torch.Generator().manual_seed(0)
    measured = responses(network, islice(batches.shuffled(order), BATCHES))
    pairs = zip(measured, responses_from_weights(network), strict=True)
    return max(100 * abs(a.std / b.std - 1) for a, b in pairs)


def main() -> None:
    parser = record_parser(__doc__)
    parser.add_argument("--folder", type=Path, help="local copy of CIFAR-10 (the usual places)")
    options = parser.parse_args()
    torch.set_num_threads(1)  # as the record says
    try:
        data = cifar10(options.folder)
    except DataError as error:
        parser.error(str(error))
    standard = Standard.of(data.train_images)
    networks = {
        f"{run.name}, {run.recipe.name}": runs.load_network(run)
        for run in runs.load_all()
        if run.weights is not None and run.data.name == data.name
    }
    test_set = Batches(data.test_images, data.test_labels, standard, BATCH)
    found = {name: probabilities(each, test_set) for name, each in networks.items()}
    errors = "network and recipe of each network of an ensemble, and its test error"
    differences = "largest difference of a layer's response on 1,000 augmented training images"
    values = {
        "ensembles": Value(together(found, data.test_labels), "%", errors),
        "responses": Value(
            {name: apart(each, data, standard) for name, each in networks.items()},
            "%",
            f"{differences} to the one computed from γ and β, of the latter",
        ),
    }
    command = "python scripts/record_ensembles.py"
    made = measurements.measurement(
        "ensembles", data, values, command, run=runs.load(RECORDED / OF), seeds=(0,)
    )
    measurements.save_in(options.out, made)


if __name__ == "__main__":
    main()
