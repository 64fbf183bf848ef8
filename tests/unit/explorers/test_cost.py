"""The cost calculator."""

import pytest
import torch
import torchvision

from resnet_book.explorers import cost
from resnet_book.explorers.cost import CostExplorer
from resnet_book.explorers.degradation import DegradationExplorer
from resnet_book.explorers.identity import IdentityExplorer
from resnet_book.explorers.predict import Predict
from resnet_book.explorers.signal import SignalExplorer
from resnet_book.models.counting import costs
from resnet_book.models.resnet import cifar_resnet, imagenet_resnet

GENERATOR = torch.Generator().manual_seed(0)


IMAGES = torch.randn(8, 1, 8, 8, generator=GENERATOR)


LABELS = torch.randint(0, 10, (8,), generator=GENERATOR)


NUMBER = {"answer": [71.8, 82.2], "unit": "%"}


MAKE = {
    "degradation": DegradationExplorer,
    "cost": CostExplorer,
    "signal": lambda: SignalExplorer.measure(IMAGES, LABELS, depths=(8, 14), gains=(1.0, 2.0)),
    "identity": lambda: IdentityExplorer.measure(IMAGES, LABELS, scales=(0.5, 1), lengths=(2, 3)),
    "number": lambda: Predict.number("p", "How large?", **NUMBER),
    "choice": lambda: Predict.choice(
        "p", "Which <b>?", options=["one", "two"], answer="two", because="It is 2."
    ),
    "curve": lambda: Predict.curve(
        "p", "Draw.", x=[8, 20], answer=[1, 2], xlabel="depth", ylabel="error", low=0, high=9
    ),
}


_made = {}


@pytest.fixture(params=MAKE)
def explorer(request):
    return _made.setdefault(request.param, MAKE[request.param]())


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
