"""Random draws in a measurement: equal every time, and the caller's generators unchanged."""

import pytest
import torch

from resnet_book.probes.fixed_draws import fixed_draws

DEVICES = ["cpu", "cuda:0"] if torch.cuda.is_available() else ["cpu"]


@pytest.mark.parametrize("name", DEVICES)
def test_draws_are_equal_and_the_generators_are_restored(name):
    device = torch.device(name)

    def states():
        gpu = [torch.cuda.get_rng_state(device)] if device.type == "cuda" else []
        return [torch.get_rng_state(), *gpu]

    before = states()
    with fixed_draws(device):
        one = torch.rand(3, device=device)
    assert all(map(torch.equal, states(), before))
    torch.rand(1, device=device)
    with fixed_draws(device):
        other = torch.rand(3, device=device)
    assert torch.equal(one, other)
