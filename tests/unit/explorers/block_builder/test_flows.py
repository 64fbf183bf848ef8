"""What flows through the blocks: real digits, and what becomes of them at γ = 0."""

import torch
from builder_blocks import run, set_gamma
from torch import nn

from resnet_book.explorers.block_builder.flows import builder_block, flow, scales_of
from resnet_book.models.shortcuts import Gating


def test_what_becomes_of_x_at_gamma_0_is_right(inputs, choice):
    shape, kind, _ = choice
    for x in inputs[shape].values():
        ends = flow(*choice, x, lambda tensor: 0)["ends"]
        for scale in scales_of(kind):
            block = set_gamma(builder_block(*choice, scale), 0)
            y, end = run(block, x), ends[f"{scale:g}"]
            assert torch.equal(y, x) == (end == ["handed"])
            if end in (["nothing"], ["silenced"]):
                assert not y.any()
                assert (end == ["nothing"]) == (kind == "none")
                continue
            first, *more = end
            assert more in ([], ["rectified_too"])
            follows = torch.relu if more or first == "rectified" else nn.Identity()
            if first in ("handed", "rectified"):
                expected = x
            elif first == "scaled":
                assert scale != 1
                expected = scale * x
            elif first == "gated":
                with torch.no_grad():
                    expected = (1 - torch.sigmoid(block.downsample.gate(x))) * x
            elif first == "projected":
                expected = x
                with torch.no_grad():
                    for part in (
                        *(block.get_submodule(n) for n in block._before),
                        *block.downsample,
                    ):
                        expected = part(expected)
            else:
                assert first == "dropped"
                kept = y != 0
                assert torch.equal(y[kept], 2 * x[kept])
                continue
            assert torch.equal(y, follows(expected))


def test_branches_of_equal_shape_and_order_have_the_same_weights():
    one, other = (builder_block("basic", kind, "original") for kind in ("none", "conv"))
    assert torch.equal(one.conv2.weight, other.conv2.weight)
    gate = builder_block("basic", "exclusive-gating", "original").downsample
    assert isinstance(gate, Gating)
    assert gate.gate.bias.eq(-6).all()


def test_input_is_a_digit_the_same_in_all_channels(inputs):
    x = inputs["bottleneck"]["centred"]
    assert x.shape == (16, 64, 8, 8)
    assert torch.equal(x[:, 0], x[:, 63])
    assert (x.min().item(), x.max().item()) == (-0.5, 0.5)


def test_scale_is_offered_where_the_shortcut_scales():
    assert scales_of("scaling") == (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1)
    assert scales_of("A") == (1,)
