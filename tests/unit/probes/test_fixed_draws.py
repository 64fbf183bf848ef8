"""Random draws in a measurement: equal every time, and the caller's generators unchanged."""

import pytest
import torch

from resnet_book.probes.fixed_draws import fixed_draws


def test_draws_are_equal_and_the_generator_is_restored():
    device = torch.device("cpu")
    before = torch.get_rng_state()
    with fixed_draws(device):
        one = torch.rand(3)
    assert torch.equal(torch.get_rng_state(), before)
    torch.rand(1)
    with fixed_draws(device):
        other = torch.rand(3)
    assert torch.equal(one, other)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_draws_on_a_gpu_are_equal_and_its_generator_is_restored():
    device = torch.device("cuda", 0)
    before = torch.cuda.get_rng_state(device)
    with fixed_draws(device):
        one = torch.rand(3, device=device)
    with fixed_draws(device):
        other = torch.rand(3, device=device)
    assert torch.equal(one, other)
    assert torch.equal(torch.cuda.get_rng_state(device), before)
