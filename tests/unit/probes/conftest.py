"""What several probes are measured on."""

import pytest
import torch


@pytest.fixture(scope="session")
def batch():
    """16 random images of 1×8×8, and labels."""
    generator = torch.Generator().manual_seed(0)
    return torch.randn(16, 1, 8, 8, generator=generator), torch.arange(16) % 10
