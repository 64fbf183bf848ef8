"""Weights next to a record: a network's state in half precision, as a safetensors file."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import safetensors.torch
import torch

from resnet_book.models.network_specs import NetworkSpec
from resnet_book.models.resnet import ResNet, build
from resnet_book.results import records
from resnet_book.results.records import RecordError


@dataclass(frozen=True)
class Weights:
    """The file of a record's weights, in the record's folder, and its SHA-256."""

    file: str
    sha256: str


def save_weights(network: ResNet, path: str | os.PathLike[str]) -> dict[str, str]:
    """Write a network's state in half precision; returns the record's ``weights`` field."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    half = {
        name: value.detach().cpu().contiguous().to(torch.float16)
        if value.is_floating_point()
        else value.detach().cpu()
        for name, value in network.state_dict().items()
    }
    safetensors.torch.save_file(half, path)
    return {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def load_network(spec: NetworkSpec, weights: Weights, record: Path) -> ResNet:
    """The network of `spec` with the weights of `record`, in float32 and evaluation mode.

    Raises:
        RecordError: the file is missing or damaged.
    """
    path = record.with_name(weights.file)
    if not path.exists():
        raise RecordError(f"{path} is missing, the weights of {record.name}")
    data = records.read_bytes(path)
    if hashlib.sha256(data).hexdigest() != weights.sha256:
        raise RecordError(f"{path} is damaged: its SHA-256 is not that in {record.name}")
    network = build(spec)
    network.load_state_dict(safetensors.torch.load(data))
    return network.float().eval()
