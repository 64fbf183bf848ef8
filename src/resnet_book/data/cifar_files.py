"""Read CIFAR-10 (Krizhevsky 2009) from files: the two official layouts, and folders of images.

`read_folder` finds out which of three layouts a folder holds, `read_archive` reads the official
Python archive without unpacking it. All give the same four arrays. Nothing here downloads.
"""

import pickle
import tarfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from resnet_book.progress import progress_bar

CLASSES = (
    *("airplane", "automobile", "bird", "cat", "deer"),
    *("dog", "frog", "horse", "ship", "truck"),
)
IMAGE_SHAPE = (3, 32, 32)
IMAGE_BYTES = 3 * 32 * 32
TRAIN_BATCHES = 5
BATCH_SIZE = 10_000  # images in each of the six files; a constant so that tests can use small files

BINARY_FOLDER = "cifar-10-batches-bin"
PYTHON_FOLDER = "cifar-10-batches-py"
BATCH_NAMES = (*(f"data_batch_{i}" for i in range(1, TRAIN_BATCHES + 1)), "test_batch")
IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")


class DataError(Exception):
    """A dataset cannot be had; the message is one clear sentence that says what to do."""


class Arrays(NamedTuple):
    """Both splits of CIFAR-10: images uint8 (N, 3, 32, 32) in 0..255, labels int64 (N,) in 0..9.

    N is 50,000 for training and 10,000 for testing.
    """

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray

    def are_sound(self) -> bool:
        """Whether all shapes, types and label ranges are CIFAR-10's."""
        for images, labels, batches in ((*self[:2], TRAIN_BATCHES), (*self[2:], 1)):
            count = batches * BATCH_SIZE
            shapes = (images.shape, labels.shape) == ((count, *IMAGE_SHAPE), (count,))
            types = (images.dtype, labels.dtype) == (np.uint8, np.int64)
            if not (shapes and types and 0 <= labels.min() <= labels.max() < len(CLASSES)):
                return False
        return True


Batch = tuple[np.ndarray, np.ndarray]  # uint8 (BATCH_SIZE, 3072), int64 (BATCH_SIZE,)


def read_folder(folder: Path) -> Arrays:
    """CIFAR-10 from a folder that is, or contains, one of the three layouts.

    They are looked for in this order: `cifar-10-batches-bin`, `cifar-10-batches-py`, and a tree
    `train/<class>/*`, `test/<class>/*` of 32×32 images. `DataError` says what is missing,
    truncated, damaged or not CIFAR-10; a damaged layout is never passed over for another one.
    """
    if not folder.is_dir():
        raise DataError(f"The folder {folder} does not exist: give one that holds CIFAR-10.")
    for name, suffix, reader in (
        (BINARY_FOLDER, ".bin", _binary_batch),
        (PYTHON_FOLDER, "", _python_file),
    ):
        inside = folder / name
        if not inside.is_dir():
            if not any((folder / f"{batch}{suffix}").is_file() for batch in BATCH_NAMES):
                continue
            inside = folder
        return _join([reader(inside / f"{batch}{suffix}") for batch in BATCH_NAMES])
    if any((folder / split).is_dir() for split in ("train", "test")):
        return Arrays(*_tree_split(folder / "train"), *_tree_split(folder / "test"))
    raise DataError(
        f"The folder {folder} holds no CIFAR-10: it should contain {BINARY_FOLDER}, "
        f"{PYTHON_FOLDER}, or images as train/<class>/* and test/<class>/*."
    )


def read_archive(path: Path) -> Arrays:
    """CIFAR-10 from the official `cifar-10-python.tar.gz`, whose checksum the caller has checked.

    `DataError` if it cannot be read or lacks a batch. Its six batches are read in place: nothing is
    unpacked, so no name or link in the archive can put a file anywhere, and no half-unpacked
    folder can be left behind.
    """
    batches = {}
    try:
        with tarfile.open(path, "r:gz") as archive:
            for member in archive:
                folder, _, name = member.name.partition("/")
                if folder == PYTHON_FOLDER and name in BATCH_NAMES and member.isfile():
                    batches[name] = _python_batch(archive.extractfile(member), member.name)
    except (tarfile.TarError, OSError, EOFError, zlib.error):
        raise DataError(f"The archive {path} is damaged: download it again.") from None
    for name in BATCH_NAMES:
        if name not in batches:
            raise DataError(f"The archive {path} holds no {PYTHON_FOLDER}/{name}: get it again.")
    return _join([batches[name] for name in BATCH_NAMES])


def _join(batches: list[Batch]) -> Arrays:
    """The five training batches and the test batch as both splits."""
    images = [pixels.reshape(-1, *IMAGE_SHAPE) for pixels, _ in batches]  # (BATCH_SIZE, 3, 32, 32)
    labels = [labels for _, labels in batches]
    return Arrays(
        np.concatenate(images[:TRAIN_BATCHES]),
        np.concatenate(labels[:TRAIN_BATCHES]),
        np.ascontiguousarray(images[TRAIN_BATCHES]),
        labels[TRAIN_BATCHES],
    )


def _unreadable(path: Path, error: OSError) -> DataError:
    if isinstance(error, FileNotFoundError):
        return DataError(f"CIFAR-10 is incomplete, {path} is missing: copy it there.")
    return DataError(f"{path} cannot be read ({error.strerror}): check it and its permissions.")


def _check_labels(labels: np.ndarray, where: str | Path) -> None:
    wrong = labels[(labels < 0) | (labels >= len(CLASSES))]
    if wrong.size:
        raise DataError(
            f"{where} has the label {wrong[0]}, but CIFAR-10's are 0 to 9: it is damaged or "
            "another dataset, get it again."
        )


def _binary_batch(path: Path) -> Batch:
    """One `.bin` file: a label byte, then red, green, blue planes row by row, for each image."""
    try:
        records = np.fromfile(path, dtype=np.uint8)
    except OSError as error:
        raise _unreadable(path, error) from None
    expected = BATCH_SIZE * (1 + IMAGE_BYTES)
    if records.size != expected:
        raise DataError(
            f"{path} has {records.size:,} bytes instead of {expected:,}: it is truncated or not "
            "CIFAR-10, copy it again."
        )
    records = records.reshape(BATCH_SIZE, 1 + IMAGE_BYTES)
    labels = records[:, 0].astype(np.int64)
    _check_labels(labels, path)
    return records[:, 1:], labels


def _dtype(name: bytes | str, *_flags: Any) -> np.dtype:
    # The flags are left out: the files of 2009 say align=0, for which NumPy 2.4 warns.
    if name not in (b"u1", "u1"):
        raise pickle.UnpicklingError(f"an array of type {name!r}")
    return np.dtype(np.uint8)


def _latin1(text: str, _encoding: str) -> bytes:
    # How Python 3 writes bytes in protocol 2; the files of 2009, by Python 2, do without.
    return text.encode("latin1")


_reconstruct = np.empty(0).__reduce__()[0]  # its home differs between NumPy 1 and 2
_ALLOWED = {
    ("numpy.core.multiarray", "_reconstruct"): _reconstruct,
    ("numpy._core.multiarray", "_reconstruct"): _reconstruct,
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): _dtype,
    ("_codecs", "encode"): _latin1,
}


class ArrayUnpickler(pickle.Unpickler):
    """Unpickle dictionaries, lists, numbers, strings and uint8 arrays; refuse everything else.

    A pickle is a program that may call any function by its name. Here it finds four, none of
    which reaches beyond memory; any other name raises `DataError`.
    """

    def __init__(self, stream: BinaryIO, where: str | Path) -> None:
        super().__init__(stream, encoding="bytes")
        self.where = where

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise DataError(
                f"{self.where} asks to run {module}.{name}, which CIFAR-10 never does: it was "
                "not loaded, get it from a source you trust."
            )
        return _ALLOWED[module, name]


def _python_file(path: Path) -> Batch:
    try:
        with path.open("rb") as stream:
            return _python_batch(stream, path)
    except OSError as error:
        raise _unreadable(path, error) from None


def _python_batch(stream: BinaryIO, where: str | Path) -> Batch:
    """One pickled dictionary with `data`, uint8 (BATCH_SIZE, 3072), and `labels`, a list."""
    damaged = DataError(f"{where} is truncated, damaged or not a batch of CIFAR-10: get it again.")
    try:
        batch = ArrayUnpickler(stream, where).load()
        pixels, labels = batch[b"data"], np.asarray(batch[b"labels"])
    except (DataError, OSError):
        raise
    except Exception:  # a damaged pickle can fail in any way
        raise damaged from None
    if not isinstance(pixels, np.ndarray) or labels.dtype.kind not in "iu":
        raise damaged
    found = (pixels.dtype, pixels.shape, labels.shape)
    if found != (np.uint8, (BATCH_SIZE, IMAGE_BYTES), (BATCH_SIZE,)):
        raise damaged
    _check_labels(labels, where)
    return pixels, labels.astype(np.int64)


def _tree_split(folder: Path) -> Batch:
    """One split from `<class>/*`, ordered by class, then file name: (N, 3, 32, 32) and (N,)."""
    files = [(path, label) for label, name in enumerate(CLASSES) for path in _images(folder / name)]
    expected = BATCH_SIZE * (1 if folder.name == "test" else TRAIN_BATCHES)
    if len(files) != expected:
        raise DataError(
            f"{folder} holds {len(files):,} images instead of {expected:,}: it is incomplete or "
            "not CIFAR-10, copy it again."
        )
    images = np.empty((expected, *IMAGE_SHAPE), dtype=np.uint8)
    with progress_bar(f"decoding {folder.name}", total=expected) as bar:
        for i, (path, _) in enumerate(files):
            images[i] = _decode(path)
            bar.update()
    return images, np.array([label for _, label in files], dtype=np.int64)


def _images(folder: Path) -> Iterable[Path]:
    try:
        visible = (path for path in folder.iterdir() if not path.name.startswith("."))
        return sorted(path for path in visible if path.suffix.lower() in IMAGE_SUFFIXES)
    except OSError as error:
        raise _unreadable(folder, error) from None


def _decode(path: Path) -> np.ndarray:
    """One image file as uint8 (3, 32, 32)."""
    from PIL import Image

    try:
        with Image.open(path) as image:
            if image.size == IMAGE_SHAPE[1:]:
                return np.asarray(image.convert("RGB")).transpose(2, 0, 1)
            width, height = image.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):  # all are Pillow's
        raise DataError(f"{path} is not a readable image: copy it again.") from None
    raise DataError(f"{path} is {width}×{height}, but CIFAR-10's images are 32×32: replace it.")
