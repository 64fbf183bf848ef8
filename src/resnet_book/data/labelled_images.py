"""A data set in memory: labelled images in two splits, and the fingerprint that identifies them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

import torch


@dataclass(frozen=True, eq=False)
class Dataset:
    """Images and labels of a training and a test split, as they are stored.

    Images are uint8 (N, C, H, W) in 0..255, labels int64 (N,) in 0..len(classes) - 1.
    """

    name: str
    train_images: torch.Tensor = field(repr=False)
    train_labels: torch.Tensor = field(repr=False)
    test_images: torch.Tensor = field(repr=False)
    test_labels: torch.Tensor = field(repr=False)
    classes: tuple[str, ...]

    @property
    def channels(self) -> int:
        """C: 1 for grey images, 3 for coloured ones."""
        return self.train_images.shape[1]

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(C, H, W) of every image."""
        channels, height, width = self.train_images.shape[1:]
        return channels, height, width

    @cached_property
    def fingerprint(self) -> dict[str, str]:
        """The `fingerprint` of each split, under "train" and "test"."""
        return {
            "train": fingerprint(self.train_images, self.train_labels),
            "test": fingerprint(self.test_images, self.test_labels),
        }


def fingerprint(images: torch.Tensor, labels: torch.Tensor) -> str:
    """SHA-256, in hex, of a set of labelled images; it does not depend on their order.

    It is taken over the sorted SHA-256 digests of each image: its label as one byte, then its
    pixels row by row, channel last. `images` is uint8 (N, C, H, W), `labels` is (N,) in 0..255;
    anything else raises `ValueError`.
    """
    if images.dtype != torch.uint8 or images.ndim != 4:
        raise ValueError(f"images are {images.dtype} with {images.ndim} axes, not uint8 with 4")
    if labels.shape != images.shape[:1]:
        raise ValueError(f"labels have shape {tuple(labels.shape)}, not ({len(images)},)")
    if len(labels) and not 0 <= int(labels.min()) <= int(labels.max()) <= 255:
        raise ValueError(f"labels reach from {labels.min()} to {labels.max()}, not within 0 to 255")
    pixels = images.permute(0, 2, 3, 1).flatten(1)  # (N, H·W·C)
    records = torch.cat([labels.to(torch.uint8)[:, None], pixels], dim=1).cpu().numpy()
    digests = sorted(hashlib.sha256(record).digest() for record in records)
    return hashlib.sha256(b"".join(digests)).hexdigest()
