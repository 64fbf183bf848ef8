"""Exercises whose answer is a test of networks."""

import pytest
from torch import nn

from resnet_book.exercises.checks import Wrong
from resnet_book.exercises.network_tests import try_test

CORRECT = {"a linear layer": nn.Linear(1, 1)}
BROKEN = {"it has no weights.": nn.Identity()}


def rejects_by_an_error(network):
    return network.weight is not None


def test_test_may_reject_a_broken_network_by_an_error():
    try_test(rejects_by_an_error, CORRECT, BROKEN)


@pytest.mark.parametrize(
    ("test", "hint"),
    [
        (lambda network: False, "your test refuses a linear layer, which is right"),
        (lambda network: network.none, "raises AttributeError.* for a linear layer"),
        (lambda network: True, "lets a broken network through: it has no weights"),
        (lambda network: 1, "return True or False"),
    ],
)
def test_wrong_test_is_refused_with_a_hint(test, hint):
    with pytest.raises(Wrong, match=hint):
        try_test(test, CORRECT, BROKEN)


def test_test_that_returns_nothing_for_a_broken_network_is_not_attempted():
    with pytest.raises(NotImplementedError):
        try_test(lambda network: True if hasattr(network, "weight") else None, CORRECT, BROKEN)
