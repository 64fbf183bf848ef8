"""Optional speed-ups of training. Everything else works without this folder.

- ``memory``: keep freed memory for the next step (CPU)
- ``fusion``: fuse batch norm, addition and ReLU into one operation (CPU), in C++ (``fusion.cpp``)
- ``compilation``: fuse layers with ``torch.compile`` (GPU)

The training loop uses only :func:`accelerated`. ``README.md`` in this folder has the measurements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import nn

from resnet_book.training.speed.compilation import Compiled
from resnet_book.training.speed.fusion import fused
from resnet_book.training.speed.memory import kept_memory

__all__ = ["accelerated"]


@contextmanager
def accelerated(device: torch.device, *, fuse: bool) -> Iterator[Callable[[nn.Module], nn.Module]]:
    """Speed up the training steps in this context; yields a function that wraps the network.

    Args:
        fuse: fuse operations: on a CPU with GCC or clang, and ninja; on a GPU with
            ``torch.compile``. Otherwise the function returns the network unchanged, and the context
            only keeps freed memory.

    Raises:
        ValueError: raised by the function, or at the first step, if nothing can be compiled.
    """
    with kept_memory():
        if not fuse:
            yield lambda network: network
        else:
            yield fused if device.type == "cpu" else Compiled
