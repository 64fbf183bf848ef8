"""The words of the explorers: what the JavaScript asks for, and nothing else."""

import re
from pathlib import Path

import pytest

from resnet_book.explorers import cost, degradation, identity, predict, signal
from resnet_book.explorers.common_words import CONTROLS
from resnet_book.explorers.explorer import STATIC

SOURCE = STATIC.parent / "js" / "src"
TABLES = {
    "cost": cost.WORDS,
    "degradation": degradation.WORDS,
    "identity": identity.WORDS,
    "predict": predict.WORDS,
    "signal": signal.WORDS,
}
# Parts of keys that the JavaScript puts together from values of controls.
MADE = {
    "identity": [
        f"{direction}_{part}"
        for direction in identity.DIRECTIONS
        for part in ("total", "direct", "branches", "axis")
    ],
    "signal": [f"axis_{quantity}" for quantity in signal.QUANTITIES],
}
IN_PYTHON = {"cost": {"source"}}  # filled in before a page is made


def source(kind: str) -> str:
    """The JavaScript of a kind of figure, with what it shares with the others."""
    shared = ["figure.js", "words.js", "controls.js"]
    shared += [] if kind == "predict" else ["explorer.js"]
    files = [SOURCE / name for name in (*shared, f"kinds/{kind}.js")]
    files += sorted((SOURCE / kind).glob("*.js"))
    return "\n".join(path.read_text(encoding="utf8") for path in files)


@pytest.mark.parametrize("kind", TABLES)
def test_every_word_that_is_asked_for_is_in_the_table(kind):
    asked = set(re.findall(r'\bsay\(\s*"(\w+)"', source(kind)))
    asked |= set(re.findall(r'new Problem\("(\w+)"', source(kind)))
    asked -= {"axis", "total", "direct", "branches"} if kind == "identity" else set()
    if kind == "predict":  # which has no controls
        asked -= set(CONTROLS) - set(predict.WORDS)
    assert asked <= set(TABLES[kind])
    assert set(MADE.get(kind, [])) <= set(TABLES[kind])


@pytest.mark.parametrize("kind", TABLES)
def test_no_word_is_left_over(kind):
    text = source(kind)
    used = {key for key in TABLES[kind] if re.search(rf'["\.]{key}\b', text)}
    left = set(TABLES[kind]) - used - set(MADE.get(kind, [])) - IN_PYTHON.get(kind, set())
    if kind in ("degradation", "predict"):
        left -= {"not_measured"}  # of explorers that show measurements
    assert left == set()


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.js")), ids=lambda path: path.name)
def test_javascript_holds_no_sentence(path: Path):
    lines = [
        line.split("//")[0]
        for line in path.read_text(encoding="utf8").splitlines()
        if not re.match(r"\s*(\*|/\*|//)", line) and "new Error(" not in line
    ]
    strings = re.findall(r"""["'`]([^"'`]*)["'`]""", "\n".join(lines))
    sentences = [text for text in strings if re.search(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", text)]
    assert sentences == []
