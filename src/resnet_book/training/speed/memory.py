"""Keep freed memory for the next training step, on a CPU.

Every step allocates all activations and frees them again. glibc returns much of the freed memory to
the operating system, which must find and clear each page (4 KiB) at the next allocation: with
ResNet-20 and 128 images of CIFAR-10, thousands of page faults per step.
"""

from __future__ import annotations

import ctypes
import platform
from collections.abc import Iterator
from contextlib import contextmanager

# Parameters of glibc's mallopt(3), and their largest values.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
MOST_KEPT, LARGEST_BLOCK = 2**31 - 1, 32 * 2**20


@contextmanager
def kept_memory() -> Iterator[None]:
    """Keep freed memory in this process; at the end, return it to the operating system.

    Affects only the time, never the values. Does nothing if the C library is not glibc (macOS,
    Windows, musl). Blocks above 32 MiB are returned in any case.
    """
    if platform.libc_ver()[0] != "glibc":
        yield
        return
    libc = ctypes.CDLL(None)
    libc.mallopt(MMAP_THRESHOLD, LARGEST_BLOCK)
    libc.mallopt(TRIM_THRESHOLD, MOST_KEPT)
    try:
        yield
    finally:
        libc.mallopt(TRIM_THRESHOLD, 2 * LARGEST_BLOCK)  # the most that glibc sets by itself
        libc.malloc_trim(0)
