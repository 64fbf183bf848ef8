"""The degradation explorer."""

import copy
import re
from pathlib import Path

import pytest

from resnet_book.explorers.degradation import DegradationExplorer
from resnet_book.results import runs
from resnet_book.words import with_spread


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
