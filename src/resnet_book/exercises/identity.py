"""Checks for the exercises of chapter 3, identity mappings."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from resnet_book.exercises.checks import Verdict, Wrong, attempted, number, true_or_false, verdict
from resnet_book.exercises.randomness import random_tensor, seeded
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.blocks import Block

BLOCKS = 54  # of ResNet-110

# The factor on the shortcut ---------------------------------------------------------------------


def check_scale(answer: float) -> Verdict:
    """The factor λ for which λ^54 is one half."""
    return verdict(answer, _scale)


def _scale(answer: float) -> str:
    value = number(answer)
    if not math.isclose(value, 0.5 ** (1 / BLOCKS), rel_tol=1e-3):
        raise Wrong(_scale_hint(value))
    return f"{BLOCKS} factors of {value:.4f} make one half: 1.3 % a block is enough."


def _scale_hint(value: float) -> str:
    def equals(other: float, tolerance: float = 1e-3) -> bool:
        return math.isclose(value, other, rel_tol=tolerance)

    if equals(2 ** (1 / BLOCKS)):
        return "this factor doubles the direct part; it should halve it."
    if equals(0.5) or value <= 0.9:
        return "that is far too small: every block multiplies by it once more."
    if equals(1 - 0.5 / BLOCKS, 1e-4):
        return "half of it is not lost in equal steps: each block takes a share of what is left."
    if equals(0.5 ** (2 / BLOCKS)) or equals(0.5 ** (1 / 110)):
        return (
            "count the blocks, not the layers: a block has two, and a network of 110 layers has "
            "(110 − 2) / 2 blocks."
        )
    return "solve λ^54 = 1/2 for λ; logarithms help."


# The bracket of equation 5 ----------------------------------------------------------------------


def check_bracket(answer: Callable[[Sequence[Tensor]], Tensor]) -> Verdict:
    """``answer(jacobians)``: the matrix dx_L/dx_l from the branches' J_l, …, J_(L−1)."""
    return verdict(answer, _bracket)


def _bracket(answer: Callable[[Sequence[Tensor]], Tensor]) -> str:
    jacobians = list(random_tensor(3, 4, 4).double())
    with _double_precision():  # torch.eye(4) then has the matrices' precision
        found = attempted(answer([j.clone() for j in jacobians]))
    if not isinstance(found, Tensor) or found.shape != (4, 4):
        raise Wrong("return a matrix of the size of each Jacobian.")
    one = torch.eye(4, dtype=torch.float64)
    j0, j1, j2 = jacobians
    if not torch.allclose(found, (one + j2) @ (one + j1) @ (one + j0)):
        raise Wrong(_bracket_hint(found, one, j0, j1, j2))
    with _double_precision():
        single = answer([j0])
    if not torch.allclose(single, one + j0):
        raise Wrong("it is right for three blocks, and should be for one.")
    return "a product of L brackets: multiplied out, one path for each subset of the branches."


@contextmanager
def _double_precision() -> Iterator[None]:
    """Make float64 the default precision of new tensors."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def _bracket_hint(found: Tensor, one: Tensor, j0: Tensor, j1: Tensor, j2: Tensor) -> str:
    if torch.allclose(found, (one + j0) @ (one + j1) @ (one + j2)):
        return (
            "the right factors in the wrong order: the last block's Jacobian is applied last, so "
            "it stands on the left."
        )
    if torch.allclose(found, one + j0 + j1 + j2):
        return (
            "that is right only to first order. What enters block l + 1 has already been changed "
            "by block l."
        )
    if torch.allclose(found, j2 @ j1 @ j0) or torch.allclose(found, j0 @ j1 @ j2):
        return "that is a plain network's: where does the shortcut go?"
    if torch.allclose(found, (one + j2) @ (one + j1) @ (one + j0) - one):
        return "that is what came through the branches; the path through none is missing."
    return "not yet. Write x_(l+1) = x_l + F(x_l) and differentiate it; then chain the blocks."


# ReLU before addition ---------------------------------------------------------------------------


def check_relu_before_addition(answer: Callable[[Block, Tensor], Tensor]) -> Verdict:
    """``answer(block, x)``: the output of Figure 4 (c)'s unit, from the block's layers."""
    return verdict(answer, _relu_before_addition)


@torch.no_grad()
def _relu_before_addition(answer: Callable[[Block, Tensor], Tensor]) -> str:
    block, x = _trained_block("relu-before-addition"), random_tensor(3, 6, 5, 5, seed=1)
    kept = x.clone()
    expected = block(x)
    found = attempted(answer(block, x))
    if not isinstance(found, Tensor) or found.shape != expected.shape:
        raise Wrong(f"the output should have the shape {tuple(expected.shape)}.")
    if not torch.equal(x, kept):
        raise Wrong("your forward pass has changed its input; an in-place ReLU does that.")
    if not torch.allclose(found, expected, atol=1e-6):
        raise Wrong(_relu_before_addition_hint(found, block, x))
    return "as in Figure 4 (c): the branch can only add, so that the signal never falls."


def _trained_block(order: str) -> Block:
    """A block with random weights, shifts and running means, in evaluation mode."""
    with seeded(2):
        block = Block(6, 6, design=BlockDesign(order=order))
        for module in block.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.get_buffer("running_mean").normal_()
                module.bias.data.normal_()
    return block.eval()


def _relu_before_addition_hint(found: Tensor, block: Block, x: Tensor) -> str:
    def equals(output: Tensor) -> bool:
        return torch.allclose(found, output, atol=1e-6)

    def in_order(order: str) -> Tensor:
        other = _trained_block(order)
        other.load_state_dict(block.state_dict())
        return other(x)

    if equals(in_order("original")):
        return "that is the original unit: its last ReLU comes after the addition."
    if equals(in_order("full-preactivation")):
        return "that is full pre-activation."
    branch = block.branch(x)
    if equals(branch):
        return "the shortcut is missing."
    if equals(x + block.bn2(block.conv2(block.relu(block.bn1(block.conv1(x)))))):
        return (
            "one ReLU is missing: this one moves in front of the addition, it does not disappear."
        )
    if equals(torch.relu(x + branch)):
        return "no ReLU follows the addition any more."
    return "not yet: conv, BN, ReLU, conv, BN, ReLU, and then the addition."


# The bias of a gate -----------------------------------------------------------------------------


def check_gate_bias(answer: float) -> Verdict:
    """The bias b for which 54 gates in a row carry one half, (1 − σ(b))^54 = 1/2."""
    return verdict(answer, _gate_bias)


def _gate_bias(answer: float) -> str:
    value = number(answer)
    right = math.log(2 ** (1 / BLOCKS) - 1)
    if math.isclose(value, right, abs_tol=0.01):
        return "with −6, 54 gates carry 87 %; with −2, a thousandth."
    if math.isclose(value, -right, abs_tol=0.01):
        raise Wrong("the sign: the gate g should be nearly closed, and 1 − g nearly 1.")
    if math.isclose(value, 0, abs_tol=0.01):
        raise Wrong("at b = 0 each gate carries one half; all 54 together should carry one half.")
    if math.isclose(value, math.log(2 ** (1 / 110) - 1), abs_tol=0.01):
        raise Wrong("a network of 110 layers has 54 blocks.")
    raise Wrong("1 − σ(b) is 1 / (1 + e^b); its 54th power should be 1/2.")


# The bug hunt -----------------------------------------------------------------------------------


class InPlaceBlock(Block):
    """A block with the bug: the branch's leading ReLU overwrites the shortcut's input."""

    def forward(self, x: Tensor) -> Tensor:
        if self._branch[0] == "relu":
            nn.functional.relu_(x)
        return super().forward(x)


def check_intact(answer: Callable[[nn.Module], bool]) -> Verdict:
    """``answer(block)``: whether the block returns x unchanged when its branch outputs 0."""
    return verdict(answer, _intact)


def _intact(answer: Callable[[nn.Module], bool]) -> str:
    relu_only = BlockDesign(order="relu-only-preactivation")
    full = BlockDesign(order="full-preactivation")
    scaled = BlockDesign(order="full-preactivation", shortcut="scaling=0.9,1")
    accused = "it says that a correct {} block is broken"
    with seeded(0):
        cases = (
            (Block(4, 4, design=relu_only), True, accused.format("ReLU-only pre-activation")),
            (InPlaceBlock(4, 4, design=relu_only), False, "it does not see the in-place ReLU"),
            (Block(4, 4, design=full), True, accused.format("full pre-activation")),
            (Block(4, 4), False, "it does not see that an original block ends with a ReLU"),
            (Block(4, 4, design=scaled), False, "it does not see a factor of 0.9"),
        )
    for block, intact, hint in cases:
        if true_or_false(answer(block)) != intact:
            raise Wrong(
                f"{hint}. Silence the branch (what makes a convolution output 0?), use inputs of "
                "both signs, and keep a copy of them."
            )
    return "it passes the correct blocks and catches the broken ones."
