"""With pytest-xdist, each of its processes computes with its share of the cores.

Before PyTorch is imported, and for the notebooks' kernels too: they inherit the environment.
"""

import os

if workers := os.environ.get("PYTEST_XDIST_WORKER_COUNT"):
    share = max(1, (os.cpu_count() or 1) // int(workers))
    os.environ.setdefault("OMP_NUM_THREADS", str(share))
