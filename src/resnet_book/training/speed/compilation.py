"""Fuse layers with ``torch.compile``, for training on a GPU.

On a CPU :mod:`resnet_book.training.speed.fusion` gains more.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Compiled(nn.Module):
    """`network`, compiled at the first call; both share their parameters.

    It is compiled again for each new shape of a batch.
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.compiled = torch.compile(network, dynamic=False)

    def forward(self, x: Tensor) -> Tensor:
        """The network's output.

        Raises:
            ValueError: PyTorch cannot compile the network, for example without Triton.
        """
        from torch._dynamo.exc import TorchDynamoException  # slow to import

        try:
            return self.compiled(x)
        except TorchDynamoException as error:
            reason = str(error).splitlines()[0]
            raise ValueError(
                f"torch.compile failed; on a GPU it needs Triton ({reason})"
            ) from error
