"""Training in several processes, on one machine or many, with PyTorch's DistributedDataParallel.

``torchrun --nproc-per-node 2 -m resnet_book train …`` starts the processes; each takes its part of
every batch, and the gradients are averaged. The recipe's batch size is that of all processes
together, so that losses match a single process. Batch normalisation uses only the images of
its own process, as on the two GPUs of He et al. 2015 (section 4.2).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
from torch import Tensor, distributed, nn

Value = TypeVar("Value")


@dataclass(frozen=True)
class Processes:
    """The rank of this process among those that train together; a single one is 0 of 1."""

    rank: int = 0
    count: int = 1

    @classmethod
    def current(cls) -> Processes:
        """Rank and count in PyTorch's process group, if there is one."""
        if distributed.is_available() and distributed.is_initialized():
            return cls(distributed.get_rank(), distributed.get_world_size())
        return cls()

    @property
    def first(self) -> bool:
        """Whether this process prints and writes files."""
        return self.rank == 0

    def part(self, batch_size: int) -> slice:
        """The part of each batch that this process trains on: every count-th image.

        Raises:
            ValueError: the batch cannot be divided evenly.
        """
        if batch_size % self.count:
            raise ValueError(
                f"batch_size {batch_size} cannot be divided evenly among {self.count} processes"
            )
        return slice(self.rank, None, self.count)

    def joined(self, network: nn.Module) -> nn.Module:
        """Wrap the network so that gradients are averaged over the processes."""
        if self.count == 1:
            return network
        return nn.parallel.DistributedDataParallel(network)

    def total(self, *values: Tensor) -> None:
        """Replace each value by its sum over the processes."""
        if self.count > 1:
            for value in values:
                distributed.all_reduce(value)

    def from_first(self, call: Callable[[], Value]) -> Value:
        """Call a function in the first process; all processes return its value or raise its error.

        The value is sent pickled; its tensors must be on the CPU.
        """
        if self.count == 1:
            return call()
        outcome: list[Any] = [None, None]
        if self.first:
            try:
                outcome[0] = call()
            except Exception as error:
                outcome[1] = error
        distributed.broadcast_object_list(outcome)
        value, failure = outcome
        if failure is not None:
            raise failure
        return value

    def wait(self) -> None:
        """Block until every process arrives."""
        if self.count > 1:
            distributed.barrier()


@contextmanager
def group(device: str | None) -> Iterator[str | None]:
    """Join the process group that ``torchrun`` started; yields the device of this process.

    Each process gets the GPU of its local rank. Without ``torchrun`` this does nothing.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        yield device
        return
    cuda = torch.cuda.is_available() if device is None else device.startswith("cuda")
    if cuda:
        device = f"cuda:{os.environ['LOCAL_RANK']}"
        torch.cuda.set_device(device)
    distributed.init_process_group("nccl" if cuda else "gloo")
    try:
        yield device
    finally:
        distributed.destroy_process_group()
