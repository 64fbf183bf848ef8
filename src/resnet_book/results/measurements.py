"""Recorded measurements: results that are not trainings and take too long for a page.

Lesions, loss landscapes, detection: one JSON file each, with the same provenance as a recorded
run. ``recorded/schemas/measurement.json`` lists the fields.

    measured = measurements.measurement("lesions", digits(), values, command, run=run, seeds=(0,))
    measurements.save_in(RECORDED, measured)
    measurements.load_all()[0].values["test error"].value
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resnet_book import plain_data
from resnet_book.data import Dataset
from resnet_book.models.dense_stacks import DenseSpec
from resnet_book.models.network_specs import NetworkSpec
from resnet_book.results import records
from resnet_book.results.provenance import Data, Environment, commit
from resnet_book.results.records import RECORDED, RecordError
from resnet_book.results.run_types import Run

VERSION = 1  # of the schema


@dataclass(frozen=True)
class Value:
    """One number, or many, of a measurement.

    Attributes:
        value: any JSON: numbers, strings, lists and dictionaries of them.
        unit: such as ``%`` or ``points``; empty for a plain number.
        description: a short phrase.
    """

    value: Any
    unit: str
    description: str


@dataclass(frozen=True)
class Measurement:
    """A recorded measurement.

    Attributes:
        measured: the name of the measurement: ``lesions``, ``landscape``, ``detection``, …
        network: the spec of the network, or of the stack of dense layers, that was measured.
        record: the file name of the recorded run whose weights were measured, or None.
        seeds: of the measurement; empty if nothing in it is random.
        command: the command that measures it again.
        values: name → value.
        path: of its file; None before it is saved.
    """

    measured: str
    network: NetworkSpec | DenseSpec
    record: str | None
    data: Data
    seeds: tuple[int, ...]
    environment: Environment
    commit: str
    command: str
    values: Mapping[str, Value]
    path: Path | None = None


def measurement(
    measured: str,
    data: Dataset,
    values: Mapping[str, Value],
    command: str,
    *,
    network: NetworkSpec | DenseSpec | None = None,
    run: Run | None = None,
    seeds: tuple[int, ...] = (),
    device: str = "cpu",
    precision: str = "float32",
) -> Measurement:
    """Describe a measurement made now, on this machine, with the code of this checkout.

    Args:
        network: the spec of the network, if it has no recorded run.
        run: the recorded run whose network was measured.

    Raises:
        ValueError: neither `network` nor `run`, or both.
        RecordError: there is no git checkout.
    """
    file: str | None = None
    if run is not None and network is None:
        spec: NetworkSpec | DenseSpec = run.spec
        file = run.path.name
    elif network is not None and run is None:
        spec = network
    else:
        raise ValueError("a measurement is of a network or of a recorded run: give one of them")
    return Measurement(
        measured,
        spec,
        file,
        Data.of(data),
        tuple(seeds),
        Environment.of_this_machine(device, precision),
        commit(),
        command,
        dict(values),
    )


def load(path: str | os.PathLike[str]) -> Measurement:
    """Read one measurement and check every field.

    Raises:
        RecordError: the file is missing, damaged or changed, or not a record of a measurement;
            names the field.
    """
    return _from_content(records.read(path, "measurement"), Path(path))


def load_all(folder: str | os.PathLike[str] = RECORDED) -> list[Measurement]:
    """All recorded measurements of a folder, in the order of their file names.

    Raises:
        RecordError: one of them cannot be used.
    """
    found = records.read_all(folder, "measurement")
    return [_from_content(content, path) for path, content in found]


def save(measured: Measurement, path: str | os.PathLike[str]) -> Measurement:
    """Write a measurement with its checksum, and read it back.

    Raises:
        RecordError: a field does not match the schema; nothing is written.
    """
    content: dict[str, Any] = {"kind": "measurement", "schema": VERSION} | dataclasses.asdict(
        measured
    )
    del content["path"]
    content["network"] |= {"name": measured.network.name, "family": measured.network.family}
    if measured.record is None:
        del content["record"]
    records.write(json.loads(json.dumps(content)), path)  # tuples become lists, as in the file
    return load(path)


def save_in(folder: str | os.PathLike[str], measured: Measurement) -> Measurement:
    """Write a measurement into a folder, under its own name; see :func:`save`."""
    return save(measured, Path(folder) / file_name(measured))


def file_name(measured: Measurement) -> str:
    """``lesions_resnet-56-A_cifar10_seed-0.json``: the measurement, its network and its data."""
    parts = [measured.measured, measured.network.name, measured.data.name]
    if measured.seeds:
        parts.append("seed-" + "-".join(map(str, measured.seeds)))
    return records.safe_name("_".join(parts)) + ".json"


def _from_content(content: Mapping[str, Any], path: Path) -> Measurement:
    values = content["values"].items()
    try:
        return Measurement(
            content["measured"],
            _network(content["network"]),
            content.get("record"),
            plain_data.read(Data, content["data"]),
            tuple(content["seeds"]),
            plain_data.read(Environment, content["environment"]),
            content["commit"],
            content["command"],
            {name: Value(**value) for name, value in values},
            path,
        )
    except ValueError as error:
        raise RecordError(f"{path}: {error}") from None


def _network(content: Mapping[str, Any]) -> NetworkSpec | DenseSpec:
    """The spec of a record; the name in it is for readers.

    Raises:
        ValueError: a field is unknown, missing or wrong.
    """
    fields = {name: value for name, value in content.items() if name != "name"}
    if fields["family"] != DenseSpec.family:
        return plain_data.read(NetworkSpec, fields)
    del fields["family"]
    return plain_data.read(DenseSpec, fields)
