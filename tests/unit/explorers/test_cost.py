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


def test_table_has_the_papers_networks_with_the_shortcuts_that_they_have():
    rows = {(row[0], row[1]): row[2:] for row in CostExplorer().table.rows}
    assert {depth for family, depth in rows if family == "CIFAR, basic blocks"} == {
        "20", "32", "44", "56", "110", "1202",
    }  # fmt: skip
    for depth in (20, 32, 44, 56, 110, 1202):
        shortcut, parameters, _ = rows["CIFAR, basic blocks", str(depth)]
        assert shortcut == "A"
        with torch.device("meta"):
            network = cifar_resnet(depth)
        assert parameters == f"{sum(p.numel() for p in network.parameters()):,}"
    shortcuts = [rows["ImageNet", str(depth)][0] for depth in (18, 34, 50, 101, 152)]
    assert shortcuts == ["A", "A", "B", "B", "B"]


def test_printed_figures_stand_beside_exactly_their_network():
    published = CostExplorer().state["content"]["published"]
    (fifty,) = [each for each in published if each["of"]["depth"] == 50]
    assert fifty["of"] == {
        "family": "imagenet", "depth": 50, "shortcut": "B", "stride_on": "1x1",
    }  # fmt: skip
    assert fifty["value"] == 3.8
    assert fifty["what"] == ("multiply-adds, billions: He et al. 2015, arXiv:1512.03385, Table 1")
    assert len(published) == 11
