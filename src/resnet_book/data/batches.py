"""From uint8 images to mini-batches: standardised, shuffled, cropped and flipped, as tensors.

All operations run on whole batches, on the device that trains, without worker processes. Batches
are in channels-last memory, where convolutions are faster.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

PADDING = 4  # pixels of padding on each side (He et al. 2015, section 4.2)


@dataclass(frozen=True)
class Standard:
    """Statistics that standardise images: computed on training images, applied to all.

    Attributes:
        mean: of each pixel over the images (He et al. 2015, section 4.2), (H, W, C), 0 to 255.
        deviation: of each channel, (C,). # differs from He et al. 2015: they only subtract.
    """

    mean: Tensor
    deviation: Tensor

    @classmethod
    def of(cls, images: Tensor) -> Standard:
        """The statistics of uint8 images (N, C, H, W)."""
        count, channels, height, width = images.shape
        total = torch.zeros(channels, height, width, dtype=torch.float64, device=images.device)
        squares = torch.zeros(channels, dtype=torch.float64, device=images.device)
        for part in torch.split(images, 5000):  # whole numbers below 2^53: these sums are exact
            pixels = part.double()
            total += pixels.sum(0)
            squares += pixels.square().sum((0, 2, 3))
        mean = total / count
        variance = squares / (count * height * width) - mean.square().mean((1, 2))
        return cls(mean.permute(1, 2, 0).float(), variance.clamp(min=1e-12).sqrt().float())


class Batches:
    """Mini-batches of images (N, C, H, W), float32, channels-last, and labels (N,).

    Args:
        images: uint8 (N, C, H, W).
        labels: int64 (N,).
        standard: the training images' statistics.
        batch_size: images a batch.
        augment: pad, crop and flip at random.
        device: where the images are kept and the batches made.
    """

    def __init__(
        self,
        images: Tensor,
        labels: Tensor,
        standard: Standard,
        batch_size: int,
        *,
        augment: bool = False,
        device: torch.device | str = "cpu",
    ) -> None:
        self.height, self.width = images.shape[2:]
        self.batch_size = batch_size
        self.padding = PADDING if augment else 0
        around = (0, 0, *(self.padding,) * 4)  # padding before and after (channels, width, height)
        # Padding the mean as well makes the border 0 after the subtraction.
        self.images = functional.pad(images.permute(0, 2, 3, 1).to(device), around)
        self.mean = functional.pad(standard.mean.to(device), around)
        self.scale = standard.deviation.to(device).reciprocal()
        self.labels = labels.to(device)

    def shuffled(
        self, generator: torch.Generator, part: slice = slice(None)
    ) -> Iterator[tuple[Tensor, Tensor]]:
        """One epoch in random order, augmented; the last, incomplete batch is dropped.

        Args:
            part: the slice of each batch to return, for a process that trains on its share; order
                and augmentation do not depend on it.
        """
        device = self.labels.device
        order = torch.randperm(len(self.labels), generator=generator, device="cpu")
        order = order[: len(order) // self.batch_size * self.batch_size]
        choices = self._choices(len(order), generator)
        order, choices = order.to(device), choices.to(device)
        for start in range(0, len(order), self.batch_size):
            batch = slice(start, start + self.batch_size)
            mine = order[batch][part]
            yield self._make(mine, choices[:, batch][:, part]), self.labels[mine]

    def ordered(self) -> Iterator[tuple[Tensor, Tensor]]:
        """All images in their order, without augmentation; the last batch may be smaller."""
        order = torch.arange(len(self.labels), device=self.labels.device)
        middle = torch.tensor([[self.padding], [self.padding], [0]], device=order.device)
        for part in torch.split(order, self.batch_size):
            yield self._make(part, middle.expand(3, len(part))), self.labels[part]

    def _choices(self, count: int, generator: torch.Generator) -> Tensor:
        """Per image: the row and the column where its crop begins, and whether it is flipped."""
        if not self.padding:
            return torch.zeros(3, count, dtype=torch.int64, device="cpu")
        cpu = torch.device("cpu")  # drawn on the CPU: the same numbers on every device
        size = 2 * self.padding + 1
        corners = torch.randint(0, size, (2, count), generator=generator, device=cpu)
        flips = torch.randint(0, 2, (1, count), generator=generator, device=cpu)
        return torch.cat([corners, flips])

    def _make(self, indices: Tensor, choices: Tensor) -> Tensor:
        """The standardised crops of the images at `indices`: (N, C, H, W)."""
        top, left, flip = choices
        rows = top[:, None] + torch.arange(self.height, device=top.device)  # (N, H)
        columns = torch.arange(self.width, device=top.device).expand(len(left), -1)
        columns = torch.where(flip[:, None] == 1, self.width - 1 - columns, columns)
        columns = left[:, None] + columns  # (N, W)
        rows, columns = rows[:, :, None], columns[:, None, :]
        crops = self.images[indices[:, None, None], rows, columns]  # (N, H, W, C)
        crops = (crops - self.mean[rows, columns]) * self.scale
        return crops.permute(0, 3, 1, 2)
