"""Recorded networks as a page needs them."""

from dataclasses import replace

import pytest

from resnet_book.explorers.degradation import DegradationExplorer
from resnet_book.explorers.recorded_networks import (
    PRE,
    control_values,
    length_of,
    network,
    offered_values,
    recipe_name,
)
from resnet_book.models.network_specs import cifar_spec
from resnet_book.results.runs import load_all
from resnet_book.results.summaries import summarise
from resnet_book.training.recipes import recipe


@pytest.mark.parametrize("name", ["short", "paper"])
def test_recipe_is_in_the_words(name):
    words = DegradationExplorer(name).state["words"]["recipe"]
    assert f"“{name}”: {'12 epochs' if name == 'short' else '64,000 steps'}," in words
    assert "learning rate 0.1 divided by 10 after 50% and 75% of the steps" in words


def test_recipe_along_a_cosine():
    found = recipe_name(recipe("quick"))
    assert "learning rate 0.02 lowered along a cosine" in found
    assert "no warm-up" in found
    assert length_of(recipe("quick")) == "5 epochs"


def test_further_choices_of_a_recipe_are_listed():
    plain = recipe_name(recipe("short"))
    other = replace(recipe("short"), label_smoothing=0.1, nesterov=True, decay_vectors=False)
    assert recipe_name(other) == plain[:-1] + ", no decay vectors, nesterov, label smoothing 0.1."


def test_controls_know_plain_residual_and_pre_activation_networks():
    assert control_values(cifar_spec(20, "none")) == (20, "none")
    assert control_values(cifar_spec(56, "A")) == (56, "A")
    assert control_values(cifar_spec(20, order="full-preactivation")) == (20, PRE)
    assert control_values(cifar_spec(20, "conv")) is None
    assert control_values(replace(cifar_spec(20), width=8)) is None


def test_what_is_recorded_is_offered_by_depth_in_a_fixed_order():
    recorded = [(56, "A"), (20, PRE), (56, "none"), (20, "none")]
    assert offered_values(recorded) == {20: ["none", PRE], 56: ["none", "A"]}


def test_last_error_is_compared_with_that_of_the_shallowest_network():
    of_short = {
        control_values(each.spec): each
        for each in summarise(load_all())
        if each.recipe.name == "short" and control_values(each.spec)
    }
    shallow, deep = of_short[20, "none"], of_short[56, "none"]
    found = network((56, "none"), deep, {}, shallow)["final"]["train_error"]["points"]
    gap = sum(deep.train_errors) / len(deep.train_errors)
    gap -= sum(shallow.train_errors) / len(shallow.train_errors)
    assert found == {"key": "worse", "points": f"{gap:.1f}", "depth": "20"}
    itself = network((20, "none"), shallow, {}, shallow)["final"]["train_error"]["points"]
    assert itself is None
