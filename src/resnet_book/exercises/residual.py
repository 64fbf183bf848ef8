"""Checks for the exercises of chapter 2, residual learning."""

from __future__ import annotations

import copy
from collections.abc import Callable
from numbers import Integral

import torch
from torch import Tensor, nn
from torch.nn import functional

from resnet_book.exercises.checks import Verdict, Wrong, attempted, true_or_false, verdict
from resnet_book.exercises.randomness import random_tensor, randomise, seeded
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.blocks import Block
from resnet_book.models.resnet import cifar_resnet

# Option A ---------------------------------------------------------------------------------------


def check_option_a(answer: Callable[[Tensor, int, int], Tensor]) -> Verdict:
    """``answer(x, out_channels, stride)``: the output of a shortcut of option A."""
    return verdict(answer, _option_a)


def _option_a(answer: Callable[[Tensor, int, int], Tensor]) -> str:
    cases = ((4, 6, 8, 2), (4, 5, 8, 2), (4, 6, 4, 1), (4, 6, 4, 2), (4, 6, 8, 1), (3, 7, 5, 3))
    for channels, size, out, stride in cases:
        x = random_tensor(2, channels, size, size)
        given = x.clone()
        found = attempted(answer(given, out, stride))
        where = f"for x of shape {tuple(x.shape)}, {out} channels and stride {stride}"
        if not isinstance(found, Tensor):
            raise Wrong(f"return a tensor; {where} it was {type(found).__name__}.")
        if not torch.equal(given, x):
            raise Wrong("your function changes x itself, and the branch still needs it.")
        pixels = x[:, :, ::stride, ::stride]
        expected = functional.pad(pixels, (0, 0, 0, 0, 0, out - channels))
        if found.shape != expected.shape:
            raise Wrong(_option_a_shape_hint(found, expected, where))
        if not torch.equal(found, expected):
            raise Wrong(_option_a_hint(found, x, pixels, out, stride))
    x = random_tensor(1, 4, 6, 6).requires_grad_()
    if not answer(x, 8, 2).requires_grad:
        raise Wrong("the values are right, but no gradient can go back through your shortcut.")
    return "every second pixel, and zeros for the channels that x does not have."


def _option_a_shape_hint(found: Tensor, expected: Tensor, where: str) -> str:
    if found.shape[2:] != expected.shape[2:]:
        return (
            f"{where}, height and width should be {tuple(expected.shape[2:])}, as a branch with "
            f"padding leaves them; yours are {tuple(found.shape[2:])}."
        )
    return f"{where}, there are {found.shape[1]} channels in place of {expected.shape[1]}."


def _option_a_hint(found: Tensor, x: Tensor, pixels: Tensor, out: int, stride: int) -> str:
    channels = x.shape[1]
    added = out - channels
    if torch.equal(found, functional.pad(pixels, (0, 0, 0, 0, added, 0))):
        return "the zeros stand before the channels of x; append them."
    if added and found[:, channels:].abs().sum() > 0:
        return "the new channels are not zero; x has nothing to put there."
    if found[:, :channels].shape == pixels.shape and stride > 1:
        pooled = functional.avg_pool2d(x, stride, ceil_mode=True, count_include_pad=False)
        largest = functional.max_pool2d(x, stride, ceil_mode=True)
        if any(torch.allclose(found[:, :channels], each) for each in (pooled, largest)):
            return "you pool; option A only picks pixels, and computes nothing."
        return "the first channels should be pixels of x, the top left one among them."
    return "with stride 1, the first channels should be x as it is."


# Parameters of the options ----------------------------------------------------------------------


def check_extra_parameters(answer: Callable[[int, str], int]) -> Verdict:
    """``answer(depth, option)``: the number of parameters in a CIFAR ResNet's shortcuts."""
    return verdict(answer, _extra_parameters)


def _extra_parameters(answer: Callable[[int, str], int]) -> str:
    for depth in (20, 56, 110):
        for option in ("A", "B", "C"):
            found = attempted(answer(depth, option))
            if not isinstance(found, Integral) or isinstance(found, bool):
                raise Wrong(f"a count is a whole number; yours is {found!r}.")
            if found != _counted(depth, option):
                hint = _extra_parameters_hint(found, depth, option)
                raise Wrong(
                    f"for depth {depth} and option {option}, {found:,} is not right: {hint}"
                )
    return "these are the counts of the networks themselves, at 20, 56 and 110 layers."


def _counted(depth: int, option: str) -> int:
    with torch.device("meta"):
        counts = [
            sum(p.numel() for p in cifar_resnet(depth, o).parameters()) for o in (option, "none")
        ]
    return counts[0] - counts[1]


def _extra_parameters_hint(found: int, depth: int, option: str) -> str:
    if option == "A":
        return "what does option A multiply x by?"
    n = (depth - 2) // 6
    changing = [(16, 32), (32, 64)]
    staying = [(c, c) for c, count in ((16, n), (32, n - 1), (64, n - 1)) for _ in range(count)]
    projections = changing + (staying if option == "C" else [])
    if found == sum(a * b for a, b in projections):
        return "something with two parameters a channel follows each projection."
    if found == sum(a * b + b for a, b in projections):
        return "its batch normalisation has a scale and a shift."
    if found in (sum(9 * a * b + k * b for a, b in projections) for k in (0, 2)):
        return "the kernel of a projection is 1×1."
    if option == "C":
        whole = [(c, c) for c in (16, 32, 64) for _ in range(n)]
        if found == sum(a * b + 2 * b for a, b in whole + changing):
            return "the first block of a later stage has one projection, not two."
        if found == sum(a * b + 2 * b for a, b in staying):
            return "the blocks that change the shape have a projection too."
        if found == _counted(depth, "B"):
            return "with option C, every block has a projection."
    return "list the blocks of the three stages, and the channels before and after each."


# A block that passes its input on ---------------------------------------------------------------


def check_pass_on(answer: Callable[[Block], Block]) -> Verdict:
    """``answer(block)``: the block, made to pass its input on, and able to learn."""
    return verdict(answer, _pass_on)


def _pass_on(answer: Callable[[Block], Block]) -> str:
    block = _trained_block()
    before = copy.deepcopy(block.state_dict())
    returned: object = answer(block)
    if returned is None or returned is ...:
        if all(torch.equal(value, before[name]) for name, value in block.state_dict().items()):
            raise NotImplementedError
        returned = block  # changed in place, which is fine
    if not isinstance(returned, Block):
        raise Wrong("return the block itself, changed: it has layers that are still to learn.")
    block, x = returned, random_tensor(16, 8, 6, 6).relu()
    for name, values in block.state_dict().items():
        if name.startswith("conv") and not torch.equal(values, before[name]) and values.any():
            raise Wrong(f"leave {name} as it is: the rest of the block can do it.")
    with torch.no_grad():
        training = torch.equal(copy.deepcopy(block).train()(x), x)
        evaluation = torch.equal(copy.deepcopy(block).eval()(x), x)
    if training and not evaluation:
        raise Wrong(
            "in training mode the block passes x on, in evaluation mode it does not: there, batch "
            "normalisation subtracts a running mean, whatever comes in."
        )
    if not training:
        raise Wrong("the block does not pass x on: find every parameter that reaches F's output.")
    _learn_three_steps(block.train(), x)
    return "it passes its input on in both modes, begins gently, and can learn."


def _trained_block() -> Block:
    """A block of option A whose normalisations have no parameter or statistic at 0 or 1."""
    with seeded(0):
        block = Block(8, 8, design=BlockDesign(shortcut="A"))
        for norm in (block.bn1, block.bn2):
            randomise(norm, 0.5, 1.5)
    return block


def _learn_three_steps(block: Block, x: Tensor) -> None:
    """Take three steps of SGD: F must stay small after the first and depend on x after the last."""
    target = random_tensor(*x.shape, seed=1)
    optimizer = torch.optim.SGD(block.parameters(), lr=0.02)
    for step in range(3):
        optimizer.zero_grad()
        (block(x) - target).square().mean().backward()
        optimizer.step()
        with torch.no_grad():
            branch = block.branch(x)
        if step == 0 and branch.square().mean() > 0.1 * x.square().mean():
            raise Wrong(
                "it passes x on, but one step of SGD makes F as large as x: what does batch "
                "normalisation do to the output of a very small convolution?"
            )
    if branch.std(0).max() < 1e-7:
        raise Wrong(
            "it passes x on for ever: after three steps of SGD, F still does not depend on x. Of "
            "the factors on its way, leave enough that are not zero."
        )


# The bug hunt -----------------------------------------------------------------------------------


class _InPlaceReLU(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.branch = nn.Sequential(nn.ReLU(inplace=True), nn.Conv2d(4, 4, 3, padding=1))

    def forward(self, x: Tensor) -> Tensor:
        return self.branch(x) + x


class _InPlaceSum(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        x += self.conv(x.detach())
        return x


class _Swap(nn.Module):
    """Exchange two columns of pixels in place: sum, mean and extremes of x stay the same."""

    def forward(self, x: Tensor) -> Tensor:
        x[..., :2] = x[..., :2].flip(-1)
        return x


def check_leaves_input_alone(answer: Callable[[nn.Module, Tensor], bool]) -> Verdict:
    """``answer(block, x)``: whether the block leaves its input unchanged."""
    return verdict(answer, _leaves_input_alone)


def _leaves_input_alone(answer: Callable[[nn.Module, Tensor], bool]) -> str:
    with seeded(0):
        good = [Block(4, 4), Block(4, 4, design=BlockDesign(order="relu-only-preactivation"))]
        bad = [_InPlaceReLU(), _InPlaceSum(), _Swap()]
        found = [true_or_false(answer(block, random_tensor(2, 4, 6, 6))) for block in bad + good]
    passed_bad, passed_good = found[: len(bad)], found[len(bad) :]
    if not all(passed_good):
        raise Wrong("it accuses a block that leaves its input alone. Look at x, not at the output.")
    if all(passed_bad):
        raise Wrong(
            "it lets the block with the bug pass. A comparison needs x as it was: a second name "
            "for the same tensor changes with it."
        )
    if any(passed_bad):
        raise Wrong("it catches one kind of change and misses another. Compare all of x.")
    return "it catches the published bug, and a sum in place too, and accuses no one else."
