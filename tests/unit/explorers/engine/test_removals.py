"""Logits of recorded networks, whole and without each branch in turn, are PyTorch's."""

from __future__ import annotations

from dataclasses import asdict

import pytest
import torch
from engine_in_node import run

from resnet_book.results import runs

WITH_WEIGHTS = [recorded for recorded in runs.load_all() if recorded.weights]


def image():
    """One image of 3 × 32 × 32 standardised values."""
    return torch.randn(1, 3, 32, 32, generator=torch.Generator().manual_seed(2))


@torch.no_grad()
def expected(network):
    """Logits of the whole network, then with F(x) = 0 in each block in turn: (blocks + 1, 10)."""
    rows = [network(image())]
    for stage in network.stages:
        for block in network.blocks(stage):
            off = block.downsample.register_forward_pre_hook(lambda _, args: (args[0], 0 * args[1]))
            rows.append(network(image()))
            off.remove()
    return torch.cat(rows)


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """For each recorded network: the engine's logits and PyTorch's."""
    networks = [runs.load_network(recorded) for recorded in WITH_WEIGHTS]
    jobs = [
        (
            {"kind": "removals", "spec": asdict(network.spec), "size": 32},
            network.state_dict() | {"images": image()},
        )
        for network in networks
    ]
    found = run(tmp_path_factory.mktemp("removals"), jobs)
    return [
        (tensors["logits"].reshape(-1, 10), expected(network))
        for (_, tensors), network in zip(found, networks, strict=True)
    ]


@pytest.mark.parametrize("number", range(len(WITH_WEIGHTS)))
def test_logits_with_all_branches_and_without_each(number, compared):
    found, exact = compared[number]
    assert found.shape == exact.shape
    assert float((found - exact).abs().max()) <= 1e-4
    assert float((exact[1:] - exact[0]).abs().max()) > 0.01
