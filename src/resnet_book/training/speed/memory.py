"""Memory that a training on the CPU frees stays at hand for its next step.

Every step allocates all activations anew and frees them in the end. glibc gives much of what is
freed back to the operating system, which has to find and clear each page (4 KiB) when it is asked
again: with ResNet-20 and 128 images of CIFAR-10, thousands of pages a step.
"""

from __future__ import annotations

import ctypes
import platform
from collections.abc import Iterator
from contextlib import contextmanager

# Parameters of glibc's mallopt(3), and the highest values that it takes.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
MOST_KEPT, LARGEST_BLOCK = 2**31 - 1, 32 * 2**20


@contextmanager
def kept_memory() -> Iterator[None]:
    """Inside, freed memory is kept for the process; afterwards it is given back.

    It changes seconds and no value. Where the C library is not glibc (macOS, Windows, musl) it does
    nothing. A block above 32 MiB is given back in any case.
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
        libc.mallopt(TRIM_THRESHOLD, 2 * LARGEST_BLOCK)  # glibc's own goes up to this
        libc.malloc_trim(0)
