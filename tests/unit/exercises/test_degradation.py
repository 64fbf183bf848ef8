"""Chapter 1's exercises: each usual mistake has its own hint."""

import math

import torch
from notebook_exercises import solution
from torch import nn
from wrong_answers import ambiguous, each

from resnet_book.exercises import check_norm_after_step, check_plain_identity, check_stage_test
from resnet_book.exercises.network_tests import with_strides
from resnet_book.models.counting import costs
from resnet_book.models.resnet import cifar_resnet

right_layer = solution("01-degradation", "my_identity_layer")


def with_filter(choose):
    """Correct normalisation, and a filter of zeros with ones where `choose` selects them."""

    def answer(conv, norm):
        right_layer(conv, norm)
        weight = torch.zeros_like(conv.weight)
        for i in range(len(weight)):
            choose(weight, i).fill_(1)
        conv.weight.data.copy_(weight)

    return answer


def with_norm(change):
    """Correct convolution, and a normalisation that `change` gets wrong."""

    def answer(conv, norm):
        nn.init.dirac_(conv.weight)
        change(norm)

    return answer


def fresh(norm):
    nn.init.ones_(norm.weight)
    nn.init.zeros_(norm.bias)


def variance_as_scale(norm):
    norm.weight.data.copy_(norm.running_var)
    norm.bias.data.copy_(norm.running_mean)


def no_shift(norm):
    norm.weight.data.copy_((norm.running_var + norm.eps).sqrt())
    nn.init.zeros_(norm.bias)


def parameters(network):
    return sum(p.numel() for p in network.parameters())


WRONG = {
    check_plain_identity: [
        (with_filter(lambda w, i: w[i, :, 1, 1]), "sum of all input channels"),
        (with_filter(lambda w, i: w[i, i]), "Which of the nine weights"),
        (with_filter(lambda w, i: w[i, i, 0, 0]), "look at the convolution first"),
        (with_norm(lambda norm: None), "four stored values"),
        (with_norm(fresh), "four stored values"),
        (with_norm(variance_as_scale), "running_var is its square"),
        (with_norm(no_shift), "who adds it again"),
    ],
    check_norm_after_step: [
        (lambda w, g, r: w + r * g, "the angle"),
        (lambda w, g, r: abs(w - r * g), "the angle"),
        (lambda w, g, r: w, "W does change"),
        (lambda w, g, r: math.sqrt(abs(w**2 - (r * g) ** 2)), "the longest"),
        (lambda w, g, r: math.hypot(w, g), "how long is the step"),
        (lambda w, g, r: math.sqrt(w**2 + r * g**2), "how long is the step"),
        (lambda w, g, r: w**2 + (r * g) ** 2, "square of the norm"),
        (lambda w, g, r: 17.0, "draw W and the step"),
        (lambda w, g, r: "long", "should be a number"),
    ],
    check_stage_test: [
        (lambda n: parameters(n) == 269_722, "refuses ResNet-32 with option B"),
        (lambda n: parameters(n) >= 269_722, "the one with the bug"),
        (lambda n: n(torch.zeros(1, 3, 32, 32)).shape == (1, 10), "the one with the bug"),
        (lambda n: costs(n)["layer3"].shape == (64, 8, 8), "strides too early"),
        (lambda n: [costs(n)[f"layer{i}"].shape[1] for i in (1, 3)] == [32, 8], "second stage"),
        (lambda n: "yes", "True or False"),
    ],
}


@each(WRONG)
def test_usual_mistake_gets_its_hint(check, answer, hint):
    found = check(answer)
    assert found.state == "wrong"
    assert hint in found.message


def test_different_mistakes_get_different_hints():
    assert ambiguous(WRONG) == []


def test_layer_may_also_set_the_running_statistics():
    def answer(conv, norm):
        nn.init.dirac_(conv.weight)
        norm.reset_running_stats()
        norm.reset_parameters()

    assert check_plain_identity(answer).right


def test_layer_that_relies_on_what_was_stored_fails_among_many():
    def answer(conv, norm):
        right_layer(conv, norm)
        if conv.in_channels == 16:
            norm.bias.data.zero_()

    assert "36 of them" in check_plain_identity(answer).message


def test_numbers_of_the_bug_hunts_solution():
    right = cifar_resnet(20, "none")
    broken = with_strides(cifar_resnet(20, "none"), (2, 1, 1))
    assert parameters(broken) == parameters(right) == 269_722
    cost, cost_of_bug = costs(right).multiply_adds, costs(broken).multiply_adds
    assert (round(cost / 1e6, 1), round(cost_of_bug / 1e6, 1)) == (40.6, 68.9)
    assert round(cost_of_bug / cost, 2) == 1.70
