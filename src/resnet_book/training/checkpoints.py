"""A training's state in one file, so that it can be killed at any moment and resumed.

The file is replaced in one step after each epoch: whenever the process dies, either the old or
the new state is there, whole. A checksum of its tensors is kept with it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import pickle
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn

from resnet_book import plain_data
from resnet_book.data.datasets import Dataset
from resnet_book.models.resnet import NetworkSpec
from resnet_book.training.recipes import Recipe


class CheckpointError(Exception):
    """A checkpoint cannot be used; the message is one sentence that says why."""


def identity(
    network: nn.Module, data: Dataset, recipe: Recipe, seed: int, precision: str
) -> dict[str, object]:
    """What must be equal for two trainings to be the same; plain values only."""
    spec = getattr(network, "spec", None)
    return {
        "network": dataclasses.asdict(spec) if spec else None,
        "data": data.fingerprint,
        "recipe": dataclasses.asdict(recipe),
        "seed": seed,
        "precision": precision,
    }


class Checkpoint:
    """The file at `path`; with ``None``, nothing is read or written.

    Args:
        path: the file.
        identity: of the training that it must belong to.

    Raises:
        CheckpointError: nothing can be written there.
        ValueError: the network has no ``spec`` by which it could be known again.
    """

    def __init__(self, path: str | os.PathLike | None, identity: dict[str, object]) -> None:
        self.path = Path(path) if path else None
        self.identity = identity
        if self.path is None:
            return
        if identity["network"] is None:
            raise ValueError("checkpoint: the network has no spec; see resnet_book.models.build")
        if self.path.is_dir():
            raise CheckpointError(f"{self.path} is a folder: name a file in it")
        try:  # fail now, not after an epoch
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._beside.touch()
            self._beside.unlink()
        except OSError as error:
            raise CheckpointError(f"{self.path} cannot be written: {error.strerror}") from None

    @property
    def _beside(self) -> Path:
        return self.path.with_name(f"{self.path.name}.{os.getpid()}.part")

    def read(self) -> dict[str, Any] | None:
        """The saved state, for :func:`restore`; ``None`` if there is no file.

        Raises:
            CheckpointError: the file is damaged or belongs to another training.
        """
        if self.path is None or not self.path.exists():
            return None
        try:
            state = torch.load(self.path, map_location="cpu", weights_only=True)
            found = _with_defaults(state["identity"])
            whole = state.get("checksum") in (None, checksum(state))  # older files have none
        except OSError as error:
            raise CheckpointError(f"{self.path} cannot be read: {error.strerror}") from None
        except (RuntimeError, KeyError, TypeError, EOFError, AttributeError,
                pickle.UnpicklingError, zipfile.BadZipFile):  # fmt: skip
            whole = False
        if not whole:
            raise CheckpointError(
                f"{self.path} is not a checkpoint or is damaged: delete it to start again"
            )
        other = [key for key, value in self.identity.items() if found.get(key) != value]
        if other:
            raise CheckpointError(
                f"{self.path} belongs to another training (it differs in: {', '.join(other)}): "
                "name another checkpoint, or delete it to start again"
            )
        return state

    def save(
        self, network: nn.Module, optimizer: torch.optim.Optimizer, epochs: list[dict]
    ) -> None:
        """Replace the file by the present state, in one step.

        Raises:
            CheckpointError: it cannot be written; the file is what it was.
        """
        if self.path is None:
            return
        state = {
            "identity": self.identity,
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "epochs": epochs,
        }
        state["checksum"] = checksum(state)
        try:
            torch.save(state, self._beside)
            self._beside.replace(self.path)
        except (OSError, RuntimeError) as error:  # PyTorch's writer raises the latter
            reason = getattr(error, "strerror", None) or "the disk may be full"
            raise CheckpointError(f"{self.path} cannot be written: {reason}") from None
        finally:
            self._beside.unlink(missing_ok=True)


def restore(
    state: dict[str, Any] | None, network: nn.Module, optimizer: torch.optim.Optimizer
) -> list[dict[str, Any]]:
    """Put a saved state into both; returns the finished epochs, none if there is no state."""
    if state is None:
        return []
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return state["epochs"]


def checksum(state: Mapping[str, Any]) -> str:
    """SHA-256, in hex, of the names and bytes of all tensors of the network and the optimizer."""
    digest = hashlib.sha256()

    def add(name: str, value: object) -> None:
        if isinstance(value, Mapping):
            for key in sorted(value, key=str):
                add(f"{name}/{key}", value[key])
        elif isinstance(value, torch.Tensor):
            array = value.detach().cpu().contiguous().flatten().view(torch.uint8).numpy()
            digest.update(f"{name} {tuple(value.shape)} {value.dtype}\n".encode())
            digest.update(array.tobytes())

    add("network", state["network"])
    add("optimizer", state["optimizer"]["state"])
    return digest.hexdigest()


def _with_defaults(identity: Mapping[str, Any]) -> dict[str, Any]:
    """The identity in a file, with the defaults of fields that were added since it was written."""
    found = dict(identity)
    for key, kind in (("network", NetworkSpec), ("recipe", Recipe)):
        try:
            found[key] = dataclasses.asdict(plain_data.read(kind, found[key]))
        except ValueError:  # a field that there is no more, or a value: another training's
            found[key] = None
    return found
