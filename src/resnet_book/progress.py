"""One progress bar for all long work: shown in a terminal and in a notebook, quiet elsewhere."""

from __future__ import annotations

import sys
from typing import Any


def progress_bar(label: str, total: int, *, show: bool = True, **options: Any) -> Any:
    """tqdm's bar of `total` units; with `show` false, or in a log file, it draws nothing."""
    from tqdm.auto import tqdm

    ipython = sys.modules.get("IPython")
    notebook = ipython is not None and hasattr(ipython.get_ipython(), "kernel")
    quiet = not show or not (notebook or sys.stderr.isatty())
    return tqdm(desc=label, total=total, disable=quiet, **options)
