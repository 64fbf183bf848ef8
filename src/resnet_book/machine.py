"""Whether this machine can do what a command asks for: memory, devices, cores, folders."""

from __future__ import annotations

import math
import os
import tempfile
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resnet_book.models.network_specs import NetworkSpec

DEEPEST = 10_000  # layers; the papers' deepest network has 1,202
LIMIT = Path("/sys/fs/cgroup/memory.max")  # of a container on Linux


def check_size(spec: NetworkSpec, images: int, size: int) -> None:
    """Check that a network can be built, and that its training fits into this machine's memory.

    Args:
        images: of one step.
        size: height and width of an image, in pixels.

    Raises:
        ValueError: it cannot, or does not.
    """
    from resnet_book.models.counting import training_memory

    if spec.depth > DEEPEST:
        raise ValueError(f"depth {spec.depth} is above {DEEPEST:,}: choose a smaller network")
    network = f"depth {spec.depth} and width {spec.width}"
    try:
        needed = training_memory(spec, images=images, size=size)
    except (RuntimeError, TypeError):  # too large for PyTorch to count
        raise ValueError(f"{network} are too large: choose a smaller network") from None
    memory = _memory()
    if needed > memory:
        raise ValueError(
            f"{network} take at least {needed / 2**30:,.1f} GiB to train, and this machine has "
            f"{memory / 2**30:,.1f}: choose a smaller network"
        )


def _memory() -> float:
    """Bytes of memory of this machine, or of the container; infinite if unknown, as on Windows."""
    try:
        found = float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, OSError, ValueError):
        return math.inf
    with suppress(OSError, ValueError):  # no container, or one without a limit
        found = min(found, float(LIMIT.read_text()))
    return found


def choose_device(device: str | None, threads: int | None) -> None:
    """Set the number of threads, and check that PyTorch can use the device.

    Raises:
        ValueError: there are fewer cores, or it cannot.
    """
    import torch

    if threads is not None:
        cores = os.cpu_count() or 1
        if not 1 <= threads <= cores:
            raise ValueError(
                f"threads {threads} is not from 1 to {cores}, the cores of this machine"
            )
        torch.set_num_threads(threads)
    if device is not None and not _usable(device):
        raise ValueError(f"device {device!r} cannot be used by PyTorch on this machine; choose cpu")


def _usable(device: str) -> bool:
    """Whether PyTorch can compute on a device, and the device is really the named one."""
    import torch

    try:
        with warnings.catch_warnings(action="ignore"):
            if str(torch.device(device)) != device:  # PyTorch takes cpu:999 for cpu:-25
                return False
            return torch.zeros(1, device=device).sum().item() == 0
    except (RuntimeError, AssertionError, NotImplementedError, ImportError):
        return False


def check_writable(folder: Path) -> None:
    """Make a folder and check now, not after a training, that files can be written to it.

    Raises:
        ValueError: they cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ValueError(f"nothing can be written to {folder}: {error.strerror}") from None
