"""Chapter 3's exercises: each usual mistake has its own hint."""

import math

import torch
from torch import nn
from wrong_answers import ambiguous, each

from resnet_book.exercises import (
    check_bracket,
    check_gate_bias,
    check_intact,
    check_relu_before_addition,
    check_scale,
)
from resnet_book.exercises.identity import InPlaceBlock
from resnet_book.models.resnet import cifar_resnet

ONE = torch.eye(4, dtype=torch.float64)


def only_for_three(j):
    return (ONE + j[2]) @ (ONE + j[1]) @ (ONE + j[0]) if len(j) == 3 else ONE


def original_branch(block, x):
    return block.bn2(block.conv2(block.relu(block.bn1(block.conv1(x)))))


def full_preactivation(block, x):
    x1 = block.conv1(block.relu(block.bn1(x)))
    return x + block.conv2(block.relu(block.bn2(x1)))


def in_place(block, x):
    return x.relu_() + block.relu(original_branch(block, x))


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


def reads_the_class(block):
    return block.__class__.__name__ == "Block"


WRONG = {
    check_scale: [
        (2 ** (1 / 54), "doubles"),
        (0.5, "far too small"),
        (1 - 0.5 / 54, "equal steps"),
        (0.5 ** (1 / 110), "count the blocks"),
        (0.95, "logarithms"),
        ("half", "should be a number"),
    ],
    check_bracket: [
        (lambda j: (ONE + j[0]) @ (ONE + j[1]) @ (ONE + j[2]), "wrong order"),
        (lambda j: ONE + sum(j), "first order"),
        (lambda j: j[2] @ j[1] @ j[0], "plain"),
        (lambda j: j[0] @ j[1] @ j[2], "plain"),
        (lambda j: only_for_three(j) - ONE, "missing"),
        (only_for_three, "for one"),
        (lambda j: ONE, "differentiate"),
        (lambda j: 1.0, "matrix"),
        (lambda j: j[7], "IndexError"),
    ],
    check_relu_before_addition: [
        (lambda block, x: block.relu(x + original_branch(block, x)), "after the addition"),
        (full_preactivation, "full pre-activation"),
        (lambda block, x: block.relu(original_branch(block, x)), "shortcut is missing"),
        (lambda block, x: x + original_branch(block, x), "one ReLU is missing"),
        (lambda block, x: block.relu(x + block.relu(original_branch(block, x))), "any more"),
        (lambda block, x: x, "not yet"),
        (lambda block, x: x.sum(), "shape"),
        (in_place, "in-place"),
    ],
    check_gate_bias: [
        (-math.log(2 ** (1 / 54) - 1), "sign"),
        (0, "each gate"),
        (math.log(2 ** (1 / 110) - 1), "54 blocks"),
        (-6, "54th power"),
        (type(None), "should be a number"),
    ],
    check_intact: [
        (without_copy, "in-place"),
        (lambda block: False, "block is broken"),
        (reads_the_class, "ends with a ReLU"),
        (lambda block: True, "in-place"),
        (only_positive, "in-place"),
        (lambda block: "yes", "True or False"),
    ],
}


@each(WRONG)
def test_usual_mistake_gets_its_hint(check, answer, hint):
    found = check(answer)
    assert found.state == "wrong"
    assert hint in found.message


def test_different_mistakes_get_different_hints():
    assert ambiguous(WRONG) == []


def test_bracket_takes_identity_matrices_of_the_default_precision():
    def bracket(jacobians):
        error = torch.eye(len(jacobians[0]))
        for jacobian in jacobians:
            error = error + jacobian @ error
        return error

    assert check_bracket(bracket).right
    assert torch.get_default_dtype() == torch.float32


def test_in_place_relu_turns_relu_only_preactivation_into_the_original_network():
    """The solution of exercise 5 says so; autograd raises no error."""
    broken = cifar_resnet(14, order="relu-only-preactivation", in_channels=1)
    original = cifar_resnet(14, in_channels=1)
    original.load_state_dict(broken.state_dict())
    for stage in broken.stages:
        for block in getattr(broken, stage):
            block.__class__ = InPlaceBlock
    images = torch.randn(4, 1, 8, 8, generator=torch.Generator().manual_seed(0))
    found = broken(images)
    found.sum().backward()
    assert torch.allclose(found, original(images), atol=1e-5)
