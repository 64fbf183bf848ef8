"""Read CIFAR-10 and CIFAR-100 (Krizhevsky 2009) from files: two official layouts, or images.

`read_folder` finds out which of three layouts a folder holds, `read_archive` reads the official
Python archive without unpacking it. All give the same four arrays. Nothing is downloaded.
"""

import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import numpy as np

from resnet_book.data.cifar_layouts import IMAGE_BYTES, IMAGE_SHAPE, Arrays, CifarLayout, DataError
from resnet_book.data.image_trees import SPLITS, holds_tree, read_tree
from resnet_book.data.safe_pickle import ArrayUnpickler

Batch = tuple[np.ndarray, np.ndarray]  # one file's images, uint8 (N, 3072), and labels, int64 (N,)


def holds(folder: Path, layout: CifarLayout) -> bool:
    """Whether `folder` is, or contains, this data set, complete or not."""
    return _find_official(folder, layout) is not None or holds_tree(folder, layout)


def read_folder(folder: Path, layout: CifarLayout) -> Arrays:
    """The data set from a folder that is, or contains, one of the three layouts.

    They are looked for in this order: the official binary files, the official Python files, and
    images as `train/<class>/*` and `test/<class>/*`. `DataError` names files that are missing,
    truncated, damaged or of another data set; if the first layout found is damaged, no other one is
    tried.
    """
    if not folder.is_dir():
        raise DataError(f"The folder {folder} does not exist: give one that holds {layout.title}.")
    if (found := _find_official(folder, layout)) is not None:
        paths, read = found
        sizes = layout.file_sizes.values()
        return _join([read(path, size, layout) for path, size in zip(paths, sizes, strict=True)])
    if any((folder / split).is_dir() for split in SPLITS):
        return read_tree(folder, layout)
    raise DataError(
        f"The folder {folder} holds no {layout.title}: it should contain {layout.binary_folder}, "
        f"{layout.python_folder}, or images as train/<class>/* and test/<class>/*."
    )


def read_archive(path: Path, layout: CifarLayout) -> Arrays:
    """The data set from its official Python archive, whose checksum the caller has checked.

    `DataError` if it cannot be read or lacks a file. The files are read in place: nothing is
    unpacked, so no name or link in the archive can put a file anywhere, and no half-unpacked
    folder can be left behind.
    """
    sizes = layout.file_sizes
    batches = {}
    try:
        with tarfile.open(path, "r:gz") as archive:
            for member in archive:
                folder, _, name = member.name.partition("/")
                wanted = folder == layout.python_folder and name in sizes and member.isfile()
                if wanted and (stream := archive.extractfile(member)) is not None:
                    batches[name] = _read_pickle(stream, member.name, sizes[name], layout)
    except (tarfile.TarError, OSError, EOFError, zlib.error):
        raise DataError(f"The archive {path} is damaged: download it again.") from None
    for name in sizes:
        if name not in batches:
            missing = f"{layout.python_folder}/{name}"
            raise DataError(f"The archive {path} holds no {missing}: get it again.")
    return _join([batches[name] for name in sizes])


def _find_official(
    folder: Path, layout: CifarLayout
) -> tuple[list[Path], Callable[..., Any]] | None:
    """Paths of the official files in or below `folder`, even missing ones, and their reader."""
    for name, suffix, reader in (
        (layout.binary_folder, ".bin", _read_binary_file),
        (layout.python_folder, "", _read_python_file),
    ):
        inside = folder / name if (folder / name).is_dir() else folder
        paths = [inside / f"{file}{suffix}" for file in layout.file_sizes]
        # Only files count: an image tree has folders named as CIFAR-100's Python files.
        if inside != folder or any(path.is_file() for path in paths):
            return paths, reader
    return None


def _join(batches: list[Batch]) -> Arrays:
    """The training files, and the test file after them, as both splits."""
    images = [pixels.reshape(-1, *IMAGE_SHAPE) for pixels, _ in batches]  # (N, 3, 32, 32) each
    labels = [labels for _, labels in batches]
    return Arrays(
        _concatenate(images[:-1]),
        _concatenate(labels[:-1]),
        _concatenate(images[-1:]),
        _concatenate(labels[-1:]),
    )


def _concatenate(arrays: list[np.ndarray]) -> np.ndarray:
    # A single array need not be copied: CIFAR-100's training images are 154 MB in one file.
    return np.concatenate(arrays) if len(arrays) > 1 else np.ascontiguousarray(arrays[0])


def _check_labels(labels: np.ndarray, where: str | Path, layout: CifarLayout) -> None:
    last = len(layout.classes) - 1
    wrong = labels[(labels < 0) | (labels > last)]
    if wrong.size:
        raise DataError(
            f"{where} has the label {wrong[0]}, but {layout.title}'s are 0 to {last}: it is "
            "damaged or another data set, get it again."
        )


def _read_binary_file(path: Path, count: int, layout: CifarLayout) -> Batch:
    """For each image the label bytes, then red, green, blue planes, each row by row."""
    try:
        records = np.fromfile(path, dtype=np.uint8)
    except OSError as error:
        raise layout.unreadable(path, error) from None
    width = layout.label_bytes + IMAGE_BYTES
    if records.size != count * width:
        raise DataError(
            f"{path} has {records.size:,} bytes instead of {count * width:,}: it is truncated or "
            f"not {layout.title}, copy it again."
        )
    records = records.reshape(count, width)
    labels = records[:, layout.label_bytes - 1].astype(np.int64)
    _check_labels(labels, path, layout)
    return records[:, layout.label_bytes :], labels


def _read_python_file(path: Path, count: int, layout: CifarLayout) -> Batch:
    try:
        with path.open("rb") as stream:
            return _read_pickle(stream, path, count, layout)
    except OSError as error:
        raise layout.unreadable(path, error) from None


def _read_pickle(stream: IO[bytes], where: str | Path, count: int, layout: CifarLayout) -> Batch:
    """One pickled dictionary with `data`, uint8 (count, 3072), and a list of labels."""
    damaged = DataError(
        f"{where} is truncated, damaged or not a batch of {layout.title}: get it again."
    )
    try:
        batch = ArrayUnpickler(stream, where).load()
        pixels, labels = batch[b"data"], np.asarray(batch[layout.label_key])
    except (DataError, OSError):
        raise
    except Exception:  # a damaged pickle can fail in any way
        raise damaged from None
    if not isinstance(pixels, np.ndarray) or labels.dtype.kind not in "iu":
        raise damaged
    found = (pixels.dtype, pixels.shape, labels.shape)
    if found != (np.uint8, (count, IMAGE_BYTES), (count,)):
        raise damaged
    _check_labels(labels, where, layout)
    return pixels, labels.astype(np.int64)
