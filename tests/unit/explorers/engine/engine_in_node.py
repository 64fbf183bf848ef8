"""Run the engine that trains in the page, without a page, in node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import safetensors.torch
from built_site import unavailable
from torch import Tensor

SCRIPT = Path(__file__).with_name("in_node.mjs")

Job = tuple[dict[str, Any], Mapping[str, Tensor]]


def run(folder: Path, jobs: Iterable[Job]) -> list[tuple[dict[str, Any], dict[str, Tensor]]]:
    """Run jobs, (what in_node.mjs takes, tensors), one after another: results, and flat tensors."""
    if not shutil.which("node"):
        unavailable("no node; install Node.js, version 20 or later")
    listed = []
    for i, (job, given) in enumerate(jobs):
        if given:
            file = f"{i}.safetensors"
            tensors = {name: t.float().contiguous() for name, t in given.items()}
            safetensors.torch.save_file(tensors, folder / file)
            job = job | {"given": file}
        listed.append(job)
    (folder / "jobs.json").write_text(json.dumps(listed))
    command = ["node", str(SCRIPT), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [
        (
            json.loads((folder / f"{i}.json").read_text()),
            safetensors.torch.load_file(folder / f"{i}.out.safetensors"),
        )
        for i in range(len(listed))
    ]
