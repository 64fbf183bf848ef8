"""The README's picture is the one that the script draws from the records."""

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(ROOT / "scripts" / "draw_readme.py"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_picture_shows_the_records(script, theme):
    """Drawn anew its alternative text is the same: other versions of matplotlib move pixels."""
    svg = (ROOT / "book" / "_static" / f"readme-{theme}.svg").read_text(encoding="utf8")
    assert script["picture"]().alt in svg
    parts = re.compile(r'<(?:rect|circle|text)\b[^>]*class="[^"]+"[^>]*>')
    assert set(parts.findall(script["block"]().svg(narrow=True))) <= set(parts.findall(svg))
    assert script["THEMES"][theme][0] in svg
    assert "currentColor" not in svg
