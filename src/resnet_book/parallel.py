"""Small trainings with one thread each, as many at once as there are cores.

A digit has 8 by 8 pixels. Its convolutions are over before a second thread has begun, so that two
trainings side by side, with one thread each, take little longer than one with two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import torch

MOST = 4  # calls at a time: Python itself runs one thread after the other

Case = TypeVar("Case")
Value = TypeVar("Value")


def by_seed(
    function: Callable[[Case, int], Value],
    cases: Iterable[Case],
    seeds: int = 3,
    at_once: int = MOST,
) -> dict[Case, list[Value]]:
    """`{case: [function(case, seed) for seed in range(seeds)] for case in cases}`, several at once.

    Each call computes with one thread of PyTorch, on any machine, so that how many cores there are
    changes the time and not the values. On a GPU the calls come one after the other.

    Args:
        function: of a case and a seed; it must not draw from PyTorch's own random numbers.
        cases: anything that can be a key.
        at_once: at most so many calls at a time, and never more than PyTorch would use threads.
            Take 1 for networks with dropout: there is one stream of random numbers for all threads,
            and which call gets which number would be chance.

    Raises:
        whatever a call raises: the first one, in the order of the cases and seeds.
    """
    cases = list(cases)
    calls = [(case, seed) for case in cases for seed in range(seeds)]
    threads = torch.get_num_threads()
    at_once = 1 if torch.cuda.is_available() else min(threads, at_once)
    pool = ThreadPoolExecutor(at_once, initializer=torch.set_num_threads, initargs=(1,))
    with torch.random.fork_rng(devices=[]), one_thread(), pool:
        values = list(pool.map(lambda call: function(*call), calls))
    return {case: values[k * seeds : (k + 1) * seeds] for k, case in enumerate(cases)}


@contextmanager
def one_thread() -> Iterator[None]:
    """PyTorch computes with one thread; afterwards with as many as before.

    On a busy machine two are slower, by far: each waits for the other at every convolution.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
