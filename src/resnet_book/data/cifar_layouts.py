"""How a data set like CIFAR is laid out: its folders, files and labels, and its arrays in memory.

`CifarLayout` says what differs between CIFAR-10 and CIFAR-100; all readers work from it and return
`Arrays`, or raise `DataError`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

IMAGE_SHAPE = (3, 32, 32)
IMAGE_BYTES = 3 * 32 * 32


class DataError(Exception):
    """A data set cannot be loaded; the message is one clear sentence that says what to do."""


class Arrays(NamedTuple):
    """Both splits of a data set: images uint8 (N, C, H, W) in 0..255, labels int64 (N,) from 0."""

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray


@dataclass(frozen=True)
class CifarLayout:
    """One member of the CIFAR family: 32×32 colour images, in any of three layouts on disk.

    Attributes:
        title: as in messages, "CIFAR-10".
        classes: names in the order of their labels; the image tree's folders.
        binary_folder: of the official binary files, which end in `.bin`.
        python_folder: of the official Python files, which have no suffix.
        train_files: the training split's files, equally long, in order and without suffix.
        test_file: the test split's only file.
        label_key: of the labels in a Python file.
        label_bytes: before each image in a binary file; the last one is the label.
        train_count: training images.
        test_count: test images.
    """

    title: str
    classes: tuple[str, ...]
    binary_folder: str
    python_folder: str
    train_files: tuple[str, ...]
    test_file: str
    label_key: bytes
    label_bytes: int = 1
    train_count: int = 50_000
    test_count: int = 10_000

    @property
    def file_sizes(self) -> dict[str, int]:
        """How many images each official file holds, by its name; the test split comes last."""
        each = self.train_count // len(self.train_files)
        return {**dict.fromkeys(self.train_files, each), self.test_file: self.test_count}

    def matches(self, arrays: Arrays) -> bool:
        """Whether shapes and types are right, and labels reach from the first class to the last."""
        for images, labels, count in (
            (arrays.train_images, arrays.train_labels, self.train_count),
            (arrays.test_images, arrays.test_labels, self.test_count),
        ):
            shapes = (images.shape, labels.shape) == ((count, *IMAGE_SHAPE), (count,))
            types = images.dtype == np.uint8 and labels.dtype == np.int64
            if not (shapes and types):
                return False
            if (labels.min(), labels.max()) != (0, len(self.classes) - 1):
                return False
        return True

    def unreadable(self, path: Path, error: OSError) -> DataError:
        """The error to raise when `path`, a file of this data set, cannot be opened."""
        if isinstance(error, FileNotFoundError):
            return DataError(f"{self.title} is incomplete, {path} is missing: copy it there.")
        return DataError(f"{path} cannot be read ({error.strerror}): check it and its permissions.")
