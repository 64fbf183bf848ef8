"""Read and write ``recorded/``: results as JSON files, checked on every read and write.

A record has a *kind*: ``run`` (a training), ``times`` (of layers) or ``measurement`` (any other
result); each kind has a schema in ``recorded/schemas/``. ``SHA256SUMS`` next to the records lists
the checksum of every file, in the format of ``sha256sum``: a file that has changed, or is not
listed, is rejected.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import jsonschema

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # a module or None: checked before use

RECORDED = Path(__file__).parent / "recorded"
KINDS = ("run", "measurement", "times")
SUMS = "SHA256SUMS"
SUMMED = (".json", ".safetensors", ".toml")


class RecordError(Exception):
    """A record or its weights cannot be used; one sentence that says which file and field."""


def read(path: str | os.PathLike[str], kind: str) -> dict[str, Any]:
    """The content of a record of that kind.

    Raises:
        RecordError: the file is missing, damaged, changed, of another kind, or does not match the
            schema of its kind; names the field.
    """
    path = Path(path)
    content = _parse(path)
    found = _kind(content, path)
    if found != kind:
        raise RecordError(f"{path} is a record of a {found}, not of a {kind}")
    check(content, kind, path)
    return content


def read_all(folder: str | os.PathLike[str], kind: str) -> list[tuple[Path, dict[str, Any]]]:
    """The records of that kind in a folder, with their paths, by file name.

    Raises:
        RecordError: a JSON file of the folder is not a record, a record of this kind cannot be
            used, or a file listed in ``SHA256SUMS`` is missing.
    """
    found = []
    for name in checksums(folder) or ():
        if name.endswith(".json") and not Path(folder, name).exists():
            raise RecordError(f"{Path(folder, name)} is missing, which {SUMS} beside it lists")
    for path in sorted(Path(folder).glob("*.json")):
        content = _parse(path)
        if _kind(content, path) == kind:
            check(content, kind, path)
            found.append((path, content))
    return found


def write(
    content: dict[str, Any], path: str | os.PathLike[str], *, beside: tuple[str, ...] = ()
) -> None:
    """Write a record atomically, with its checksum; an invalid record is not written.

    Args:
        beside: names of files in the same folder that belong to the record; their checksums are
            updated too.

    Raises:
        RecordError: a field does not match the schema, or a file of `beside` is missing.
    """
    path = Path(path)
    check(content, _kind(content, path), path)
    try:
        text = json.dumps(content, indent=1, allow_nan=False) + "\n"
    except ValueError:
        raise RecordError(f"{path}: a number in it is not finite") from None
    for name in beside:
        if not path.with_name(name).exists():
            raise RecordError(f"{path.with_name(name)} is missing, which belongs to {path.name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    with _lock(path.parent):
        _replace(path, text)
        if (path.parent / SUMS).exists():
            add_checksums(path.parent, path.name, *beside)
        else:
            write_checksums(path.parent)


def check(content: Mapping[str, Any], kind: str, path: Path) -> None:
    """Check a record's content against the schema of its kind.

    Raises:
        RecordError: names the file and the field.
    """
    from jsonschema.exceptions import best_match

    error = best_match(_validator(kind).iter_errors(content))
    if error:
        raise RecordError(f"{path}, field {error.json_path}: {error.message}")


def read_bytes(path: Path) -> bytes:
    """A file's bytes, checked against ``SHA256SUMS`` where its folder has one.

    Raises:
        RecordError: it cannot be read, has changed, or is not listed.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecordError(f"{path} cannot be read: {error.strerror}") from None
    sums = checksums(path.parent)
    if sums is not None:
        if path.name not in sums:
            raise RecordError(f"{path} is not listed in {SUMS} beside it")
        if sums[path.name] != hashlib.sha256(data).hexdigest():
            raise RecordError(f"{path} has changed: its SHA-256 is not that in {SUMS}")
    return data


def checksums(folder: str | os.PathLike[str]) -> dict[str, str] | None:
    """File name → SHA-256, as the folder's ``SHA256SUMS`` lists them; None if it has none.

    Raises:
        RecordError: the list cannot be read, or a line of it is none of a list's.
    """
    file = Path(folder, SUMS)
    if not file.exists():
        return None
    try:
        lines = file.read_text(encoding="utf8").splitlines()
    except (OSError, ValueError) as error:
        raise RecordError(f"{file} cannot be read: {error}") from None
    found = {}
    for line in lines:
        match = re.fullmatch(r"([0-9a-f]{64})  (.+)", line)
        if not match:
            raise RecordError(f"{file}: {line!r} is not a checksum, two spaces and a file")
        found[match[2]] = match[1]
    return found


def write_checksums(folder: str | os.PathLike[str] = RECORDED) -> None:
    """Rewrite ``SHA256SUMS`` for all records, weights and TOML files of a folder."""
    names = [path.name for path in Path(folder).iterdir() if path.suffix in SUMMED]
    _write_sums(Path(folder), {}, names)


def add_checksums(folder: str | os.PathLike[str], *names: str) -> None:
    """Add or replace only the lines of these files."""
    _write_sums(Path(folder), checksums(folder) or {}, names)


def safe_name(text: str) -> str:
    """A text as a part of a file name: characters that file systems dislike become ``-``."""
    return "".join(c if c.isalnum() or c in "-_.=+" else "-" for c in text)


def _write_sums(folder: Path, known: dict[str, str], names: Iterable[str]) -> None:
    new = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    lines = [f"{checksum}  {name}\n" for name, checksum in sorted((known | new).items())]
    _replace(folder / SUMS, "".join(lines))


def _parse(path: Path) -> Any:
    """The JSON of a file; NaN and infinity, which are not valid JSON, are rejected."""

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is no number of JSON")

    try:
        return json.loads(read_bytes(path), parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"{path} is not JSON: {error}") from None


def _kind(content: Any, path: Path) -> str:
    """The kind of a record; records of schema 1 have no such field, and are all runs."""
    if not isinstance(content, dict):
        raise RecordError(f"{path} is no record: it is not a JSON object")
    kind = content.get("kind", "run")
    if kind not in KINDS:
        raise RecordError(f"{path}, field $.kind: {kind!r} is not one of: {', '.join(KINDS)}")
    return kind


@cache
def _validator(kind: str) -> jsonschema.Draft202012Validator:
    import jsonschema  # slow to import; the command line imports this module to read arguments

    schema = RECORDED / "schemas" / f"{kind}.json"
    return jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf8")))


def _replace(path: Path, text: str) -> None:
    """Write a file atomically: a reader sees the old or the new content, never a part."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(text.encode())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Block until no other process writes to the folder; does nothing without file locks."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
