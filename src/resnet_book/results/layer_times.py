"""The recorded time of every layer of the papers' networks, on one machine.

Pages show recorded times: timing the deeper networks at every build would take too long, and times
from one machine and one hour can be compared. The command in the record measures them again.
``recorded/schemas/times.json`` lists the fields.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from resnet_book import plain_data
from resnet_book.results import records
from resnet_book.results.provenance import Environment, commit
from resnet_book.results.records import RECORDED

VERSION = 1  # of the schema
FILE = "layer-times.json"


@dataclass(frozen=True)
class LayerTimes:
    """Milliseconds of each layer, by network.

    Attributes:
        networks: a network's key in :mod:`resnet_book.models.families` → name of a layer →
            milliseconds for one image, as
            :func:`resnet_book.probes.timing.time_each_layer` measures them.
        repetitions: how often each layer was timed; the fastest counts.
        command: the command that measures them again.
    """

    networks: Mapping[str, Mapping[str, float]]
    repetitions: int
    environment: Environment
    commit: str
    command: str


def layer_times(
    networks: Mapping[str, Mapping[str, float]], repetitions: int, command: str
) -> LayerTimes:
    """Record times that were measured now, on this machine, with the code of this checkout.

    Raises:
        RecordError: there is no git checkout.
    """
    environment = Environment.of_this_machine("cpu", "float32")
    return LayerTimes(networks, repetitions, environment, commit(), command)


def load(path: str | os.PathLike[str] = RECORDED / FILE) -> LayerTimes:
    """Read the recorded times and check every field.

    Raises:
        RecordError: the file is missing, damaged or changed, or not a record of times; names the
            field.
    """
    content = records.read(path, "times")
    return plain_data.read(
        LayerTimes, {k: v for k, v in content.items() if k not in ("kind", "schema")}
    )


def save(times: LayerTimes, path: str | os.PathLike[str] = RECORDED / FILE) -> LayerTimes:
    """Write the times with their checksum, and read them back.

    Raises:
        RecordError: a field does not match the schema; nothing is written.
    """
    records.write({"kind": "times", "schema": VERSION} | dataclasses.asdict(times), Path(path))
    return load(path)
