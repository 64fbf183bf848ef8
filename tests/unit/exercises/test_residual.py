"""Chapter 2's exercises: each usual mistake has its own hint."""

import pytest
import torch
from torch import nn
from torch.nn import functional
from wrong_answers import ambiguous, each

from resnet_book.exercises import (
    check_extra_parameters,
    check_leaves_input_alone,
    check_option_a,
    check_pass_on,
)


def pick(x, stride):
    return x[:, :, ::stride, ::stride]


def append(x, out):
    return functional.pad(x, (0, 0, 0, 0, 0, out - x.shape[1]))


def cut_in_place(x, out, stride):
    x.relu_()
    return append(pick(x, stride), out)


def pad_in_front(x, out, stride):
    return functional.pad(pick(x, stride), (0, 0, 0, 0, out - x.shape[1], 0))


def repeat(x, out, stride):
    return torch.cat([pick(x, stride)] * 2, 1)[:, :out]


def pool(x, out, stride):
    pooled = functional.avg_pool2d(x, stride, ceil_mode=True, count_include_pad=False)
    return append(pooled, out)


def strongest(x, out, stride):
    return append(functional.max_pool2d(x, stride, ceil_mode=True), out)


def other_pixels(x, out, stride):
    return append(pick(x.flip(2, 3), stride).flip(2, 3), out)


def counting(*, per_channel=2, kernel=1, stages=None, changing=True, staying=True):
    """An answer with one thing wrong in it."""

    def answer(depth, option):
        if option == "A":
            return 0
        n = (depth - 2) // 6
        count = stages(n) if stages else (n, n - 1, n - 1)
        pairs = [(16, 32), (32, 64)] * changing
        if option == "C" and staying:
            pairs += [(c, c) for c, k in zip((16, 32, 64), count, strict=True) for _ in range(k)]
        return sum(kernel * a * b + per_channel * b for a, b in pairs)

    return answer


def zeroed(*names):
    def answer(block):
        for name in names:
            nn.init.zeros_(block.get_parameter(name))
        return block

    return answer


def fresh_zero_convolution(block):
    block.bn2.reset_parameters()
    return zeroed("conv2.weight")(block)


def fresh_convolution(block):
    block.conv2.reset_parameters()
    return zeroed("bn2.weight", "bn2.bias")(block)


def two_names(block, x):
    before = x
    block(x)
    return torch.equal(x, before)


def copied_too_late(block, x):
    block(x)
    return torch.equal(x, x.clone())


def compares_outputs(block, x):
    return torch.equal(block(x), x)


def looks_for_negatives(block, x):
    block(x)
    return bool((x < 0).any())


def compares_sums(block, x):
    before = x.sum()
    block(x)
    return torch.isclose(x.sum(), before)


WRONG = {
    check_option_a: [
        (lambda x, out, stride: append(x, out), "height and width"),
        (lambda x, out, stride: pick(x, stride), "4 channels in place of 8"),
        (lambda x, out, stride: 3, "return a tensor"),
        (lambda x, out, stride: append(pick(2 * x, stride), out), "pixels of x, the top left one"),
        (cut_in_place, "changes x itself"),
        (pad_in_front, "before the channels"),
        (repeat, "not zero"),
        (pool, "you pool"),
        (strongest, "you pool"),
        (other_pixels, "pixels of x, the top left one"),
        (lambda x, out, stride: append(pick(x, 2 if stride > 1 else 1), out), "height and width"),
        (lambda x, out, stride: append(pick(x.detach(), stride), out), "no gradient"),
        (lambda x, out, stride: append(pick(x if stride > 1 else -x, stride), out), "stride 1"),
    ],
    check_extra_parameters: [
        (counting(per_channel=0), "something with two parameters a channel"),
        (counting(per_channel=1), "a scale and a shift"),
        (counting(kernel=9), "1×1"),
        (counting(staying=False), "every block has a projection"),
        (counting(stages=lambda n: (n, n, n)), "one projection, not two"),
        (lambda d, o: counting(changing=o == "B")(d, o), "change the shape have a projection too"),
        (lambda d, o: 100, "option A multiply"),
        (lambda d, o: 0 if o == "A" else d, "list the blocks"),
        (lambda d, o: 0.5, "whole number"),
    ],
    check_pass_on: [
        (zeroed("bn2.weight"), "every parameter that reaches F's output"),
        (zeroed("conv2.weight"), "every parameter that reaches F's output"),
        (zeroed("bn1.weight", "bn1.bias"), "every parameter that reaches F's output"),
        (zeroed("conv2.weight", "bn2.bias"), "running mean"),
        (zeroed("conv2.weight", "bn2.weight", "bn2.bias"), "for ever"),
        (zeroed("bn1.weight", "bn1.bias", "bn2.weight", "bn2.bias"), "for ever"),
        (fresh_zero_convolution, "as large as x"),
        (fresh_convolution, "leave conv2.weight"),
        (lambda block: nn.Identity(), "return the block itself"),
    ],
    check_leaves_input_alone: [
        (two_names, "second name"),
        (copied_too_late, "second name"),
        (compares_outputs, "Look at x"),
        (looks_for_negatives, "misses another"),
        (compares_sums, "misses another"),
        (lambda block, x: "yes", "True or False"),
    ],
}


@each(WRONG)
def test_usual_mistake_gets_its_hint(check, answer, hint):
    found = check(answer)
    assert found.state == "wrong"
    assert hint in found.message


def test_different_mistakes_get_different_hints():
    assert ambiguous(WRONG) == []


def test_block_may_be_changed_in_place_without_being_returned():
    def answer(block):
        zeroed("bn2.weight", "bn2.bias")(block)

    assert check_pass_on(answer).right


@pytest.mark.parametrize("kind", [bool, lambda same: same, lambda same: same.numpy()])
def test_truth_values_of_pytorch_and_numpy_count(kind):
    def answer(block, x):
        before = x.clone()
        block(x)
        return kind((x == before).all())

    assert check_leaves_input_alone(answer).right
