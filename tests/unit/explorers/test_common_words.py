"""The words of the explorers: what the JavaScript asks for, and nothing else."""

import re
from pathlib import Path

import pytest

from resnet_book.explorers import (
    degradation,
    identity,
    network_map,
    paths,
    predict,
    signal,
)
from resnet_book.explorers.block_builder import sentences
from resnet_book.explorers.common_words import CONTROLS
from resnet_book.explorers.explorer import STATIC
from resnet_book.labs import in_page

SOURCE = STATIC.parent / "js" / "src"
TABLES = {
    "builder": sentences.WORDS,
    "degradation": degradation.WORDS,
    "identity": identity.WORDS,
    "lab": in_page.WORDS,
    "map": network_map.WORDS,
    "paths": paths.WORDS,
    "predict": predict.WORDS,
    "signal": signal.WORDS,
}
# Parts of keys that the JavaScript puts together from values of controls.
MADE = {
    "builder": list(sentences.ENDS),
    "identity": [
        f"{direction}_{part}"
        for direction in identity.DIRECTIONS
        for part in ("total", "direct", "branches", "axis")
    ]
    + [f"short_{part}" for part in ("total", "direct", "branches")],
    "map": [
        *(f"{part}_{measure}" for measure in network_map.MEASURES for part in ("name", "unit")),
        *(f"times_{power}" for power in (0, 3, 6, 9)),
        "title_field",
        "pinned_field",
    ],
    # A key of the state: what a network\'s last error is beside the shallowest one\'s.
    "degradation": ["worse", "better"],
    "signal": [f"axis_{quantity}" for quantity in signal.QUANTITIES],
}
IN_PYTHON = {"map": {"source"}}  # filled in before a page is made


def source(kind: str) -> str:
    """The JavaScript of a kind of figure, with what it shares with the others."""
    shared = ["figure.js", "words.js", "controls.js"]
    shared += [] if kind == "predict" else ["explorer.js"]
    shared += ["line-chart.js", "reading.js"] if "read" in TABLES[kind] else []
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
    if kind in ("degradation", "lab", "predict"):
        left -= {"not_measured"}  # of explorers that show measurements
    assert left == set()


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.js")), ids=lambda path: path.name)
def test_javascript_holds_no_sentence(path: Path):
    lines = [
        re.split(r"(?<!:)//", line)[0]  # not that of an address
        for line in path.read_text(encoding="utf8").splitlines()
        if not re.match(r"\s*(\*|/\*|//)", line) and "new Error(" not in line
    ]
    strings = re.findall(r"""["'`]([^"'`]*)["'`]""", "\n".join(lines))
    sentences = [text for text in strings if re.search(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", text)]
    assert sentences == []
