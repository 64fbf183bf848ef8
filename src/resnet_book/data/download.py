"""Fetch a data set's official archive once, check it, and keep its arrays in a cache file."""

import os
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from resnet_book.data.cifar_layouts import Arrays, CifarLayout, DataError
from resnet_book.data.cifar_readers import read_archive
from resnet_book.progress import progress_bar

DATA_VARIABLE = "RESNET_BOOK_DATA"
CACHE_VARIABLE = "RESNET_BOOK_CACHE"
TIMEOUT = 30.0  # seconds without data until the next host is tried


@dataclass(frozen=True)
class Archive:
    """An official archive: its name, MD5 in hex, bytes, and addresses in the order to try them."""

    file: str
    md5: str
    size: int
    urls: tuple[str, ...]


def cached_arrays(name: str, layout: CifarLayout, archive: Archive, *, download: bool) -> Arrays:
    """The data set from the cache file `<name>.npz`; else, if `download`, fetched and cached.

    The cache is the folder in RESNET_BOOK_CACHE, else the user's default one. `DataError` if there
    is no usable cache file and the archive cannot, or must not, be downloaded.
    """
    path = _cache_folder() / f"{name}.npz"
    arrays = _read_cache(path, layout)
    if arrays is None and download:
        arrays = _download(path, layout, archive)
    if arrays is None:
        raise DataError(f"{layout.title} is not on this machine: {_advice(archive)}")
    return arrays


def _advice(archive: Archive) -> str:
    return (
        f"where there is a network, download {archive.urls[0]}, unpack it, and name its folder "
        f"with --folder or {DATA_VARIABLE}; the digits go on working without it."
    )


def _cache_folder() -> Path:
    if named := os.environ.get(CACHE_VARIABLE):
        return Path(named).expanduser()
    import pooch

    return Path(pooch.os_cache("resnet-book"))


def _read_cache(path: Path, layout: CifarLayout) -> Arrays | None:
    """The cached arrays, or None, with a warning if the file is there but damaged."""
    if not path.is_file():
        return None
    try:
        # Reading all of an array verifies the zip's CRC-32 of it.
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            arrays = Arrays(*(stored[name] for name in Arrays._fields))
        if layout.matches(arrays):
            return arrays
    except Exception:  # a damaged zip can fail in any way
        pass
    warnings.warn(f"The cached copy {path} is damaged and is not used.", stacklevel=2)
    return None


def _download(path: Path, layout: CifarLayout, archive: Archive) -> Arrays:
    """Download and decode the archive, write the cache file `path`; return the arrays.

    Files are written to a temporary folder, and the finished cache file is moved into place: a
    download that is killed leaves no damaged cache, and concurrent processes do not interfere.
    """
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix="download-") as scratch:
            arrays = read_archive(_fetch(Path(scratch), layout.title, archive), layout)
            whole = Path(scratch, path.name)
            np.savez(whole, **arrays._asdict())
            whole.replace(path)
    except OSError as error:
        raise DataError(
            f"The cache folder {folder} cannot be written ({error.strerror or error}): name "
            f"another one, with 400 MB free, in {CACHE_VARIABLE}."
        ) from None
    return arrays


def _fetch(folder: Path, title: str, archive: Archive) -> Path:
    """The archive, downloaded into `folder` from the first host that has all of it."""
    import pooch
    import requests

    pooch.get_logger().setLevel("WARNING")  # otherwise it logs the path of a temporary file
    known = f"md5:{archive.md5}"
    failures = []
    for url in archive.urls:
        host = urlsplit(url).hostname
        label = f"{title} from {host}"
        try:
            with progress_bar(label, archive.size, unit="B", unit_scale=True) as bar:
                fetch = pooch.HTTPDownloader(progressbar=bar, chunk_size=65536, timeout=TIMEOUT)
                return Path(pooch.retrieve(url, known, archive.file, folder, downloader=fetch))
        except requests.HTTPError as error:
            status = error.response.status_code if error.response is not None else "an error"
            failures.append(f"{host} answered {status}")
        except requests.RequestException:
            failures.append(f"no connection to {host}")
        except ValueError:  # wrong checksum: pooch has deleted the file
            failures.append(f"wrong checksum from {host}")
    raise DataError(
        f"{title} is not on this machine and could not be downloaded ({', '.join(failures)}): "
        f"{_advice(archive)}"
    )
