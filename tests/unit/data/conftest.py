"""Small data sets that look like CIFAR-10 and CIFAR-100, in every layout, written by the tests.

File names and formats stand here as the data sets' page describes them, not as the package
declares them: https://www.cs.toronto.edu/~kriz/cifar.html.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from resnet_book.data import Dataset, datasets
from resnet_book.data.cifar_layouts import Arrays, DataError

TRAIN, TEST = 100, 20  # images, instead of 50,000 and 10,000
CLOSED = "http://127.0.0.1:9/archive.tar.gz"  # the discard port: nothing listens there
DECLARED = dict(datasets.DATASETS)


@pytest.fixture(autouse=True)
def _small_and_offline(monkeypatch, tmp_path):
    """Small files, an empty cache of its own, and no way out of this machine."""
    for name, entry in DECLARED.items():
        if not entry.built_in:
            layout = replace(entry.layout, train_count=TRAIN, test_count=TEST)
            archive = replace(entry.archive, urls=(CLOSED, CLOSED))
            small = replace(entry, layout=layout, archive=archive)
            monkeypatch.setitem(datasets.DATASETS, name, small)
    monkeypatch.setenv("RESNET_BOOK_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("RESNET_BOOK_DATA", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def declared() -> dict:
    """The entries as the package declares them, with their true sizes and addresses."""
    return DECLARED


@dataclass
class Sample:
    """A small data set: random images, labels from the first class to the last in each split."""

    name: str
    title: str
    binary_folder: str
    python_folder: str
    sizes: dict[str, int]  # images in each official file
    fine: bool  # whether each image has a superclass too
    truth: Arrays

    @property
    def classes(self) -> tuple[str, ...]:
        return datasets.DATASETS[self.name].layout.classes

    @property
    def label_key(self) -> bytes:
        return b"fine_labels" if self.fine else b"labels"

    @property
    def record_bytes(self) -> int:
        return 3074 if self.fine else 3073

    def load(self, folder: Path | None = None, **options) -> Dataset:
        return getattr(datasets, self.name)(folder, **options)

    def files(self) -> Iterator[tuple[str, np.ndarray, np.ndarray, np.ndarray]]:
        """File name, uint8 (N, 3072), labels, superclasses: for each official file."""
        pixels = np.concatenate([self.truth.train_images, self.truth.test_images])
        labels = np.concatenate([self.truth.train_labels, self.truth.test_labels])
        coarse = np.random.default_rng(1).integers(0, 20, len(labels))
        start = 0
        for file, count in self.sizes.items():
            part = slice(start, start + count)
            yield file, pixels[part].reshape(count, 3072), labels[part], coarse[part]
            start += count

    def write(self, layout: str, folder: Path) -> Path:
        """Write it in the layout "binary", "python" or "tree"; returns the folder of the files."""
        writers = {"binary": self._binary, "python": self._python, "tree": self.write_tree}
        return writers[layout](folder)

    def _binary(self, folder: Path) -> Path:
        inside = folder / self.binary_folder
        inside.mkdir(parents=True)
        for file, pixels, labels, coarse in self.files():
            before = [coarse, labels] if self.fine else [labels]
            records = np.column_stack([*before, pixels]).astype(np.uint8)
            records.tofile(inside / f"{file}.bin")
        return inside

    def _python(self, folder: Path) -> Path:
        inside = folder / self.python_folder
        inside.mkdir(parents=True)
        for file, pixels, labels, coarse in self.files():
            content = {b"batch_label": b"training batch 1 of 5", self.label_key: labels.tolist()}
            if self.fine:
                names = [b"cow_%d.png" % i for i in range(len(labels))]
                content = {b"filenames": names, **content, b"coarse_labels": coarse.tolist()}
            (inside / file).write_bytes(python2_pickle({**content, b"data": pixels}))
        return inside

    def write_tree(self, folder: Path, suffix: str = ".png") -> Path:
        t = self.truth
        splits = (("train", t.train_images, t.train_labels), ("test", t.test_images, t.test_labels))
        for split, images, labels in splits:
            for name in self.classes:
                (folder / split / name).mkdir(parents=True)
            for i, (image, label) in enumerate(zip(images, labels, strict=True)):
                path = folder / split / self.classes[label] / f"{i:05d}{suffix}"
                Image.fromarray(image.transpose(1, 2, 0)).save(path, lossless=True)
        return folder


def python2_pickle(content: dict[bytes, object]) -> bytes:
    """A dictionary, opcode by opcode as Python 2 and NumPy 1 wrote the files of 2009."""

    def text(value: bytes) -> bytes:
        return b"U" + bytes([len(value)]) + value  # SHORT_BINSTRING: Python 2's str

    def array(pixels: np.ndarray) -> bytes:
        return (
            (b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85")
            + (text(b"b") + b"\x87R(K\x01" + b"M" + struct.pack("<H", len(pixels)) + b"M\0\x0c\x86")
            + (b"cnumpy\ndtype\n" + text(b"u1") + b"K\0K\x01\x87R")
            + (b"(K\x03" + text(b"|") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb")
            + (b"\x89T" + struct.pack("<i", pixels.size) + pixels.tobytes() + b"tb")
        )

    def value(item: object) -> bytes:
        if isinstance(item, bytes):
            return text(item)
        if isinstance(item, int):
            return b"K" + bytes([item])
        if isinstance(item, list):
            return b"](" + b"".join(map(value, item)) + b"e"
        return array(item)

    return b"\x80\x02}(" + b"".join(text(k) + value(v) for k, v in content.items()) + b"u."


def make_sample(name: str) -> Sample:
    fine = name == "cifar100"
    rng = np.random.default_rng(0)

    def split(count):
        images = rng.integers(0, 256, (count, 3, 32, 32), dtype=np.uint8)
        labels = np.linspace(0, 99 if fine else 9, count).round().astype(np.int64)
        return images, rng.permutation(labels)

    truth = Arrays(*split(TRAIN), *split(TEST))
    if fine:
        folders = ("cifar-100-binary", "cifar-100-python")
        sizes = {"train": TRAIN, "test": TEST}
        return Sample(name, "CIFAR-100", *folders, sizes, fine, truth)
    folders = ("cifar-10-batches-bin", "cifar-10-batches-py")
    sizes = {**{f"data_batch_{i}": TRAIN // 5 for i in range(1, 6)}, "test_batch": TEST}
    return Sample(name, "CIFAR-10", *folders, sizes, fine, truth)


@pytest.fixture(params=["cifar10", "cifar100"])
def cifar(request) -> Sample:
    """Each of the two data sets in turn."""
    return make_sample(request.param)


@pytest.fixture(params=[("cifar10", "cifar100"), ("cifar100", "cifar10")], ids=lambda p: p[0])
def cifar_and_other(request) -> tuple[Sample, Sample]:
    """Each of the two data sets in turn, and the one that it is not."""
    return tuple(make_sample(name) for name in request.param)


@pytest.fixture
def said():
    """Returns the message of the DataError that a call raises: one sentence, nothing chained."""

    def message_of(call, *args, **options) -> str:
        with pytest.raises(DataError) as caught:
            call(*args, **options)
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__ or caught.value.__context__ is None
        message = str(caught.value)
        assert message.endswith(".")
        assert "\n" not in message
        return message

    return message_of
