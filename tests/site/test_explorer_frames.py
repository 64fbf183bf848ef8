"""The benchmark of frames reaches each explorer of a page; its times are not tested."""

import runpy

from built_site import ROOT
from page_figures import figures, of_kind

BENCHMARK = ROOT / "benchmarks" / "explorer_frames.py"


def test_benchmark_measures_every_explorer_of_a_page(html_dir, capsys, monkeypatch):
    page_name = of_kind("degradation")[0][0]
    name = page_name.removeprefix("book/")
    monkeypatch.setattr("sys.argv", [str(BENCHMARK), "--rounds", "1", "--page", name])
    runpy.run_path(str(BENCHMARK), run_name="__main__")
    rows = [line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines()[2:]]
    found = figures(page_name)
    explorers = [name for kind, name in found if kind != "predict"]
    labs = [f"{name}, training" for kind, name in found if kind == "lab"]
    assert [row[1].partition(" (")[0] for row in rows] == 2 * (explorers + labs)
    assert all(int(row[3]) > 0 for row in rows)
