"""The degradation explorer."""

import re
from dataclasses import fields, replace
from statistics import mean

import pytest

from resnet_book.explorers.degradation import DegradationExplorer
from resnet_book.explorers.recorded_networks import control_values
from resnet_book.models.labels import network_label
from resnet_book.models.network_specs import cifar_spec
from resnet_book.results import runs
from resnet_book.words import extent, with_spread


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
            last = [getattr(run, error) for run in seeds]
            final = shown["final"][error]
            assert final["spread"] == with_spread(last)
            assert final["mean"] == f"{mean(last):.1f}"
            assert final["range"] == (extent(last) if len(last) > 1 else "")
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


def test_opens_on_the_deepest_plain_and_residual_networks():
    explorer = DegradationExplorer()
    deepest = max(network["depth"] for network in explorer.state["content"]["networks"])
    assert explorer.values() == {"depth": deepest, "error": "train_error", "also": []}
    always = {n["name"] for n in explorer.state["content"]["networks"] if n["always"]}
    assert {"plain-20", "plain-56", "ResNet-20", "ResNet-56"} <= always
    assert "ResNet-20, full pre-activation" not in always


def test_says_what_depth_does_to_plain_and_to_residual_networks():
    explorer = DegradationExplorer()
    final = {n["name"]: n["final"]["train_error"] for n in explorer.state["content"]["networks"]}
    means = {name: mean(s.train_errors) for name, s in _summaries(explorer).items()}
    for kind, key in (("plain", "worse"), ("ResNet", "better")):
        points = means[f"{kind}-56"] - means[f"{kind}-20"]
        assert final[f"{kind}-56"]["points"] == {
            "key": key, "points": f"{abs(points):.1f}", "depth": "20",
        }  # fmt: skip
        assert final[f"{kind}-20"]["points"] is None
    depths = [{n["depth"] for n in explorer.state["content"]["networks"] if n["kind"] == kind}
              for kind in ("none", "A")]  # fmt: skip
    deepest = max(set.intersection(*depths))
    assert explorer.caption.startswith(f"From 20 to {deepest} layers, training error: plain ")
    assert deepest > 56 or "plain worse, residual better." in explorer.caption


def _summaries(explorer):
    return {summary.label: summary for summary in explorer.summaries.values()}


def test_takeaway_is_a_number_where_a_seed_says_otherwise():
    recorded = [run for run in runs.load_all() if run.recipe.name == "short"]
    shown = [run for run in recorded if control_values(run.spec)]
    deep = [run for run in shown if run.spec == cifar_spec(56, "none")]
    low = replace(deep[0], seed=9, final=replace(deep[0].final, train_error=1.0))
    caption = DegradationExplorer(runs=[*shown, low]).caption
    change = mean([1.0, *(run.train_error for run in deep)]) - mean(
        run.train_error for run in shown if run.spec == cifar_spec(20, "none")
    )
    assert f"plain {change:+.1f} points, residual better" in caption


def test_compact_form_has_one_slider_and_the_same_networks():
    whole, compact = DegradationExplorer(), DegradationExplorer(recipe="short", compact=True)
    offered = {control.name: control for control in compact.controls.values()}
    assert len(offered["depth"].options) == 4
    assert len(offered["error"].options) == 1
    assert all(options == () for _, options in offered["also"].options)
    networks = [each.state["content"]["networks"] for each in (whole, compact)]
    assert networks[0] == networks[1]
    assert compact.height * 16 <= 420 >= compact.narrow_height * 16
    assert f"--height:{compact.height}rem" in compact.html()


def test_axis_holds_every_recorded_error():
    explorer = DegradationExplorer()
    content = explorer.state["content"]
    highest = max(
        value
        for n in content["networks"]
        for error in ("train_error", "test_error")
        for curve in n[error]
        for value in curve
    )
    assert content["top"] - 10 < highest <= content["top"]
    assert content["runs"] == f"our runs, {content['epochs']} epochs"
    assert DegradationExplorer("paper").state["content"]["runs"] == "our runs, 64,000 steps"


def test_only_what_is_recorded_can_be_chosen():
    recorded = [run for run in runs.load_all() if run.recipe.name == "short"]
    specs = (cifar_spec(20, "none"), cifar_spec(56, "none"))
    plain = [run for run in recorded if run.spec in specs]
    other = [run for run in recorded if run.spec == cifar_spec(20, order="full-preactivation")]
    explorer = DegradationExplorer(runs=[*plain, *other])
    depth, _, also = explorer.state["controls"]
    assert [value for value, _ in depth["options"]] == [20, 56]
    offered = {d: [value for value, _ in each] for d, each in also["options"].items()}
    assert offered == {20: ["pre"], 56: []}
    with pytest.raises(ValueError, match="depth 32 is not one of: 20, 56"):
        DegradationExplorer(runs=plain, depth=32)


def test_deeper_network_is_offered_as_soon_as_it_is_recorded():
    (run, *_) = [run for run in runs.load_all() if run.recipe.name == "short"]
    deep = replace(run, spec=cifar_spec(110))
    assert DegradationExplorer(runs=[run, deep]).depth == 110


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
