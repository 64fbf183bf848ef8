"""One progress bar for all long work: shown in terminals and notebooks, silent elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tqdm import tqdm


def progress_bar(label: str, total: int, *, show: bool = True, **options: Any) -> tqdm[Any]:
    """A tqdm bar of `total` units; with `show` false, or in a log file, it draws nothing."""
    from tqdm.auto import tqdm

    ipython = sys.modules.get("IPython")
    notebook = ipython is not None and hasattr(ipython.get_ipython(), "kernel")
    quiet = not show or not (notebook or sys.stderr.isatty())
    return tqdm(desc=label, total=total, disable=quiet, **options)
