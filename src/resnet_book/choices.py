"""Options that are chosen by name: check one, list all."""

from __future__ import annotations

from collections.abc import Collection


def one_of(what: str, value: object, allowed: Collection[object]) -> None:
    """Raise a ``ValueError`` that lists the allowed values unless `value` is one of them."""
    if value not in allowed:
        raise ValueError(f"{what} {value!r} is not one of: {', '.join(map(str, allowed))}")


def listed(allowed: Collection[str]) -> str:
    """``a, b or c``, for a help text."""
    *first, last = allowed
    return f"{', '.join(first)} or {last}" if first else last
