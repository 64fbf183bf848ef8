"""The identity explorer."""

import pytest
import torch

from resnet_book.explorers.cost import CostExplorer
from resnet_book.explorers.degradation import DegradationExplorer
from resnet_book.explorers.identity import IdentityExplorer
from resnet_book.explorers.predict import Predict
from resnet_book.explorers.signal import SignalExplorer

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


def test_identity_explorer_holds_the_measured_terms():
    explorer = _made.setdefault("identity", MAKE["identity"]())
    for (scale, length), terms in explorer.measured.items():
        for row in terms.rows:
            assert row.product == pytest.approx(scale ** (length - row.block))
            assert row.direct == pytest.approx(row.product * terms.last_gradient, rel=1e-5)
    explorer.direction = "forward"
    assert "carried" in explorer.picture().alt
