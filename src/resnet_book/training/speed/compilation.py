"""Training steps whose layers are fused by ``torch.compile``, for GPUs.

On a CPU :mod:`resnet_book.training.speed.fusion` does it, and gains more.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Compiled(nn.Module):
    """`network`, compiled when it is first called; it keeps its parameters.

    It is compiled for the first batch's shape, and again for each other one.
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.compiled = torch.compile(network, dynamic=False)

    def forward(self, x: Tensor) -> Tensor:
        """As the network's own.

        Raises:
            ValueError: PyTorch cannot compile it here, as where there is no Triton.
        """
        from torch._dynamo.exc import TorchDynamoException  # slow to import

        try:
            return self.compiled(x)
        except TorchDynamoException as error:
            reason = str(error).splitlines()[0]
            raise ValueError(
                f"torch.compile does not work here; on a GPU it needs Triton ({reason})"
            ) from error
