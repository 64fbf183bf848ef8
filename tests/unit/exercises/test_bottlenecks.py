"""Chapter 4's exercises: each usual mistake has its own hint."""

import pytest
import torch
from notebook_exercises import solution
from torch import nn
from wrong_answers import ambiguous, each

from resnet_book.exercises import (
    check_block_cost,
    check_fold,
    check_network_test,
    check_projection_factor,
)
from resnet_book.models.counting import costs

CHAPTER = "04-bottlenecks"


def folded(slope_of, bias_of, **changes):
    """A function that folds with the given formulas for the weights' slope and the bias."""

    def fold(conv, bn):
        arguments = {"stride": conv.stride, "padding": conv.padding} | changes
        new = nn.Conv2d(conv.in_channels, conv.out_channels, conv.kernel_size, **arguments)
        old = torch.zeros(conv.out_channels) if conv.bias is None else conv.bias
        with torch.no_grad():
            new.weight.copy_(conv.weight * slope_of(bn).view(-1, 1, 1, 1))
            if new.bias is not None:
                new.bias.copy_(bias_of(bn, old))
        return new

    return fold


def slope(bn):
    return bn.weight / (bn.running_var + bn.eps).sqrt()


def shift(bn, old):
    return slope(bn) * (old - bn.running_mean) + bn.bias


def without_eps(bn):
    return bn.weight / bn.running_var.sqrt()


def change_the_given(conv, bn):
    with torch.no_grad():
        conv.weight.mul_(2)
    return conv


def sides(network):
    found = costs(network, (3, 32, 32))
    return [found[f"layer{i}"].shape[1:] for i in (1, 2, 3)]


def takes_any_size(network):
    costs(network, (3, 48, 48))  # raises without pooling
    return True


WRONG = {
    check_block_cost: [
        (lambda w, s: 17 * w**2, "two numbers"),
        (lambda w, s: (9 * w**2, 9 * w**2 * s**2), "one of the three kernels"),
        (lambda w, s: (18 * w**2, 18 * w**2 * s**2), "block of two 3×3"),
        (lambda w, s: (14 * w**2, 14 * w**2 * s**2), "as many outputs as"),
        (lambda w, s: (21 * w**2, 21 * w**2 * s**2), "leave out the shortcut"),
        (lambda w, s: (5, 5), "one convolution at a time"),
        (lambda w, s: (17 * w**2, 17 * w**2), "How often is each"),
        (lambda w, s: (17 * w**2, 17 * w**2 * s), "How many pixels"),
        (lambda w, s: (17 * w**2, 34 * w**2 * s**2), "counts as 1"),
        (lambda w, s: (17 * w**2, 3), "begin with one pixel"),
    ],
    check_projection_factor: [
        (lambda e: e**2 / (2 * e + 9), "how much is added"),
        (lambda e: 1 + e / (2 * e + 9), "wide at both of its ends"),
        (lambda e: 1 + e**2 / (2 * e + 1), "in the middle is 3×3"),
        (lambda e: 33 / 17, "that is one case"),
        (lambda e: 1 + 4 * e / (4 * e + 1), "not for others"),
        (lambda e: 2 * e, "divide the weights"),
        (lambda e: (1 + e**2 / (2 * e + 9), 4.16), "the factor alone"),
    ],
    check_fold: [
        (lambda conv, bn: nn.Sequential(conv, bn), "return one nn.Conv2d"),
        (change_the_given, "have changed"),
        (folded(slope, shift, bias=False), "has no bias"),
        (folded(slope, shift, stride=1), "take over"),
        (
            folded(
                without_eps, lambda bn, old: without_eps(bn) * (old - bn.running_mean) + bn.bias
            ),
            "a small number",
        ),
        (folded(lambda bn: bn.weight / (bn.running_var + bn.eps), shift), "by the deviation"),
        (folded(slope, lambda bn, old: bn.bias), "the weights are right"),
        (folded(slope, lambda bn, old: shift(bn, 0)), "where does the old bias go"),
        (folded(slope, lambda bn, old: shift(bn, 0) + old), "through the normalisation as well"),
        (folded(lambda bn: bn.running_mean, shift), "write down what both layers do"),
    ],
    check_network_test: [
        (lambda network: network.fc.in_features == 64, "256 channels"),
        (lambda network: network.fc.in_features in (64, 256), "half as wide"),
        (lambda network: network.layer2[0].conv1.stride == (2, 2), "stride on the 3×3"),
        (lambda network: network.no_such_layer is None, "which is right"),
        (lambda network: sides(network) == [(32, 32), (16, 16), (8, 8)], "40,960 weights"),
        (lambda network: takes_any_size(network), "8×8 pixels"),
        (
            lambda network: takes_any_size(network) and sides(network)[0] != (8, 8),
            "maps of one size",
        ),
    ],
}


@each(WRONG)
def test_usual_mistake_gets_its_hint(check, answer, hint):
    found = check(answer)
    assert found.state == "wrong"
    assert hint in found.message


def test_different_mistakes_get_different_hints():
    assert ambiguous(WRONG) == []


def test_numbers_in_the_solutions_are_those_of_their_functions():
    cost, factor = (solution(CHAPTER, name) for name in ("my_block_cost", "my_factor"))
    assert cost(64, 56) == (69_632, 218_365_952)
    assert [round(factor(e), 2) for e in (1, 4, 8)] == [1.09, 1.94, 3.56]
    crossing = 1 + 10**0.5
    assert round(crossing, 2) == 4.16
    assert factor(crossing) == pytest.approx(2)


def test_pytorchs_own_fold_is_right():
    assert check_fold(torch.nn.utils.fusion.fuse_conv_bn_eval).right
