"""Every static figure of the book has a number and a caption, and the text names none but these."""

import ast
import json
import re
from functools import cache
from pathlib import Path
from typing import get_type_hints

import pytest

from resnet_book import drawing
from resnet_book.drawing.captions import Captioned

BOOK = Path(__file__).parents[3] / "book"
NOTEBOOKS = sorted(BOOK.rglob("*.ipynb"))
NAMED = re.compile(r"Figure (E?\d+[a-z]?\.\d+)")


@cache
def makers():
    """The functions that return a figure."""
    offered = ((name, getattr(drawing, name)) for name in drawing.__all__)
    functions = [(n, f) for n, f in offered if callable(f) and not isinstance(f, type)]
    return {n for n, f in functions if issubclass(_returned(f), Captioned)}


def _returned(function):
    found = get_type_hints(function).get("return")
    return found if isinstance(found, type) else object


def cells(path, kind):
    found = json.loads(path.read_text(encoding="utf8"))["cells"]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == kind]


def trees(path):
    """The syntax trees of a notebook's code cells, without IPython's commands."""
    for source in cells(path, "code"):
        yield ast.parse(re.sub(r"(?m)^(\s*)%.*$", r"\1pass", source))


def name(call):
    return call.func.id if isinstance(call.func, ast.Name) else ""


def figures(tree):
    """The calls that make a figure, in order; and those that number one, by the figure's call."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    # What stands for a prediction where no script runs has the prediction's words.
    of_another = {key.value for call in calls for key in call.keywords if key.arg == "picture"}
    made = [c for c in calls if name(c) in makers() and c not in of_another]
    made.sort(key=lambda call: call.lineno)
    numbered = {
        call.func.value: call
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "numbered"
    }
    return made, numbered


def numbers(path):
    """The figures' numbers, in the order of the page."""
    found = []
    for tree in trees(path):
        made, numbered = figures(tree)
        found += [numbered[call].args[0].value for call in made if call in numbered]
    return found


def test_functions_that_draw_are_found():
    assert {"error_curves", "compare_blocks", "pixels"} <= makers()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_figure_is_shown_with_a_number_and_a_takeaway(path):
    for tree in trees(path):
        made, numbered = figures(tree)
        for call in made:
            assert call in numbered, f"{name(call)} has no number"
            shown = tree.body[-1]
            assert isinstance(shown, ast.Expr), f"{name(call)} is not shown"
            assert shown.value is numbered[call], f"{name(call)} is not shown"
            number, takeaway, *_ = numbered[call].args
            assert isinstance(number, ast.Constant)
            assert isinstance(takeaway, ast.Constant | ast.JoinedStr), "say the takeaway"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_numbers_run_on_within_a_chapter(path):
    """And, where a lesson has two pages of evidence, from the first to the second."""
    chapter = chapter_of(path)
    before = [each for each in NOTEBOOKS if each < path and chapter_of(each) == chapter]
    first = 1 + sum(len(numbers(each)) for each in before)
    found = numbers(path)
    assert found == [f"{chapter}.{first + i}" for i in range(len(found))]


def without_errors(call):
    """Whether a call draws without the errors that it could show."""
    return any(key.arg == "errors" and not ast.literal_eval(key.value) for key in call.keywords)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_errors_that_a_figure_hides_are_shown_beside_it_after_a_guess(path):
    waiting, asked = set(), set()  # drawn without errors; and those after which a guess was asked
    for tree in trees(path):
        if "Predict." in ast.unparse(tree):
            asked |= waiting
        for call in figures(tree)[0]:
            if without_errors(call):
                waiting.add(name(call))
            elif name(call) in asked:
                waiting.discard(name(call))
    assert not waiting


def test_no_number_stands_on_two_pages():
    found = [number for path in NOTEBOOKS if chapter_of(path) != "0" for number in numbers(path)]
    assert sorted(found) == sorted(set(found))


def chapter_of(path):
    """``2`` or ``5b``, and ``E2`` of its evidence."""
    number = re.match(r"0*(\d*[a-z]?)(?=-)|", path.stem)[1] or "0"
    return f"E{number}" if path.parent.name == "evidence" else str(number)


def test_evidence_has_numbers_of_its_own():
    assert chapter_of(BOOK / "02-residual-learning.ipynb") == "2"
    assert chapter_of(BOOK / "evidence" / "02-residual-learning.ipynb") == "E2"
    assert chapter_of(BOOK / "05b-paper-numbers.ipynb") == "5b"
    assert chapter_of(BOOK / "evidence" / "05b-paper-numbers.ipynb") == "E5b"
    assert chapter_of(BOOK / "index.ipynb") == "0"


def test_figures_that_the_text_names_exist():
    there = {number for path in NOTEBOOKS for number in numbers(path)}
    texts = {path: "\n".join(cells(path, "markdown")) for path in NOTEBOOKS}
    texts |= {path: path.read_text(encoding="utf8") for path in BOOK.glob("*.md")}
    named = {(path.name, number) for path, text in texts.items() for number in NAMED.findall(text)}
    assert sorted(each for each in named if each[1] not in there) == []
