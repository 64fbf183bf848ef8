"""Precision of a training: float32, or bfloat16 where the device supports it natively."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch


def choose_precision(precision: str, device: torch.device) -> str:
    """``float32`` or ``bfloat16``; ``auto`` asks whether the device computes in bfloat16."""
    if precision != "auto":
        return precision
    if device.type == "cuda":
        native = torch.cuda.is_bf16_supported(including_emulation=False)
    else:
        asks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
        native = device.type == "cpu" and any(getattr(torch.cpu, ask, bool)() for ask in asks)
    return "bfloat16" if native else "float32"


def autocast(device: torch.device, precision: str) -> torch.autocast:
    """A context in which convolutions and linear layers compute in `precision`."""
    return torch.autocast(device.type, torch.bfloat16, enabled=precision == "bfloat16")


@contextmanager
def without_tf32() -> Iterator[None]:
    """Run float32 convolutions without TF32.

    By default PyTorch rounds their inputs to 10 bits on NVIDIA GPUs since 2020; a record that says
    float32 should mean it.
    """
    before = torch.backends.cudnn.allow_tf32
    torch.backends.cudnn.allow_tf32 = False
    try:
        yield
    finally:
        torch.backends.cudnn.allow_tf32 = before
