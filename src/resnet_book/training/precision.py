"""Training precision: float32, or bfloat16 if the device supports it natively."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch


def choose_precision(precision: str, device: torch.device) -> str:
    """Resolve ``auto`` to ``bfloat16`` if the device supports it natively, else ``float32``."""
    if precision != "auto":
        return precision
    if device.type == "cuda":
        native = torch.cuda.is_bf16_supported(including_emulation=False)
    else:
        checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
        native = device.type == "cpu" and any(getattr(torch.cpu, each, bool)() for each in checks)
    return "bfloat16" if native else "float32"


def autocast(device: torch.device, precision: str) -> torch.autocast:
    """A context in which convolutions and linear layers compute in `precision`."""
    return torch.autocast(device.type, torch.bfloat16, enabled=precision == "bfloat16")


@contextmanager
def without_tf32() -> Iterator[None]:
    """Run float32 convolutions without TF32.

    PyTorch uses TF32 for them by default on NVIDIA GPUs since Ampere (2020), which rounds the
    inputs' mantissas to 10 bits; a record that says float32 must not use it.
    """
    before = torch.backends.cudnn.allow_tf32
    torch.backends.cudnn.allow_tf32 = False
    try:
        yield
    finally:
        torch.backends.cudnn.allow_tf32 = before
