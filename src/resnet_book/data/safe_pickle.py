"""Unpickle arrays from untrusted files, without running code that a file names."""

import pickle
from pathlib import Path
from typing import IO, Any

import numpy as np

from resnet_book.data.cifar_layouts import DataError


def _dtype(name: bytes | str, *_flags: Any) -> np.dtype:
    # The flags are left out: the files of 2009 say align=0, for which NumPy 2.4 warns.
    if name not in (b"u1", "u1"):
        raise pickle.UnpicklingError(f"an array of type {name!r}")
    return np.dtype(np.uint8)


def _latin1(text: str, _encoding: str) -> bytes:
    # How Python 3 writes bytes in protocol 2; the files of 2009, by Python 2, do without.
    return text.encode("latin1")


_reconstruct = np.empty(0).__reduce__()[0]  # its module differs between NumPy 1 and 2
_ALLOWED = {
    ("numpy.core.multiarray", "_reconstruct"): _reconstruct,
    ("numpy._core.multiarray", "_reconstruct"): _reconstruct,
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): _dtype,
    ("_codecs", "encode"): _latin1,
}


class ArrayUnpickler(pickle.Unpickler):
    """Unpickle dictionaries, lists, numbers, strings and uint8 arrays; refuse everything else.

    A pickle can call any function by its name. Four are allowed, and none of them has effects
    outside memory; any other name raises `DataError`. Python 2's strings become bytes.

    Args:
        stream: the pickle.
        where: the file's name, for the message.
    """

    def __init__(self, stream: IO[bytes], where: str | Path) -> None:
        super().__init__(stream, encoding="bytes")
        self.where = where

    def find_class(self, module: str, name: str) -> Any:
        """The function of that name, if it is one of the four."""
        if (module, name) not in _ALLOWED:
            raise DataError(
                f"{self.where} asks to run {module}.{name}, which a file of images never does: it "
                "was not loaded, get it from a source you trust."
            )
        return _ALLOWED[module, name]
