"""Check an option that is chosen by name."""

from __future__ import annotations

from collections.abc import Collection


def one_of(what: str, value: object, allowed: Collection[object]) -> None:
    """Raise a ``ValueError`` that lists the allowed values unless `value` is one of them."""
    if value not in allowed:
        raise ValueError(f"{what} {value!r} is not one of: {', '.join(map(str, allowed))}")
