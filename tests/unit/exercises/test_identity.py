"""Chapter 3: the notebook's own solutions pass, and each usual mistake gets its own hint."""

import math

import torch
from torch import nn

from resnet_book.exercises.identity import (
    _InPlace,
    check_bracket,
    check_gate_bias,
    check_intact,
    check_relu_before_addition,
    check_scale,
)
from resnet_book.models.resnet import cifar_resnet


def distinct_hints(check, answers):
    """The hints of wrong answers; all different, each with the word that it must have."""
    hints = []
    for answer, word in answers:
        verdict = check(answer)
        assert verdict.state == "wrong"
        assert word in verdict.message
        hints.append(verdict.message)
    assert len(set(hints)) == len(hints)


def test_hints_for_the_factor():
    distinct_hints(
        check_scale,
        [(2 ** (1 / 54), "doubles"), (0.5, "far too small"), (1 - 0.5 / 54, "equal steps"),
         (0.5 ** (1 / 110), "count the blocks"), (0.95, "logarithms"), ("half", "a number")],
    )  # fmt: skip


def test_bracket_takes_identity_matrices_of_the_default_precision():
    def bracket(jacobians):
        error = torch.eye(len(jacobians[0]))
        for jacobian in jacobians:
            error = error + jacobian @ error
        return error

    assert check_bracket(bracket).right
    assert torch.get_default_dtype() == torch.float32


def test_hints_for_the_bracket():
    one = torch.eye(4, dtype=torch.float64)

    def right(j):
        return (one + j[2]) @ (one + j[1]) @ (one + j[0]) if len(j) == 3 else one

    distinct_hints(
        check_bracket,
        [
            (lambda j: (one + j[0]) @ (one + j[1]) @ (one + j[2]), "order"),
            (lambda j: one + sum(j), "first order"),
            (lambda j: j[2] @ j[1] @ j[0], "plain"),
            (lambda j: right(j) - one, "missing"),
            (right, "for one"),
            (lambda j: one, "differentiate"),
            (lambda j: 1.0, "matrix"),
            (lambda j: j[7], "IndexError"),
        ],
    )


def test_hints_for_relu_before_addition():
    def branch(block, x):
        return block.bn2(block.conv2(block.relu(block.bn1(block.conv1(x)))))

    def pre(block, x):
        x1 = block.conv1(block.relu(block.bn1(x)))
        return x + block.conv2(block.relu(block.bn2(x1)))

    def in_place(block, x):
        return x.relu_() + block.relu(branch(block, x))

    distinct_hints(
        check_relu_before_addition,
        [
            (lambda block, x: block.relu(x + branch(block, x)), "after the addition"),
            (pre, "full pre-activation"),
            (lambda block, x: block.relu(branch(block, x)), "shortcut is missing"),
            (lambda block, x: x + branch(block, x), "one ReLU is missing"),
            (lambda block, x: block.relu(x + block.relu(branch(block, x))), "any more"),
            (lambda block, x: x, "not yet"),
            (lambda block, x: x.sum(), "shape"),
            (in_place, "in-place"),
        ],
    )


def test_hints_for_the_gate():
    right = math.log(2 ** (1 / 54) - 1)
    distinct_hints(
        check_gate_bias,
        [(-right, "sign"), (0, "each gate"), (math.log(2 ** (1 / 110) - 1), "54 blocks"),
         (-6, "54th power"), (None.__class__, "a number")],
    )  # fmt: skip


def test_hints_for_the_bug_hunt():
    def silenced(block):
        with torch.no_grad():
            for module in block.modules():
                if isinstance(module, nn.Conv2d):
                    module.weight.zero_()
        return block

    def without_copy(block):
        x = torch.randn(2, 4, 5, 5)
        return torch.equal(silenced(block)(x), x)

    def only_positive(block):
        x = torch.rand(2, 4, 5, 5)
        kept = x.clone()
        return torch.equal(silenced(block)(x), kept)

    def reads_the_order(block):
        return block.__class__.__name__ == "Block"

    distinct_hints(
        check_intact,
        [(without_copy, "in-place"), (lambda block: False, "it is broken"),
         (reads_the_order, "ends with a ReLU")],
    )  # fmt: skip
    assert check_intact(only_positive).state == "wrong"
    assert check_intact(lambda block: True).state == "wrong"


def test_in_place_relu_turns_relu_only_preactivation_into_the_original_network():
    """What the solution of exercise 5 says, and that autograd does not notice."""
    broken = cifar_resnet(14, order="relu-only-preactivation", in_channels=1)
    original = cifar_resnet(14, in_channels=1)
    original.load_state_dict(broken.state_dict())
    for stage in broken.stages:
        for block in getattr(broken, stage):
            block.__class__ = _InPlace
    images = torch.randn(4, 1, 8, 8, generator=torch.Generator().manual_seed(0))
    found = broken(images)
    found.sum().backward()
    assert torch.allclose(found, original(images), atol=1e-5)
