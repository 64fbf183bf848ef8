"""Explorers, Python's side: their state, their four views, and what they refuse."""

import copy
import gzip
import json
import re
from pathlib import Path

import pytest
import torch
import torchvision

from resnet_book import runs
from resnet_book.costs import costs
from resnet_book.networks import cifar_resnet, imagenet_resnet
from resnet_book.tables import with_spread
from resnet_book.widgets import (
    CostExplorer,
    DegradationExplorer,
    IdentityExplorer,
    Predict,
    SignalExplorer,
    cost,
)
from resnet_book.widgets.explorer import SCRIPT, rounded

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


def embedded(explorer) -> dict:
    """The state as it stands in the page."""
    return json.loads(re.search(r'json">(.*?)</script>', explorer.html(), re.S).group(1))


def test_there_are_four_views(explorer):
    bundle = explorer._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    assert bundle["text/html"].startswith('<figure class="explorer"')
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert len(bundle["text/plain"]) > 10


def test_page_holds_the_values_the_content_and_a_table(explorer):
    state = embedded(explorer)
    assert state["values"] == explorer.values()
    assert state["content"] == json.loads(json.dumps(explorer.state["content"]))
    assert "<table>" in explorer.html()
    assert all(len(row) == len(explorer.table.head) for row in explorer.table.rows)


def test_page_state_is_small(explorer):
    assert len(gzip.compress(explorer.html().encode())) < 60_000


def test_text_is_escaped():
    html = MAKE["choice"]().html()
    assert "Which &lt;b&gt;?" in html


def test_bundle_is_below_100_kilobytes():
    assert len(gzip.compress(SCRIPT.read_bytes())) < 100_000


def test_setting_a_value_moves_the_explorer_and_a_wrong_one_is_refused():
    explorer = MAKE["degradation"]()
    explorer.depth = 56
    assert explorer.values()["depth"] == 56
    with pytest.raises(ValueError, match=r"depth 57 is not one of: 20, 32, 44, 56, 110"):
        explorer.depth = 57
    assert explorer.depth == 56
    with pytest.raises(ValueError, match="shortcut 'D'"):
        DegradationExplorer(shortcut="D")


def test_values_that_depend_on_another_follow_it():
    explorer = CostExplorer("cifar-basic", 56)
    explorer.family = "imagenet"
    assert explorer.depth == 18
    explorer.depth = 50
    explorer.stride_on = "3x3"
    with pytest.raises(ValueError, match="depth 56"):
        explorer.depth = 56
    explorer.family = "cifar-bottleneck"
    assert (explorer.depth, explorer.stride_on) == (11, "1x1")


def test_degradation_shows_the_records_and_nothing_else():
    offered = re.compile(r"plain-\d+|resnet-\d+-[ABC]|resnet-\d+-A-full-preactivation")
    recorded = runs.select(runs.load_all(), data="cifar10", recipe="short")
    recorded = {name: seeds for name, seeds in recorded.items() if offered.fullmatch(name)}
    networks = {n["name"]: n for n in DegradationExplorer("short").state["content"]["networks"]}
    assert set(networks) == set(recorded)
    for name, seeds in recorded.items():
        shown = networks[name]
        for error in ("train_error", "test_error"):
            curves = [[epoch[error] for epoch in run.content["epochs"]] for run in seeds]
            assert shown[error] == [pytest.approx(curve, rel=1e-4) for curve in curves]
            assert shown["final"][error] == with_spread([getattr(run, error) for run in seeds])
        assert [run["commit"] for run in shown["runs"]] == [
            run.content["commit"][:10] for run in seeds
        ]


def test_degradation_offers_no_network_of_another_kind():
    (run, *_) = runs.load_all()
    narrow = copy.deepcopy(run.content)
    narrow["network"]["width"] = 8
    other = runs.Run(Path("x.json"), narrow)
    assert DegradationExplorer(runs=[other]).state["content"]["networks"] == []
    assert DegradationExplorer(runs=[]).table.rows == ()


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


def test_signal_explorer_names_what_it_measured():
    explorer = _made.setdefault("signal", MAKE["signal"]())
    networks = explorer.state["content"]["networks"]
    assert len(networks) == 2 * 2 * 2 * 2
    assert all(len(n["gradient"]) == len(n["variance"]) == n["depth"] for n in networks)
    explorer.gain = 2.0
    assert "2 × He" in explorer.picture().alt


def test_identity_explorer_holds_the_measured_terms():
    explorer = _made.setdefault("identity", MAKE["identity"]())
    for (scale, length), terms in explorer.measured.items():
        for row in terms.rows:
            assert row.product == pytest.approx(scale ** (length - row.block))
            assert row.direct == pytest.approx(row.product * terms.last_gradient, rel=1e-5)
    explorer.direction = "forward"
    assert "carried" in explorer.picture().alt


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Predict.number("p", "?", answer=[]), "answer"),
        (lambda: Predict.number("p", "?", answer=1, low=5, high=5), "slider"),
        (lambda: Predict.choice("p", "?", options=["a"], answer="b", because=""), "answer 'b'"),
        (
            lambda: Predict.curve("p", "?", x=[1], answer=[1], xlabel="", ylabel="", low=0, high=1),
            "places",
        ),
    ],
)
def test_questions_without_an_answer_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_no_number_of_a_page_is_lost_or_infinite():
    values = [1.23456, float("inf"), float("nan"), 7.123e-24]
    assert rounded(values) == [1.235, None, None, 7.123e-24]
    with pytest.raises(ValueError, match="JSON"):
        Predict.number("p", "?", answer=1.0, low=0, high=float("inf"))
