"""Where a result comes from: the commit of the code, and the processor that computed it."""

from __future__ import annotations

import platform
import subprocess
from pathlib import Path

import torch

from resnet_book.results.records import RecordError


def commit() -> str:
    """The commit of this checkout; ``-changed`` is appended if the package differs from it.

    Raises:
        RecordError: there is no git checkout.
    """
    folder = Path(__file__).parent

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True
        ).stdout.strip()

    try:
        changed = git("status", "--porcelain", "--", "*.py")
        return git("rev-parse", "HEAD") + ("-changed" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        raise RecordError(
            "a record names the commit that made it: record from a git checkout of the book"
        ) from None


def processor(device: str) -> str:
    """The name of the GPU or of the CPU, as the system tells it."""
    if device.startswith("cuda"):
        return torch.cuda.get_device_name(device)
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
