"""Seeded inputs: the same for every reader, and nobody's randomness is disturbed."""

import torch
from torch import nn

from resnet_book.exercises.randomness import random_tensor, randomise, seeded


def test_layers_made_inside_are_the_same_and_the_callers_numbers_go_on():
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    with seeded(1):
        one = nn.Linear(3, 3).weight
    with seeded(1):
        two = nn.Linear(3, 3).weight
    assert torch.equal(one, two)
    assert torch.equal(torch.rand(3), expected)


def test_random_tensors_depend_on_the_seed_alone():
    assert torch.equal(random_tensor(2, 3), random_tensor(2, 3))
    assert not torch.equal(random_tensor(2, 3), random_tensor(2, 3, seed=1))


def test_all_values_of_a_normalisation_are_drawn_from_the_range():
    norm = nn.BatchNorm2d(8)
    randomise(norm, 1.5, 2.5)
    for values in (norm.weight, norm.bias, norm.running_mean, norm.running_var):
        assert 1.5 <= values.min() < values.max() < 2.5
