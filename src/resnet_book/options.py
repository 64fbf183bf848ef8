"""A dataclass's fields as options of the command line: those with a help text in their metadata.

Each choice about a block or a training is declared only once, in `BlockDesign` or in `Recipe`.
"""

from __future__ import annotations

import dataclasses
from typing import Any


def offered(kind: type[Any]) -> dict[str, dataclasses.Field[Any]]:
    """The fields of a dataclass that are options of the command line: those with a help text."""
    return {field.name: field for field in dataclasses.fields(kind) if field.metadata.get("help")}


def keyword(field: dataclasses.Field[Any]) -> str:
    """A field's name on the command line and as an argument: ``block`` for `shape`."""
    return str(field.metadata.get("option") or field.name)


def keywords(kind: type[Any], source: object) -> dict[str, Any]:
    """Keyword → value of each offered field of an instance of `kind`, or of a command line."""
    return {keyword(field): getattr(source, name) for name, field in offered(kind).items()}


def option(field: dataclasses.Field[Any]) -> str:
    """The option of a field: ``--order``, or ``--no-batch-norm`` for one that is on by default."""
    name = keyword(field).replace("_", "-")
    return f"--no-{name}" if field.default is True else f"--{name}"


def typed(field: dataclasses.Field[Any], value: object) -> list[str]:
    """The command-line words that set a field to `value`; an unused switch gives none."""
    if isinstance(value, bool):
        return [option(field)] if value != field.default else []
    return [option(field), str(value)]
