"""The degradation explorer."""

import re
from dataclasses import fields, replace

import pytest

from resnet_book.explorers.degradation import DegradationExplorer
from resnet_book.models.labels import network_label
from resnet_book.models.resnet import cifar_spec
from resnet_book.results import runs
from resnet_book.words import with_spread


def test_degradation_shows_the_records_and_nothing_else():
    offered = re.compile(r"plain-\d+|resnet-\d+-[ABC]|resnet-\d+-A-full-preactivation")
    recorded = runs.select(runs.load_all(), data="cifar10", recipe="short")
    recorded = {
        network_label(seeds[0].spec): seeds
        for name, seeds in recorded.items()
        if offered.fullmatch(name)
    }
    networks = {n["name"]: n for n in DegradationExplorer("short").state["content"]["networks"]}
    assert set(networks) == set(recorded)
    for name, seeds in recorded.items():
        shown = networks[name]
        for error in ("train_error", "test_error"):
            curves = [[getattr(epoch, error) for epoch in run.epochs] for run in seeds]
            assert shown[error] == [pytest.approx(curve, rel=1e-4) for curve in curves]
            assert shown["final"][error] == with_spread([getattr(run, error) for run in seeds])
        assert [run["commit"] for run in shown["runs"]] == [run.commit[:10] for run in seeds]


def changed(run, **changes):
    """The run of another network: `changes` are of the spec, or of the design."""
    names = {field.name for field in fields(run.spec.design)}
    design = replace(run.spec.design, **{k: v for k, v in changes.items() if k in names})
    changes = {k: v for k, v in changes.items() if k not in names}
    return replace(run, spec=replace(run.spec, design=design, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"width": 8},
        {"classes": 100},
        {"stride_on": "3x3"},
        {"squeeze_excitation": 16},
        {"shortcut": "conv"},
        {"order": "bn-after-addition"},
        {"batch_norm": False},
    ],
)
def test_degradation_offers_no_network_of_another_kind(changes):
    (run, *_) = [run for run in runs.load_all() if run.recipe.name == "short"]
    assert DegradationExplorer(runs=[run]).state["content"]["networks"]
    other = changed(run, **changes)
    assert DegradationExplorer(runs=[other]).state["content"]["networks"] == []


def test_only_what_is_recorded_can_be_chosen():
    recorded = [run for run in runs.load_all() if run.recipe.name == "short"]
    specs = (cifar_spec(20, "none"), cifar_spec(56, "none"))
    plain = [run for run in recorded if run.spec in specs]
    residual = [run for run in recorded if run.spec == cifar_spec(56)]
    explorer = DegradationExplorer(runs=[*plain, *residual])
    depth, shortcut, _ = explorer.state["controls"]
    assert [value for value, _ in depth["options"]] == [20, 56]
    offered = {d: [value for value, _ in each] for d, each in shortcut["options"].items()}
    assert offered == {20: ["none"], 56: ["none", "A"]}
    explorer.depth = 56
    explorer.shortcut = "A"
    explorer.depth = 20
    assert explorer.shortcut == "none"
    with pytest.raises(ValueError, match="shortcut 'A' is not one of: none"):
        DegradationExplorer(runs=plain, shortcut="A")


def test_deeper_network_is_offered_as_soon_as_it_is_recorded():
    (run, *_) = [run for run in runs.load_all() if run.recipe.name == "short"]
    deep = replace(run, spec=cifar_spec(110, order="full-preactivation"))
    assert DegradationExplorer(runs=[run, deep], depth=110).shortcut == "pre"


def test_degradation_without_any_run_has_an_empty_table_and_a_picture():
    empty = DegradationExplorer(runs=[])
    assert empty.table.rows == ()
    assert "no runs" in empty.picture().alt


def test_degradation_leaves_out_runs_that_diverged():
    (run, *_) = [run for run in runs.load_all() if run.recipe.name == "short"]
    diverged = replace(run, seed=7, epochs=run.epochs[:1], final=None, diverged=2)
    explorer = DegradationExplorer(runs=[run, diverged])
    (network,) = explorer.state["content"]["networks"]
    assert [each["seed"] for each in network["runs"]] == [run.seed]
    assert explorer.picture().figure.axes
