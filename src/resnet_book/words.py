"""Names and numbers as readers see them."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, stdev


def extent(values: Sequence[float]) -> str:
    """``1.0 to 2.5``: the range of the values, or the one value there is."""
    low, high = f"{min(values):.1f}", f"{max(values):.1f}"
    return low if low == high else f"{low} to {high}"


def with_spread(values: Sequence[float]) -> str:
    """``8.75 ± 0.12`` (mean and standard deviation), or the one value there is."""
    if len(values) == 1:
        return f"{values[0]:.2f}"
    return f"{mean(values):.2f} ± {stdev(values):.2f}"
