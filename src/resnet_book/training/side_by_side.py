"""Small trainings with one thread each, several at once where there are several cores.

A digit has 8 by 8 pixels. Its convolutions are over before a second thread has begun, so that two
trainings side by side, with one thread each, take little longer than one with two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import torch

from resnet_book.training.precision import without_tf32

MOST = 4  # calls at a time: more gain little, because Python's own part runs in one at a time

Case = TypeVar("Case")
Value = TypeVar("Value")


def by_seed(
    function: Callable[[Case, int], Value],
    cases: Iterable[Case],
    seeds: int = 3,
    at_once: int = MOST,
) -> dict[Case, list[Value]]:
    """Call `function` for every case and seed, several calls at a time.

    Each call computes with one thread of PyTorch, on any machine, so that how many cores there are
    changes the time and not the values. Where there is a GPU the calls come one after the other.

    Args:
        function: of a case and a seed; its value must not depend on PyTorch's own random numbers,
            but on a generator of its own.
        cases: anything that can be a key.
        seeds: how many; the seeds are 0, 1, 2, …
        at_once: at most so many calls at a time, and never more than PyTorch would use threads.
            Take 1 for networks with dropout: there is one stream of random numbers for all threads,
            and which call gets which number would be chance.

    Returns:
        `{case: [function(case, seed) for seed in range(seeds)] for case in cases}`

    Raises:
        ValueError: `at_once` is below 1.
        whatever a call raises: the first one, in the order of the cases and seeds, as soon as the
            calls that run beside it have ended.
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
    """PyTorch computes with one thread; afterwards with as many as before.

    On a busy machine two are slower, by far: each waits for the other at every convolution.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
