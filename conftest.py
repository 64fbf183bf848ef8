"""With pytest-xdist, each of its processes computes with its share of the cores.

Before PyTorch is imported, and for the notebooks' kernels too: they inherit the environment.

CI runs every notebook once: while it builds the website. It names the folder with the executed
copies in RESNET_BOOK_EXECUTED, and nbval gets the notebooks that have no valid copy there. Without
that variable nbval runs them all.
"""

import os
from pathlib import Path

from executed import proven

ROOT = Path(__file__).parent

if workers := os.environ.get("PYTEST_XDIST_WORKER_COUNT"):
    share = max(1, (os.cpu_count() or 1) // int(workers))
    os.environ.setdefault("OMP_NUM_THREADS", str(share))


def _proven(notebook: Path) -> bool:
    folder = os.environ.get("RESNET_BOOK_EXECUTED")
    if not folder:
        return False
    return proven(notebook, ROOT / folder / notebook.relative_to(ROOT), ROOT / "src")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out a notebook that has run in this build; None: let others decide."""
    return (collection_path.suffix == ".ipynb" and _proven(collection_path)) or None


def pytest_report_header() -> list[str]:
    notebooks = sorted((ROOT / "book").rglob("*.ipynb"))
    names = [path.stem for path in notebooks if _proven(path)]
    return [f"notebooks executed by the website's build: {', '.join(names)}"] if names else []
