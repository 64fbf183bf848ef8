"""A training's state in one file, so that it can be killed at any moment and resumed.

The file is replaced atomically after each epoch: it always holds a complete state, the old one or
the new one. A checksum of the tensors is stored with them.
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
from resnet_book.data.labelled_images import Dataset
from resnet_book.models.network_specs import NetworkSpec
from resnet_book.training.recipes import Recipe

# The parts of an identity that are dataclasses, which may gain fields.
DATACLASSES: dict[str, type[NetworkSpec | Recipe]] = {"network": NetworkSpec, "recipe": Recipe}

ZIP = b"PK"  # the first bytes of files by torch.save

# Errors from reading a damaged file, or a file of another format.
DAMAGE = (
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    RuntimeError,
    TypeError,
    ValueError,
    pickle.UnpicklingError,
    zipfile.BadZipFile,
)


class CheckpointError(Exception):
    """A checkpoint cannot be used; the message says why in one sentence."""


def identity(
    network: nn.Module, data: Dataset, recipe: Recipe, seed: int, precision: str
) -> dict[str, object]:
    """The values that identify a training, as plain data: its checkpoint must have the same."""
    spec = getattr(network, "spec", None)
    return {
        "network": dataclasses.asdict(spec) if spec else None,
        "data": data.fingerprint,
        "recipe": dataclasses.asdict(recipe),
        "seed": seed,
        "precision": precision,
    }


class Checkpoint:
    """The checkpoint file of a training.

    Args:
        path: the file; with ``None``, nothing is read or written.
        identity: of the training, from :func:`identity`.

    Raises:
        CheckpointError: the file cannot be written.
        ValueError: the network has no ``spec``, so that its checkpoint could not be recognised.
    """

    def __init__(self, path: str | os.PathLike[str] | None, identity: dict[str, object]) -> None:
        self.path = Path(path) if path else None
        self.identity = identity
        if self.path is None:
            return
        if identity["network"] is None:
            raise ValueError("checkpoint: the network has no spec; see resnet_book.models.build")
        _refuse_folder(self.path)
        try:  # fail now, not after an epoch
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary = _temporary(self.path)
            temporary.touch()
            temporary.unlink()
        except OSError as error:
            raise CheckpointError(f"{self.path} cannot be written: {error.strerror}") from None

    def read(self) -> dict[str, Any] | None:
        """The saved state, for :func:`restore`; ``None`` if there is no file.

        Raises:
            CheckpointError: the file is damaged or belongs to another training.
        """
        if self.path is None or not self.path.exists():
            return None
        try:
            state: dict[str, Any] = torch.load(self.path, map_location="cpu", weights_only=True)
            if not isinstance(state, dict):  # a file by torch.save with other content
                raise TypeError
            found = _with_defaults(state["identity"])
            intact = state.get("checksum") in (None, checksum(state))  # older files have none
        except OSError as error:
            raise CheckpointError(f"{self.path} cannot be read: {error.strerror}") from None
        except DAMAGE:
            intact = False
        if not intact:
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
        self, network: nn.Module, optimizer: torch.optim.Optimizer, epochs: list[dict[str, Any]]
    ) -> None:
        """Replace the file atomically by the current state.

        Raises:
            CheckpointError: the state cannot be written; the old file is unchanged.
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
        temporary = _temporary(self.path)
        try:
            torch.save(state, temporary)
            temporary.replace(self.path)
        except (OSError, RuntimeError) as error:  # torch.save raises RuntimeError on a full disk
            reason = getattr(error, "strerror", None) or "the disk may be full"
            raise CheckpointError(f"{self.path} cannot be written: {reason}") from None
        finally:
            temporary.unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Delete a checkpoint, if there is one; no other file or folder.

    Raises:
        CheckpointError: the file does not start like a checkpoint, or cannot be deleted.
    """
    _refuse_folder(path)
    try:
        with path.open("rb") as file:
            start = file.read(len(ZIP))
        if start != ZIP:
            raise CheckpointError(f"{path} is not a checkpoint, and is not deleted")
        path.unlink()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise CheckpointError(f"{path} cannot be deleted: {error.strerror}") from None


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise CheckpointError(f"{path} is a folder: name a file in it")


def _temporary(path: Path) -> Path:
    """The file that replaces `path` when it is complete; each process has its own."""
    return path.with_name(f"{path.name}.{os.getpid()}.part")


def restore(
    state: dict[str, Any] | None, network: nn.Module, optimizer: torch.optim.Optimizer
) -> list[dict[str, Any]]:
    """Load a saved state, if any, into network and optimizer; returns the finished epochs."""
    if state is None:
        return []
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return list(state["epochs"])


def checksum(state: Mapping[str, Any]) -> str:
    """SHA-256, in hex, of the names and values of all tensors of the network and the optimizer."""
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
    """A saved identity, with defaults for fields that have been added since."""
    found = dict(identity)
    for key, kind in DATACLASSES.items():
        try:
            found[key] = dataclasses.asdict(plain_data.read(kind, found[key]))
        except ValueError:  # an unknown field or value: the checkpoint belongs to another training
            found[key] = None
    return found
