"""Whole trainings by the engine end as PyTorch's do, though their random numbers are others."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import pytest
from engine_in_node import run
from scipy.stats import mannwhitneyu

from resnet_book.data import digits
from resnet_book.data.batches import Batches, Standard
from resnet_book.models import cifar_spec
from resnet_book.training import RECIPES, recipe

RECORDED = json.loads(Path(__file__).with_name("training_errors.json").read_text())
SEEDS = range(10)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """The engine's results of ten seeds of each recorded network, in their order."""
    quick = asdict(recipe("quick"))
    specs = [
        cifar_spec(row["depth"], row["shortcut"], width=RECORDED["width"], in_channels=1)
        for row in RECORDED["networks"]
    ]
    jobs = [
        ({"kind": "train", "spec": asdict(spec), "recipe": quick, "seed": seed}, {})
        for spec in specs
        for seed in SEEDS
    ]
    halves = [jobs[::2], jobs[1::2]]
    folders = [tmp_path_factory.mktemp("half") for _ in halves]
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(run, folders, halves))
    results = [done[i % 2][i // 2][0] for i in range(len(jobs))]
    return [results[i : i + len(SEEDS)] for i in range(0, len(jobs), len(SEEDS))]


@pytest.mark.parametrize(
    "number",
    range(len(RECORDED["networks"])),
    ids=[f"{row['depth']}-{row['shortcut']}" for row in RECORDED["networks"]],
)
def test_errors_of_ten_seeds_are_indistinguishable_from_pytorchs(number, trained):
    theirs = RECORDED["networks"][number]["train_errors"]
    ours = [result["train"]["error"] for result in trained[number]]
    assert len(ours) == len(theirs) == len(SEEDS)
    assert mannwhitneyu(ours, theirs).pvalue > 0.05


def test_errors_of_the_networks_differ(trained):
    """The rank test can tell plain-56 from the others, and so could tell a wrong engine."""
    plain, deep, residual = ([r["train"]["error"] for r in results] for results in trained)
    assert mannwhitneyu(deep, residual).pvalue < 1e-3
    assert mannwhitneyu(deep, plain).pvalue < 1e-3
    assert max(residual) < min(deep)


def test_rates_are_the_recipes(tmp_path):
    images = 1437
    chosen = [*RECIPES.values(), recipe("quick").with_changes(warmup_epochs=1.5, epochs=7)]
    jobs = [
        ({"kind": "rates", "recipe": asdict(each), "images": images,
          "steps": min(500, each.steps(images))}, {})
        for each in chosen
    ]  # fmt: skip
    for each, (result, _) in zip(chosen, run(tmp_path, jobs), strict=True):
        expected = [each.rate(step, images) for step in range(len(result["rates"]))]
        assert result["rates"] == pytest.approx(expected, rel=1e-12, abs=1e-15)


def test_digits_are_those_that_python_trains_on(tmp_path):
    ((_, found),) = run(tmp_path, [({"kind": "digits"}, {})])
    data = digits()
    standard = Standard.of(data.train_images)
    for name in ("train", "test"):
        images, labels = getattr(data, f"{name}_images"), getattr(data, f"{name}_labels")
        (whole, _) = next(Batches(images, labels, standard, len(labels)).ordered())
        assert (found[name] == whole.flatten()).all()
