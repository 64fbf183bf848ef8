"""A training's state in one file, so that it can be killed at any moment and go on.

The file is replaced in one step after each epoch: whenever the process dies, either the old or
the new state is there, whole.
"""

from __future__ import annotations

import dataclasses
import os
import pickle
import zipfile
from pathlib import Path

import torch
from torch import nn

from resnet_book.data.datasets import Dataset
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
            raise ValueError("checkpoint: the network has no spec; see resnet_book.models.resnet.build")
        if self.path.is_dir():
            raise CheckpointError(f"{self.path} is a folder: name a file in it")
        try:  # a place where nothing can be written is told now, not after the first epoch
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._beside.touch()
            self._beside.unlink()
        except OSError as error:
            raise CheckpointError(f"{self.path} cannot be written: {error.strerror}") from None

    @property
    def _beside(self) -> Path:
        return self.path.with_name(f"{self.path.name}.{os.getpid()}.part")

    def load(self, network: nn.Module, optimizer: torch.optim.Optimizer) -> list[dict]:
        """Put the saved state into both; returns the finished epochs, none if there is no file.

        Raises:
            CheckpointError: the file is damaged or belongs to another training.
        """
        if self.path is None or not self.path.exists():
            return []
        try:
            state = torch.load(self.path, map_location="cpu", weights_only=True)
            found = dict(state["identity"])
        except OSError as error:
            raise CheckpointError(f"{self.path} cannot be read: {error.strerror}") from None
        except (RuntimeError, KeyError, TypeError, EOFError, AttributeError,
                pickle.UnpicklingError, zipfile.BadZipFile):  # fmt: skip
            raise CheckpointError(
                f"{self.path} is not a checkpoint or is damaged: delete it to start again"
            ) from None
        other = [key for key, value in self.identity.items() if found.get(key) != value]
        if other:
            raise CheckpointError(
                f"{self.path} belongs to another training (it differs in: {', '.join(other)}): "
                "name another checkpoint, or delete it to start again"
            )
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        return state["epochs"]

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
        try:
            torch.save(state, self._beside)
            self._beside.replace(self.path)
        except (OSError, RuntimeError) as error:  # PyTorch's writer raises the latter
            reason = getattr(error, "strerror", None) or "the disk may be full"
            raise CheckpointError(f"{self.path} cannot be written: {reason}") from None
        finally:
            self._beside.unlink(missing_ok=True)
