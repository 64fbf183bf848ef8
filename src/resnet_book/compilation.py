"""Training steps whose layers are fused by ``torch.compile``.

Between two convolutions lie batch normalisation, ReLU and, at the end of a block, the addition.
Each of them reads and writes a whole activation, so that memory and not arithmetic sets their pace;
fused, they read and write it once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn


@contextmanager
def compiled(network: nn.Module, *, wanted: bool) -> Iterator[nn.Module]:
    """`network`, compiled if that is `wanted`; it is built when it is first called inside.

    Raises:
        ValueError: PyTorch cannot compile it here, as where there is no C++ compiler.
    """
    if not wanted:
        yield network
        return
    from torch._dynamo.exc import BackendCompilerFailed  # slow to import

    try:
        yield torch.compile(network, dynamic=False)
    except BackendCompilerFailed as error:
        reason = str(error).splitlines()[0]
        raise ValueError(
            f"torch.compile does not work here; on a CPU it needs a C++ compiler ({reason})"
        ) from error
