"""Training steps whose layers are fused by ``torch.compile``.

Between two convolutions lie batch normalisation, ReLU and, at the end of a block, the addition.
Each of them reads and writes a whole activation, so that memory and not arithmetic sets their pace;
fused, they read and write it once.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Fused(nn.Module):
    """`network`, compiled when it is first called; it keeps its parameters.

    It is compiled for the first batch's shape, and again for each other one.
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.compiled = torch.compile(network, dynamic=False)

    def forward(self, x: Tensor) -> Tensor:
        """As the network's own.

        Raises:
            ValueError: PyTorch cannot compile it here, as where there is no C++ compiler.
        """
        from torch._dynamo.exc import TorchDynamoException  # slow to import

        try:
            return self.compiled(x)
        except TorchDynamoException as error:
            reason = str(error).splitlines()[0]
            raise ValueError(
                f"torch.compile does not work here; on a CPU it needs a C++ compiler ({reason})"
            ) from error
