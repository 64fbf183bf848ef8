"""The drawing of the package's imports is current, and no arrow of it points back up."""

from graphlib import CycleError
from pathlib import Path

import draw_imports
import pytest

ROOT = Path(__file__).parents[3]

# Top to bottom; arrows may only lead down.
ORDER = ["command line", "labs", "exercises", "explorers", "drawing", "probes", "results",
         "training", "data", "models", "leaves"]  # fmt: skip


def test_drawing_in_contributing_is_current():
    assert draw_imports.main(["--check"]) == 0


def test_no_arrow_points_back_up_and_no_module_is_in_a_circle():
    found = draw_imports.arrows()
    assert set(found) == set(ORDER)
    for start, ends in found.items():
        assert all(ORDER.index(start) < ORDER.index(end) for end in ends), start
    assert draw_imports.circles() == []


def test_rooms_below_know_nothing_of_those_above():
    found = draw_imports.arrows()
    assert found["leaves"] == set()
    assert found["models"] <= {"leaves"}
    assert found["data"] <= {"leaves"}
    assert found["training"] <= {"leaves", "models", "data"}
    assert found["probes"] <= {"leaves", "models", "data", "training"}
    assert found["exercises"] <= {"leaves", "models"}


def test_arrows_that_others_replace_are_left_out_and_a_circle_is_found():
    assert draw_imports.reduced({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == {
        "a": {"b"},
        "b": {"c"},
        "c": set(),
    }
    with pytest.raises(CycleError):
        draw_imports.reduced({"a": {"b"}, "b": {"a"}})


def test_stale_drawing_fails_and_is_mended(tmp_path, capsys):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{draw_imports.START}\nold\n{draw_imports.END}\nafter\n")
    assert draw_imports.main(["--check"], page) == 1
    assert "the drawing is stale" in capsys.readouterr().out
    assert draw_imports.main([], page) == 0
    assert draw_imports.main(["--check"], page) == 0
    assert page.read_text().startswith("before\n")
    assert page.read_text().endswith("after\n")
