"""The benchmark of the engine prints it beside the loop; its times are not tested."""

import runpy
import shutil
from pathlib import Path

from built_site import unavailable

BENCHMARK = Path(__file__).parents[3] / "benchmarks" / "engine.py"


def test_benchmark_trains_by_the_engine_and_by_the_loop(capsys, monkeypatch):
    if not shutil.which("node"):
        unavailable("no node; install Node.js, version 20 or later")
    options = "--depth 8 --widths 8 --rounds 1 --only training"
    monkeypatch.setattr("sys.argv", [str(BENCHMARK), *options.split()])
    runpy.run_path(str(BENCHMARK), run_name="__main__")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("ResNet-8 on the digits, 110 steps")
    engine, loop, ratio = ([cell.strip() for cell in line.split("|")[1:-1]] for line in lines[4:])
    assert (engine[:2], loop[:2]) == (["8", "engine"], ["8", "loop"])
    for row in (engine, loop):
        assert all(float(cell) > 0 for cell in row[2:6])
        assert float(row[6].removesuffix(" %")) < 20
    assert abs(float(ratio[3]) * float(loop[3]) - float(engine[3])) < 0.05 * float(loop[3])
