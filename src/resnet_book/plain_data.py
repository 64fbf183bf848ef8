"""Frozen dataclasses from plain data, as JSON files and checkpoints hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, get_type_hints

Made = TypeVar("Made")


def read(kind: type[Made], content: Mapping[str, Any]) -> Made:
    """The `kind`, a dataclass, that ``dataclasses.asdict`` gave `content` of.

    A field that `content` lacks has its default, so that files outlive the addition of fields.
    Lists become tuples.

    Raises:
        ValueError: `content` has a field that `kind` lacks, or lacks one without a default.
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
