"""The networks in the papers' tables: the spec of each cell's network.

Only networks that the book can measure have a spec: those of He et al. 2015, Table 6, and those of
110 layers in He et al. 2016.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import torch

from resnet_book.models.counting import costs
from resnet_book.models.network_specs import (
    IMAGENET,
    NetworkSpec,
    cifar_spec,
    imagenet_spec,
    usual_shortcut,
)
from resnet_book.models.resnet import build
from resnet_book.results import papers
from resnet_book.results.papers import Published

CIFAR = "cifar10"  # the data set of the tables below
CIFAR_DEPTHS = (20, 32, 44, 56, 110, 1202)  # He et al. 2015, Table 6

# Rows of He et al. 2016, Tables 1 (ResNet-110, by shortcut) and 2 (by activation order).
SHORTCUT_ROWS = {
    "scaling=0.5,1": "constant scaling (0.5, 1)",
    "scaling=0.5,0.5": "constant scaling (0.5, 0.5)",
    "exclusive-gating=-6": "exclusive gating (bias -6)",
    "shortcut-gating=0": "shortcut-only gating (bias 0)",
    "shortcut-gating=-6": "shortcut-only gating (bias -6)",
    "conv": "1x1 convolution",
    "dropout=0.5": "dropout",
}
ORDER_ROWS = {
    "bn-after-addition": "BN after addition",
    "relu-before-addition": "ReLU before addition",
    "relu-only-preactivation": "ReLU-only pre-activation",
    "full-preactivation": "full pre-activation",
}


@dataclass(frozen=True)
class Subject:
    """The network and the name of the data set that an error in a table was measured on."""

    spec: NetworkSpec
    data: str


@cache
def subjects() -> Mapping[Published, Subject]:
    """The errors in the papers' tables, in order, each with its network and data set.

    Cells of different tables that quote the same figure have the same subject.
    """
    cells = {
        ("he2015", 6, f"ResNet-{depth}", "test error"): cifar_spec(depth) for depth in CIFAR_DEPTHS
    }
    deep = 110
    cells["he2016", 1, "original", "test error"] = cifar_spec(deep)
    for shortcut, row in SHORTCUT_ROWS.items():
        cells["he2016", 1, row, "test error"] = cifar_spec(deep, shortcut)
    for order, row in ({"original": "original"} | ORDER_ROWS).items():
        cells["he2016", 2, row, "ResNet-110 test error"] = cifar_spec(deep, order=order)
    for order, name in (("original", "original"), ("full-preactivation", "pre-activation")):
        metric = f"CIFAR-10 test error, {name}"
        cells["he2016", 3, "ResNet-110", metric] = cifar_spec(deep, order=order)
    return {papers.published(*key): Subject(spec, CIFAR) for key, spec in cells.items()}


def published_error(spec: NetworkSpec, data: str) -> Published | None:
    """The paper's test error of exactly this network on the named data set, or None."""
    for cell, subject in subjects().items():
        if subject == Subject(spec, data):
            return cell
    return None


@cache
def counted() -> Mapping[Published, NetworkSpec]:
    """The cells whose values can be counted, not measured, and the network of each.

    Parameters of He et al. 2015, Table 6, and multiply-adds of Table 1.
    """
    cells = {
        ("he2015", 1, f"ResNet-{depth}", "multiply-adds"): imagenet_spec(
            depth, usual_shortcut("imagenet", depth), stride_on="1x1"
        )
        for depth in IMAGENET
    }
    for depth in CIFAR_DEPTHS:
        cells["he2015", 6, f"ResNet-{depth}", "parameters"] = cifar_spec(depth)
    return {papers.published(*key): spec for key, spec in cells.items()}


@cache
def count(cell: Published) -> float | None:
    """Our count for a cell whose value can be counted, in its unit; None for an error."""
    spec = counted().get(cell)
    if spec is None:
        return None
    with torch.device("meta"):
        network = build(spec)
    if cell.metric == "parameters":
        return sum(p.numel() for p in network.parameters()) / 1e6
    return costs(network, (3, 224, 224)).multiply_adds / 1e9
