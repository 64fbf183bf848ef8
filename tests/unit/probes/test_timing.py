"""The time that a network takes."""

import pytest
import torch

from resnet_book.drawing.costs import KINDS
from resnet_book.models import cifar_resnet
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.blocks import Block
from resnet_book.probes.timing import Timing, time_by_kind, time_each_layer, time_in_turn


def test_calls_are_timed_in_turn_and_the_first_round_is_left_out():
    calls = []
    names = {"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}
    timings = time_in_turn(names, images=4, repetitions=2)
    assert calls == ["a", "b"] * 3
    assert all(len(timing.seconds) == 2 for timing in timings.values())
    with pytest.raises(ValueError, match="repetitions 0 is below 1"):
        time_in_turn({}, 1, 0)


def test_times_are_per_image():
    timing = Timing(images=10, seconds=(0.01, 0.03, 0.02))
    assert timing.milliseconds == pytest.approx(2)
    assert timing.extent == pytest.approx((1, 3))
    assert timing.rate(4_000_000) == pytest.approx(2)  # billions a second


def test_time_by_kind_names_each_kind_and_refuses_projections():
    block = Block(8, 2, design=BlockDesign("bottleneck"))
    found = time_by_kind(block, torch.randn(2, 8, 4, 4), repetitions=1)
    assert set(found) == set(KINDS)
    assert min(found.values()) > 0
    with pytest.raises(ValueError, match="Projection"):
        time_by_kind(Block(8, 8, design=BlockDesign(shortcut="C")), torch.randn(1, 8, 4, 4))


def test_timing_leaves_the_network_as_it_was():
    network = cifar_resnet(8).train()
    time_by_kind(network, torch.randn(2, 3, 8, 8), repetitions=1)
    assert network.training
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in network.modules())
    assert torch.equal(network.bn1.running_mean, torch.zeros(16))


def test_every_layer_is_timed_in_the_order_it_runs():
    network = cifar_resnet(8, "C").train()
    found = time_each_layer(network, torch.randn(2, 3, 8, 8), repetitions=2)
    assert list(found)[:4] == [
        "conv1", "layer1.0.conv1", "layer1.0.conv2", "layer1.0.downsample.0",
    ]  # fmt: skip
    assert list(found)[-1] == "fc"
    assert len(found) == 8 + 3
    assert min(found.values()) > 0
    assert network.training
    assert not any(module._forward_pre_hooks for module in network.modules())
