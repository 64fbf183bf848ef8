"""Speed: the same training in less time. Delete this folder and nothing but speed is lost.

- ``memory``: keep freed memory for the next step (CPU)
- ``fusion``: fuse batch norm, addition and ReLU into one operation (CPU), in C++ (``fusion.cpp``)
- ``compilation``: the same by ``torch.compile`` (GPU)

``README.md`` beside this file has the measurements. :func:`accelerated` is all that the training
loop knows of it.
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
    """Faster steps inside; yields what to wrap the network in before its first step.

    Args:
        fuse: fuse operations: on a CPU with GCC or clang, and ninja; on a GPU with
            ``torch.compile``. Else the network is left as it is, and only memory is kept.

    Raises:
        ValueError: the wrapping raises it where nothing can be compiled.
    """
    with kept_memory():
        if not fuse:
            yield lambda network: network
        else:
            yield fused if device.type == "cpu" else Compiled
