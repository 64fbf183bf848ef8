"""Loss and error of a network on a whole set of images; the error of averaged networks."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from resnet_book.data.batches import Batches
from resnet_book.training.precision import autocast, without_tf32


@without_tf32()
@torch.no_grad()
def evaluate(
    network: nn.Module, batches: Batches, precision: str = "float32"
) -> tuple[float, float]:
    """Return the mean loss and the error in percent over all images, in evaluation mode."""
    training = network.training
    network.eval()
    device = batches.labels.device
    loss = torch.zeros((), device=device)
    wrong = torch.zeros((), dtype=torch.int64, device=device)
    for x, labels in batches.ordered():
        with autocast(device, precision):
            logits = network(x)
        loss += functional.cross_entropy(logits.float(), labels, reduction="sum")
        wrong += (logits.argmax(1) != labels).sum()
    network.train(training)
    count = len(batches.labels)
    return float(loss) / count, 100 * int(wrong) / count


@without_tf32()
@torch.no_grad()
def probabilities(network: nn.Module, batches: Batches) -> Tensor:
    """Compute the probability of each class for each image, on the CPU: (images, classes)."""
    training = network.training
    network.eval()
    found = torch.cat([network(x).softmax(1).cpu() for x, _ in batches.ordered()])
    network.train(training)
    return found


def error_of_average(found: Sequence[Tensor], labels: Tensor) -> float:
    """The error in percent of an ensemble: the mean of the networks' probabilities decides.

    Args:
        found: the :func:`probabilities` of each network.
        labels: (images,).
    """
    classes = torch.stack(list(found)).mean(0).argmax(1)
    return 100 * (classes != labels).double().mean().item()
