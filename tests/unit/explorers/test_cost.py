"""The cost calculator."""

import pytest
import torch
import torchvision

from resnet_book.explorers import cost
from resnet_book.explorers.cost import CostExplorer
from resnet_book.models.counting import costs
from resnet_book.models.resnet import cifar_resnet, imagenet_resnet


@pytest.mark.parametrize(
    ("family", "depth", "network"),
    [
        ("cifar-basic", 20, lambda s: cifar_resnet(20, s)),
        ("cifar-bottleneck", 29, lambda s: cifar_resnet(29, s, block="bottleneck")),
        ("imagenet", 34, lambda s: imagenet_resnet(34, s, stride_on="1x1")),
        ("imagenet", 50, lambda s: imagenet_resnet(50, s, stride_on="1x1")),
    ],
)
@pytest.mark.parametrize("shortcut", ["none", "B"])
def test_calculator_counts_as_costs_does(family, depth, network, shortcut):
    with torch.device("meta"):
        built = network(shortcut)
    counted = costs(built, cost.SIZES[family.split("-")[0]])
    explorer = CostExplorer(family, depth, shortcut)
    assert explorer.costs().stages == cost.merged(counted)


def test_calculator_offers_what_torchvision_has():
    for depth in (18, 34, 50, 101, 152):
        with torch.device("meta"):
            theirs = getattr(torchvision.models, f"resnet{depth}")()
        explorer = CostExplorer("imagenet", depth, "B", "3x3")
        assert explorer.costs().parameters == sum(p.numel() for p in theirs.parameters())
