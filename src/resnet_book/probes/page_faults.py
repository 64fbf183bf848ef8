"""Memory pages that a call makes the operating system provide; each costs time to clear."""

from __future__ import annotations

from collections.abc import Callable


def new_pages(call: Callable[[], object]) -> int:
    """Count the minor page faults of this process during `call`.

    Each is a page of memory that the process uses for the first time; reusing freed memory causes
    none. Always 0 on Windows, which does not report them.
    """
    try:
        from resource import RUSAGE_SELF, getrusage
    except ImportError:
        return 0
    before = getrusage(RUSAGE_SELF).ru_minflt
    call()
    return getrusage(RUSAGE_SELF).ru_minflt - before
