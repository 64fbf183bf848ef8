"""Checks for the exercises of chapter 3, identity mappings."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from resnet_book.exercises.checks import Verdict, Wrong, attempted, verdict
from resnet_book.models.blocks import Block, BlockDesign

BLOCKS = 54  # of ResNet-110


def check_scale(answer: float) -> Verdict:
    """The factor λ for which λ^54 is one half."""

    def test(answer):
        value = _number(answer)
        if math.isclose(value, 0.5 ** (1 / BLOCKS), rel_tol=1e-3):
            return f"{BLOCKS} factors of {value:.4f} make one half: 1.3 % a block is enough."
        if math.isclose(value, 2 ** (1 / BLOCKS), rel_tol=1e-3):
            raise Wrong("this factor doubles the term; it should halve it.")
        if math.isclose(value, 0.5, rel_tol=1e-3) or value <= 0.9:
            raise Wrong("that is far too small: every block multiplies by it once more.")
        if math.isclose(value, 1 - 0.5 / BLOCKS, rel_tol=1e-4):
            raise Wrong("half of the term is not lost in equal steps: each block takes a share of "
                        "what is left.")  # fmt: skip
        if math.isclose(value, 0.5 ** (2 / BLOCKS), rel_tol=1e-3) or math.isclose(
            value, 0.5 ** (1 / 110), rel_tol=1e-3
        ):
            raise Wrong("count the blocks, not the layers: a block has two, and a network of 110 "
                        "layers has (110 − 2) / 2 blocks.")  # fmt: skip
        raise Wrong("solve λ^54 = 1/2 for λ; logarithms help.")

    return verdict(answer, test)


@contextmanager
def _double_precision() -> Iterator[None]:
    """New tensors are in double precision."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def check_bracket(answer: Callable[[Sequence[Tensor]], Tensor]) -> Verdict:
    """``bracket(jacobians)``: the matrix dx_L/dx_l from the branches' J_l, …, J_(L−1)."""

    def test(bracket):
        generator = torch.Generator().manual_seed(0)
        jacobians = list(torch.randn(3, 4, 4, generator=generator, dtype=torch.float64))
        with _double_precision():  # so that a plain torch.eye(4) fits the matrices
            found = attempted(bracket([j.clone() for j in jacobians]))
        if not isinstance(found, Tensor) or found.shape != (4, 4):
            raise Wrong("return a matrix of the size of each Jacobian.")
        one = torch.eye(4, dtype=torch.float64)
        j0, j1, j2 = jacobians
        answers = {
            "right": (one + j2) @ (one + j1) @ (one + j0),
            "the order": (one + j0) @ (one + j1) @ (one + j2),
            "the sum": one + j0 + j1 + j2,
            "plain": j2 @ j1 @ j0,
            "plain, the order": j0 @ j1 @ j2,
            "no 1": (one + j2) @ (one + j1) @ (one + j0) - one,
        }
        matches = [name for name, matrix in answers.items() if torch.allclose(found, matrix)]
        hints = {
            "the order": "the right factors in the wrong order: the last block's Jacobian is "
            "applied last, so it stands on the left.",
            "the sum": "that is right only to first order. What enters block l + 1 has already "
            "been changed by block l.",
            "plain": "that is a plain network's: where does the shortcut go?",
            "plain, the order": "that is a plain network's: where does the shortcut go?",
            "no 1": "that is what came through the branches; the path through none is missing.",
        }
        if not matches:
            raise Wrong("not yet. Write x_(l+1) = x_l + F(x_l) and differentiate it; then chain "
                        "the blocks.")  # fmt: skip
        if matches[0] != "right":
            raise Wrong(hints[matches[0]])
        with _double_precision():
            single = bracket([j0])
        if not torch.allclose(single, one + j0):
            raise Wrong("it is right for three blocks, and should be for one.")
        return "a product of L brackets: multiplied out, one path for each subset of the branches."

    return verdict(answer, test)


def check_relu_before_addition(answer: Callable[[Block, Tensor], Tensor]) -> Verdict:
    """``forward(block, x)``: the unit of Figure 4 (c) from the block's layers."""

    def test(forward):
        def outputs(order):
            block = _block(order)
            with torch.no_grad():
                return block, block(x.clone())

        x = _images()
        block, expected = outputs("relu-before-addition")
        kept = x.clone()
        with torch.no_grad():
            found = attempted(forward(block, x))
        if not isinstance(found, Tensor) or found.shape != expected.shape:
            raise Wrong(f"the output should have the shape {tuple(expected.shape)}.")
        if not torch.equal(x, kept):
            raise Wrong("your forward pass has changed its input; an in-place ReLU does that.")
        if torch.allclose(found, expected, atol=1e-6):
            return "as in Figure 4 (c): the branch can only add, so that the signal never falls."
        hints = {
            "original": "that is the original unit: its last ReLU comes after the addition.",
            "full-preactivation": "that is full pre-activation.",
        }
        for order, hint in hints.items():
            other = _block(order)
            other.load_state_dict(block.state_dict())
            with torch.no_grad():
                same = torch.allclose(found, other(x), atol=1e-6)
            if same:
                raise Wrong(hint)
        with torch.no_grad():
            branch = block.branch(x)
            linear = block.bn2(block.conv2(block.relu(block.bn1(block.conv1(x)))))
        if torch.allclose(found, branch, atol=1e-6):
            raise Wrong("the shortcut is missing.")
        if torch.allclose(found, x + linear, atol=1e-6):
            raise Wrong("one ReLU is missing: this one moves in front of the addition, it does not "
                        "disappear.")  # fmt: skip
        if torch.allclose(found, torch.relu(x + branch), atol=1e-6):
            raise Wrong("no ReLU follows the addition any more.")
        raise Wrong("not yet: conv, BN, ReLU, conv, BN, ReLU, and then the addition.")

    return verdict(answer, test)


def check_gate_bias(answer: float) -> Verdict:
    """The bias b for which 54 gates in a row carry one half, (1 − σ(b))^54 = 1/2."""

    def test(answer):
        value = _number(answer)
        right = math.log(2 ** (1 / BLOCKS) - 1)
        if math.isclose(value, right, abs_tol=0.01):
            return "with −6, 54 gates carry 87 %; with −2, a thousandth."
        if math.isclose(value, -right, abs_tol=0.01):
            raise Wrong("the sign: the gate g should be nearly closed, and 1 − g nearly 1.")
        if math.isclose(value, 0, abs_tol=0.01):
            raise Wrong("at b = 0 each gate carries one half; here 54 of them together should.")
        one = math.log(2 ** (1 / 110) - 1)
        if math.isclose(value, one, abs_tol=0.01):
            raise Wrong("a network of 110 layers has 54 blocks.")
        raise Wrong("1 − σ(b) is 1 / (1 + e^b); its 54th power should be 1/2.")

    return verdict(answer, test)


class _InPlace(Block):
    """The bug: the leading ReLU of the branch writes into the shortcut's input."""

    def forward(self, x: Tensor) -> Tensor:
        if self._branch[0] == "relu":
            nn.functional.relu_(x)
        return super().forward(x)


def check_intact(answer: Callable[[nn.Module], bool]) -> Verdict:
    """``is_intact(block)``: True where the shortcut carries x as it is, whatever the branch."""

    def test(is_intact):
        design = BlockDesign(order="relu-only-preactivation")
        cases = (
            (Block(4, 4, design=design), True, "of a correct block it says that it is broken"),
            (_InPlace(4, 4, design=design), False, "it does not see the in-place ReLU"),
            (Block(4, 4, design=BlockDesign(order="full-preactivation")), True,
             "of a correct full pre-activation block it says that it is broken"),
            (Block(4, 4), False, "an original block ends with a ReLU, and it does not see that"),
            (Block(4, 4, design=BlockDesign(shortcut="scaling=0.9,1",
             order="full-preactivation")), False, "it does not see a factor of 0.9"),
        )  # fmt: skip
        for block, intact, hint in cases:
            if bool(attempted(is_intact(block))) != intact:
                raise Wrong(
                    f"{hint}. Silence the branch (what makes a convolution output 0?), use "
                    "inputs of both signs, and keep a copy of them."
                )
        return "it passes the correct blocks and catches the broken ones."

    return verdict(answer, test)


def _number(answer: object) -> float:
    try:
        return float(answer)
    except (TypeError, ValueError):
        raise Wrong("the answer is a number.") from None


def _images() -> Tensor:
    return torch.randn(3, 6, 5, 5, generator=torch.Generator().manual_seed(1))


def _block(order: str) -> Block:
    """A block with random weights and statistics, in evaluation mode."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(2)
        block = Block(6, 6, design=BlockDesign(order=order))
        for module in block.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.running_mean.normal_()
                module.bias.data.normal_()
    return block.eval()
