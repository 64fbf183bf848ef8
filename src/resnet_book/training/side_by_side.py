"""Run small trainings in parallel, one thread each.

Convolutions of 8×8 digits are too small to gain from a second thread: two trainings in parallel,
with one thread each, take little longer than one training with two threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import torch

from resnet_book.training.precision import without_tf32

MOST = 4  # calls at a time; more gain little, since only one at a time can run Python code

Case = TypeVar("Case")
Value = TypeVar("Value")


def by_seed(
    function: Callable[[Case, int], Value],
    cases: Iterable[Case],
    seeds: int = 3,
    at_once: int = MOST,
) -> dict[Case, list[Value]]:
    """Call `function` for every case and seed, several calls at a time.

    Each call uses one PyTorch thread, so that the number of cores changes the time but not the
    values. With a GPU, calls run one after the other.

    Args:
        function: takes a case and a seed; it should draw from its own generator, not from
            PyTorch's global one.
        cases: hashable values, the keys of the result.
        seeds: number of seeds: 0, 1, 2, …
        at_once: the most calls at a time, limited by PyTorch's number of threads. Use 1 for
            networks with dropout: all threads share the global generator, so that values would
            depend on timing.

    Returns:
        `{case: [function(case, seed) for seed in range(seeds)] for case in cases}`

    Raises:
        ValueError: `at_once` is below 1.
        Exception: if calls fail, the error of the first in the order of cases and seeds, raised
            after the parallel calls have ended.
    """
    if at_once < 1:
        raise ValueError(f"at_once {at_once!r} is below 1")
    cases = list(cases)
    calls = [(case, seed) for case in cases for seed in range(seeds)]
    threads = torch.get_num_threads()
    at_once = 1 if torch.cuda.is_available() else min(threads, at_once)
    pool = ThreadPoolExecutor(at_once, initializer=torch.set_num_threads, initargs=(1,))
    with torch.random.fork_rng(devices=[]), without_tf32(), one_thread(), pool:
        values = list(pool.map(lambda call: function(*call), calls))
    return {case: values[k * seeds : (k + 1) * seeds] for k, case in enumerate(cases)}


@contextmanager
def one_thread() -> Iterator[None]:
    """Limit PyTorch to one thread; restore the number at the end.

    On a busy machine two threads are far slower: they wait for each other at every convolution.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
