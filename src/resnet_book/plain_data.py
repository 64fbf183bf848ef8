"""Rebuild dataclasses from the plain data that JSON files and checkpoints store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Made = TypeVar("Made", bound="DataclassInstance")


def read(kind: type[Made], content: Mapping[str, Any]) -> Made:
    """Rebuild an instance of the dataclass `kind` from the output of ``dataclasses.asdict``.

    Missing fields get their defaults, so that old files stay readable when a field is added.
    Lists become tuples.

    Raises:
        ValueError: `content` has an unknown field, or lacks one without a default.
    """
    hints = get_type_hints(kind)
    names = [each.name for each in fields(kind)]
    for name in content:
        if name not in names:
            raise ValueError(f"{kind.__name__} has no field {name!r}")
    values = {}
    for name, value in content.items():
        if is_dataclass(hints[name]) and isinstance(value, Mapping):
            value = read(hints[name], value)
        values[name] = tuple(value) if isinstance(value, list) else value
    try:
        return kind(**values)
    except TypeError as error:
        raise ValueError(f"{kind.__name__}: {error}") from None
