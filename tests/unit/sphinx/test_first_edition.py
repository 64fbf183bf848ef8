"""The list of the first edition's claims names cells that exist, each one of claims."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PLACE = re.compile(r"`([\w/-]+): ([\w-]+)`")


def rows():
    """Number and last column of every row of the list's tables."""
    lines = (ROOT / "docs/first-edition-claims.md").read_text(encoding="utf8").splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    return {int(row[0]): row[-1] for row in cells if len(row) == 3 and row[0].isdigit()}


def test_every_claim_is_listed():
    assert sorted(rows()) == list(range(1, 323))


def test_every_claim_has_its_cell_or_the_reason_why_not():
    for number, place in rows().items():
        if place.startswith("dropped: "):
            continue
        (name, cell), *_ = PLACE.findall(place)
        notebook = json.loads((ROOT / f"book/{name}.ipynb").read_text(encoding="utf8"))
        tags = {each["id"]: each["metadata"].get("tags", []) for each in notebook["cells"]}
        assert "claims" in tags.get(cell, []), number
