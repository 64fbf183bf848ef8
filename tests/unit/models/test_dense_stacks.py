"""Stacks of fully connected layers in pairs."""

import pytest
import torch
from torch import nn

from resnet_book.models.dense_stacks import (
    SHORTCUTS,
    DensePair,
    DenseSpec,
    build_dense,
    carrying,
    dense_classifier,
    dense_stack,
)


@pytest.fixture
def x():
    return torch.rand(16, 8, generator=torch.Generator().manual_seed(0))


def test_pair_with_scale_zero_hands_on_what_its_shortcut_carries(x):
    turned = carrying("orthogonal", 8, torch.Generator().manual_seed(1))
    assert torch.equal(DensePair(8, torch.eye(8), scale=0.0)(x), x)
    torch.testing.assert_close(DensePair(8, turned, scale=0.0)(x), (x @ turned.T).relu())
    assert not DensePair(8, scale=0.0)(x).any()


def test_nothing_follows_the_sum_of_a_preactivation_pair(x):
    pair = DensePair(8, -torch.eye(8), preactivation=True).eval()
    nn.init.zeros_(pair.layer2.weight)
    torch.testing.assert_close(pair(x), -x)


@pytest.mark.parametrize("shortcut", SHORTCUTS[1:])
def test_shortcuts_keep_lengths(x, shortcut):
    turned = carrying(shortcut, 8, torch.Generator().manual_seed(1))
    torch.testing.assert_close(turned @ turned.T, torch.eye(8))
    kept = (x @ turned.T).norm(dim=1)
    torch.testing.assert_close(kept, x.norm(dim=1))


def test_plain_twin_has_the_same_weights_and_no_shortcut():
    stacks = {shortcut: dense_stack(6, 3, shortcut=shortcut) for shortcut in SHORTCUTS}
    weights = {s: [p.clone() for p in stack.parameters()] for s, stack in stacks.items()}
    for others in weights.values():
        assert all(map(torch.equal, others, weights["identity"]))
    assert stacks["none"][0].carry is None
    assert not torch.equal(stacks["permutation"][0].carry, stacks["permutation"][1].carry)


def test_weights_have_he_initialisation_and_scale_is_of_the_last_norm():
    stack = dense_stack(2, width=256, scale=0.1)
    assert stack[0].layer1.weight.std().item() == pytest.approx((2 / 256) ** 0.5, rel=0.02)
    assert (stack[0].bn1.weight[0].item(), stack[0].bn2.weight[0].item()) == (
        1.0,
        pytest.approx(0.1),
    )


@pytest.mark.parametrize("preactivation", [False, True])
def test_classifier_maps_images_to_logits(preactivation):
    state = torch.get_rng_state()
    network = dense_classifier(4, shortcut="orthogonal", preactivation=preactivation)
    assert network(torch.rand(5, 1, 8, 8)).shape == (5, 10)
    assert sum(isinstance(module, nn.Linear) for module in network.modules()) == 5
    assert not network[-1].bias.any()
    torch.set_rng_state(state)
    dense_classifier(4)
    assert torch.equal(torch.get_rng_state(), state)


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match="layers 3 is not an even number"):
        dense_stack(3)
    with pytest.raises(ValueError, match="shortcut 'skip' is not one of: none, identity"):
        dense_stack(2, shortcut="skip")


def test_specs_build_stacks_and_classifiers(x):
    spec = DenseSpec(4, shortcut="permutation", scale=0.5, width=8)
    expected = dense_stack(4, 3, width=8, shortcut="permutation", scale=0.5)
    assert torch.equal(build_dense(spec, 3)(x), expected(x))
    assert spec.name == "dense-4-permutation-scale=0.5-width=8"

    options = {"width": 8, "classes": 5, "shortcut": "none", "preactivation": True}
    made, expected = build_dense(DenseSpec(4, **options), 3), dense_classifier(4, 3, **options)
    images = x.reshape(-1, 1, 2, 4)
    assert torch.equal(made(images), expected(images))
    assert made(images).shape == (16, 5)


def test_specs_name_what_is_wrong():
    with pytest.raises(ValueError, match="layers 3 is not an even number"):
        DenseSpec(3)
    with pytest.raises(ValueError, match="shortcut 'conv'"):
        DenseSpec(4, shortcut="conv")
