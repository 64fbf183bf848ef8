"""Where a result comes from: the commit, the machine that computed it, and the data."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch

from resnet_book.data import Dataset
from resnet_book.results.records import RecordError

PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Environment:
    """The machine and settings that computed a result.

    Attributes:
        processor: the name of the GPU or the CPU.
        device: as PyTorch calls it: ``cpu``, ``cuda``, …
        precision: ``float32`` or ``bfloat16``.
        threads: of the CPU.
    """

    python: str
    torch: str
    processor: str
    device: str
    precision: str
    threads: int

    @classmethod
    def of_this_machine(
        cls, device: str, precision: str, threads: int | None = None
    ) -> Environment:
        """The environment of this machine; by default with PyTorch's current number of threads."""
        return cls(
            platform.python_version(),
            torch.__version__,
            processor(device),
            device,
            precision,
            threads or torch.get_num_threads(),
        )

    @property
    def place(self) -> str:
        """The environment in words: processor, threads, precision, PyTorch's version."""
        threads = "1 thread" if self.threads == 1 else f"{self.threads} threads"
        return f"{self.processor}, {threads}, {self.precision}, PyTorch {self.torch}"


@dataclass(frozen=True)
class Data:
    """The images that a result was computed on.

    Attributes:
        name: of the data set.
        fingerprint: ``train`` and ``test`` → SHA-256 of the images and labels.
    """

    name: str
    fingerprint: Mapping[str, str]

    @classmethod
    def of(cls, dataset: Dataset) -> Data:
        """The name and the fingerprint of a data set."""
        return cls(dataset.name, dict(dataset.fingerprint))


def commit() -> str:
    """The commit of this checkout; ``-changed`` is appended if the package's code differs from it.

    Raises:
        RecordError: there is no git checkout.
    """

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=PACKAGE, capture_output=True, text=True, check=True
        ).stdout.strip()

    try:
        changed = git("status", "--porcelain", "--", "*.py", "*.cpp")
        return git("rev-parse", "HEAD") + ("-changed" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        raise RecordError(
            "a record names the commit that made it: record from a git checkout of the book"
        ) from None


def processor(device: str) -> str:
    """The name of the GPU or of the CPU, as the system reports it."""
    if device.startswith("cuda"):
        return torch.cuda.get_device_name(device)
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
