"""Names and numbers as readers see them."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, stdev


def extent(values: Sequence[float], digits: int = 1) -> str:
    """``1.0 to 2.5``: the range of the values, or the one value there is."""
    low, high = f"{min(values):.{digits}f}", f"{max(values):.{digits}f}"
    return low if low == high else f"{low} to {high}"


def with_spread(values: Sequence[float], diverged: int = 0) -> str:
    """``8.75 ± 0.12``: the mean and standard deviation, or the one value there is.

    Args:
        diverged: trainings that ended without a value: ``8.75 ± 0.12, 1 of 3 diverged``.
    """
    parts = []
    if len(values) == 1:
        parts.append(f"{values[0]:.2f}")
    elif values:
        parts.append(f"{mean(values):.2f} ± {stdev(values):.2f}")
    if diverged:
        parts.append(f"{diverged} of {len(values) + diverged} diverged")
    return ", ".join(parts)
