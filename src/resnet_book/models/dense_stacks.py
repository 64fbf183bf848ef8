"""Stacks of fully connected layers in pairs, with and without shortcuts; small and quick to train.

A pair computes ``relu(Q x + F(x))``, as a block of He et al. 2015 does, or ``Q x + F(x)`` with its
activations before the layers, as in He et al. 2016. Q is the identity, a random permutation, a
random orthogonal matrix (compared by Orhan and Pitkow 2018, arXiv:1701.09175), or 0: a plain stack.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import torch
from torch import Tensor, nn

from resnet_book.choices import one_of

SHORTCUTS = ("none", "identity", "permutation", "orthogonal")


@dataclass(frozen=True)
class DenseSpec:
    """Everything that identifies a stack, or a classifier made of one, except its weights.

    Attributes:
        layers: in pairs, without the classifier's last one.
        classes: outputs of the classifier; None for a stack without one.
        shortcut, scale, preactivation, width: as for :func:`dense_stack`.

    Raises:
        ValueError: an odd number of layers, or an unknown shortcut.
    """

    family: ClassVar[str] = "dense"

    layers: int
    classes: int | None = None
    shortcut: str = "identity"
    scale: float = 1.0
    preactivation: bool = False
    width: int = 64

    def __post_init__(self) -> None:
        _check(self.layers, self.shortcut)

    @property
    def name(self) -> str:
        """``dense-18-identity-scale=0.1``, ``dense-30-none-preactivation-classes=10``, …"""
        parts = [f"dense-{self.layers}-{self.shortcut}"]
        if self.scale != 1:
            parts.append(f"scale={self.scale:g}")
        if self.preactivation:
            parts.append("preactivation")
        if self.width != 64:
            parts.append(f"width={self.width}")
        if self.classes is not None:
            parts.append(f"classes={self.classes}")
        return "-".join(parts)


def build_dense(spec: DenseSpec, seed: int = 0) -> nn.Sequential:
    """Build the stack or classifier of `spec`, with weights and shortcuts drawn from `seed`."""
    stack = dense_stack if spec.classes is None else partial(dense_classifier, classes=spec.classes)
    return stack(
        spec.layers,
        seed,
        width=spec.width,
        shortcut=spec.shortcut,
        scale=spec.scale,
        preactivation=spec.preactivation,
    )


class DensePair(nn.Module):
    """Two fully connected layers with batch normalisation: (N, width) → (N, width).

    The weights are PyTorch's defaults; :func:`dense_stack` initialises them.

    Args:
        carry: Q, (width, width), fixed; None for no shortcut.
        scale: initial γ of the last batch normalisation.
        preactivation: batch normalisation and ReLU before each layer, and nothing after the sum.
    """

    def __init__(
        self,
        width: int,
        carry: Tensor | None = None,
        *,
        scale: float = 1.0,
        preactivation: bool = False,
    ) -> None:
        super().__init__()
        self.layer1 = nn.Linear(width, width, bias=False)
        self.layer2 = nn.Linear(width, width, bias=False)
        self.bn1, self.bn2 = nn.BatchNorm1d(width), nn.BatchNorm1d(width)
        self.preactivation = preactivation
        self.carry: Tensor | None
        self.register_buffer("carry", carry)
        nn.init.constant_(self.bn2.weight, scale)

    def branch(self, x: Tensor) -> Tensor:
        """F(x)."""
        if self.preactivation:
            hidden = self.layer1(torch.relu(self.bn1(x)))
            return self.layer2(torch.relu(self.bn2(hidden)))
        return self.bn2(self.layer2(torch.relu(self.bn1(self.layer1(x)))))

    def forward(self, x: Tensor) -> Tensor:
        y = self.branch(x)
        if self.carry is not None:
            y = x @ self.carry.T + y
        return y if self.preactivation else torch.relu(y)


def carrying(shortcut: str, width: int, generator: torch.Generator) -> Tensor | None:
    """Q of a shortcut, drawn from `generator` where it is random: (width, width), or None.

    Raises:
        ValueError: an unknown shortcut.
    """
    one_of("shortcut", shortcut, SHORTCUTS)
    if shortcut == "none":
        return None
    if shortcut == "permutation":
        return torch.eye(width)[torch.randperm(width, generator=generator)]
    if shortcut == "orthogonal":
        orthogonal, upper = torch.linalg.qr(torch.randn(width, width, generator=generator))
        return orthogonal * upper.diagonal().sign()  # makes all matrices equally likely
    return torch.eye(width)


def dense_stack(
    layers: int,
    seed: int = 0,
    *,
    width: int = 64,
    shortcut: str = "identity",
    scale: float = 1.0,
    preactivation: bool = False,
) -> nn.Sequential:
    """Build `layers` / 2 pairs with He initialisation.

    Args:
        layers: an even number of at least 2.
        seed: of weights and shortcuts; stacks that differ only in `shortcut` have equal weights.
        shortcut: one of :data:`SHORTCUTS`, drawn anew for each pair.
        scale, preactivation: as in :class:`DensePair`.

    Raises:
        ValueError: an odd number of layers, or an unknown shortcut.
    """
    _check(layers, shortcut)
    shortcuts = torch.Generator().manual_seed(seed + 2**32)
    with torch.random.fork_rng(devices=[]):  # constructors draw from the global generator
        pairs = [
            DensePair(
                width,
                carrying(shortcut, width, shortcuts),
                scale=scale,
                preactivation=preactivation,
            )
            for _ in range(layers // 2)
        ]
    stack = nn.Sequential(*pairs)
    generator = torch.Generator().manual_seed(seed)
    for module in stack.modules():
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, 0, math.sqrt(2 / width), generator=generator)
    return stack


def dense_classifier(
    layers: int, seed: int = 0, *, width: int = 64, classes: int = 10, **options: str | float | bool
) -> nn.Sequential:
    """A stack on flattened images of `width` pixels, and a linear layer: (N, 1, H, W) → logits.

    Args:
        layers, seed, width, options: of :func:`dense_stack`; a pre-activation stack ends in batch
            normalisation and ReLU.

    Raises:
        ValueError: as :func:`dense_stack`.
    """
    stack = dense_stack(layers, seed, width=width, **options)  # type: ignore[arg-type]
    with torch.random.fork_rng(devices=[]):
        end = [nn.BatchNorm1d(width), nn.ReLU()] if options.get("preactivation") else []
        last = nn.Linear(width, classes)
    generator = torch.Generator().manual_seed(seed + 2**33)
    nn.init.normal_(last.weight, 0, math.sqrt(1 / width), generator=generator)
    nn.init.zeros_(last.bias)
    return nn.Sequential(nn.Flatten(), *stack, *end, last)


def _check(layers: int, shortcut: str) -> None:
    if layers < 2 or layers % 2:
        raise ValueError(f"layers {layers!r} is not an even number of at least 2")
    one_of("shortcut", shortcut, SHORTCUTS)
