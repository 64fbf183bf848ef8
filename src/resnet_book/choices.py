"""One of several: the check that every choice made by name goes through."""

from __future__ import annotations


def one_of(what: str, value: object, allowed) -> None:
    """Raise a ``ValueError`` that names `value` and the allowed ones, unless it is among them."""
    if value not in allowed:
        raise ValueError(f"{what} {value!r} is not one of: {', '.join(map(str, allowed))}")
