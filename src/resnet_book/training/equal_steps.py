"""Steps that move every convolution by the same fraction of its weights.

A control for lesson 1: if only the size of the gradients made a deep plain network fail, it should
learn with steps whose size does not depend on them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from resnet_book.data.batches import Batches, Standard
from resnet_book.data.labelled_images import Dataset
from resnet_book.training.evaluation import evaluate

STEPS, BATCH = 110, 64  # as in the recipe `quick` on the digits
RATE, MOMENTUM = 0.02, 0.9

Step = Callable[[Sequence[Tensor], Sequence[Tensor], float], None]


def step_equally(weights: Sequence[Tensor], velocities: Sequence[Tensor], share: float) -> None:
    """Move each of `weights` by `share` of its norm, and keep that norm.

    Args:
        weights: with gradients; changed in place.
        velocities: the running sums of the gradients, each divided by its norm before it is added;
            shaped like the weights, changed in place.
        share: a fraction, 0.01 for one percent.

    Raises:
        ValueError: a weight has no gradient.
    """
    for weight, velocity in zip(weights, velocities, strict=True):
        gradient = weight.grad
        if gradient is None:
            raise ValueError("a weight has no gradient: no step can be taken")
        velocity.mul_(MOMENTUM).add_(gradient / gradient.norm())
        norm = weight.norm()
        weight.sub_(share * norm * velocity / velocity.norm())
        weight.mul_(norm / weight.norm())


def train_equally(
    network: nn.Module,
    data: Dataset,
    seed: int = 0,
    *,
    share: float = 0.003,
    steps: int = STEPS,
    step: Step = step_equally,
) -> float:
    """Train `network` in place on the CPU; returns its training error in percent.

    The convolutions take equal steps; γ, β and the classifier are trained by SGD. The share and
    SGD's rate both fall to 0 along a cosine.

    Args:
        seed: of the order of the images.
        share: the fraction of its norm by which the first step moves each convolution.
        steps: of 64 images each.
        step: moves the convolutions, as :func:`step_equally` does.
    """
    standard = Standard.of(data.train_images)
    batches = Batches(data.train_images, data.train_labels, standard, BATCH)
    weights = [m.weight for m in network.modules() if isinstance(m, nn.Conv2d)]
    convolved = set(map(id, weights))
    others = [p for p in network.parameters() if id(p) not in convolved]
    sgd = torch.optim.SGD(others, lr=RATE, momentum=MOMENTUM)
    velocities = [torch.zeros_like(weight) for weight in weights]
    network.train()
    for number, (x, labels) in zip(range(steps), _shuffled(batches, seed), strict=False):
        fraction = (1 + math.cos(math.pi * number / steps)) / 2
        sgd.param_groups[0]["lr"] = RATE * fraction
        network.zero_grad()
        functional.cross_entropy(network(x), labels).backward()
        with torch.no_grad():
            step(weights, velocities, share * fraction)
        sgd.step()
    return evaluate(network, batches)[1]


def _shuffled(batches: Batches, seed: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield shuffled batches, epoch after epoch, endlessly."""
    generator = torch.Generator().manual_seed(seed)
    while True:
        yield from batches.shuffled(generator)
