"""Dataclasses from the plain data that files hold."""

import dataclasses
import json

import pytest

from resnet_book.models.network_specs import NetworkSpec, cifar_spec
from resnet_book.plain_data import read
from resnet_book.training.recipes import RECIPES, Recipe


@pytest.mark.parametrize("recipe", RECIPES.values())
def test_what_a_file_holds_makes_the_same_again(recipe):
    assert read(Recipe, json.loads(json.dumps(dataclasses.asdict(recipe)))) == recipe
    spec = cifar_spec(20, "B", order="full-preactivation", squeeze_excitation=4)
    assert read(NetworkSpec, json.loads(json.dumps(dataclasses.asdict(spec)))) == spec


def test_missing_fields_have_their_defaults():
    content = dataclasses.asdict(cifar_spec(20))
    del content["design"]["squeeze_excitation"], content["classes"]
    assert read(NetworkSpec, content) == cifar_spec(20)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"colour": "red"}, "NetworkSpec has no field 'colour'"),
        ({"design": {"colour": "red"}}, "BlockDesign has no field 'colour'"),
        ({"width": 0}, "width 0 is not"),
    ],
)
def test_unknown_fields_and_bad_values_are_named(change, message):
    content = dataclasses.asdict(cifar_spec(20))
    with pytest.raises(ValueError, match=message):
        read(NetworkSpec, content | change)


def test_missing_field_without_a_default_is_named():
    content = dataclasses.asdict(cifar_spec(20))
    del content["depth"]
    with pytest.raises(ValueError, match="'depth'"):
        read(NetworkSpec, content)
