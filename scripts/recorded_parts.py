"""The command line of a script that records several measurements, each under a name of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import torch
from command_lines import add_names, record_parser

from resnet_book.data import digits
from resnet_book.models import DenseSpec
from resnet_book.models.network_specs import NetworkSpec
from resnet_book.results import measurements
from resnet_book.results.measurements import Value

# What is measured, of which network. A part has one such pair, or one for each of its networks.
Measuring = tuple[NetworkSpec | DenseSpec, Callable[[], dict[str, Value]]]


def record_parts(
    script: str, about: str, parts: Mapping[str, Sequence[Measuring]], seeds: Sequence[int]
) -> None:
    """Record the parts that the command line names, or all, on the digits with one thread.

    Args:
        script: the script's file, which the records name; `about`: what it says of itself.
    """
    parser = record_parser(about)
    add_names(parser, "PART", parts)
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # as the record says
    for name in arguments.names or parts:
        command = f"python scripts/{Path(script).name} {name}"
        for spec, measure in parts[name]:
            made = measurements.measurement(
                name, digits(), measure(), command, network=spec, seeds=seeds
            )
            print(measurements.save_in(arguments.out, made).path, flush=True)
