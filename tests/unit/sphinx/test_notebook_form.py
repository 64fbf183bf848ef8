"""Every code cell of the book has a role; lessons and their evidence keep the form of a lesson."""

import importlib.util
import json
from pathlib import Path

import notebook_form
import pytest

ROOT = Path(__file__).parents[3]
BOOK = ROOT / "book"
NOTEBOOKS = sorted(BOOK.rglob("*.ipynb"))
# Notebooks below book/ that have the form of a lesson: "01-degradation", "evidence/01-degradation".
LESSONS = [
    "01-degradation",
    "02-residual-learning",
    "03-identity-mappings",
    "04-bottlenecks",
    "05a-recipe",
    "05b-paper-numbers",
    "evidence/01-degradation",
    "evidence/02-residual-learning",
    "evidence/03-identity-mappings",
    "evidence/04-bottlenecks",
    "evidence/04-keras-resnet50",
    "evidence/05a-recipe",
    "evidence/05b-paper-numbers",
]


def name(path):
    return path.relative_to(BOOK).with_suffix("").as_posix()


def cells(path):
    return json.loads(path.read_text(encoding="utf8"))["cells"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_every_code_cell_has_one_role_and_a_title_where_it_is_folded(path, extension):
    known = extension("cell_roles")
    titled = known.FOLDED | known.HIDDEN
    assert list(notebook_form.roles(cells(path), known.ROLES, titled)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_metadata_for_colab_and_jupyterlab_follow_from_the_roles(path):
    script = ROOT / "scripts" / "set_cell_metadata.py"
    spec = importlib.util.spec_from_file_location(script.stem, script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    text = path.read_text(encoding="utf8")
    assert module.written(text) == text, f"run python scripts/{script.name}"


def test_lessons_keep_the_form():
    assert set(LESSONS) <= {name(path) for path in NOTEBOOKS}
    found = {
        lesson: notebook_form.problems(
            cells(BOOK / f"{lesson}.ipynb"), evidence=lesson.startswith("evidence/")
        )
        for lesson in LESSONS
    }
    assert {lesson: problems for lesson, problems in found.items() if problems} == {}


def cell(role, source, *more):
    return {
        "cell_type": "code", "id": role, "metadata": {"tags": [role, *more]}, "source": source
    }  # fmt: skip


def prose(source):
    return {"cell_type": "markdown", "metadata": {}, "source": source}


DRAWING = cell("figure", "# @title A block\ndraw()")
CLAIM = cell("claims", '# @title Claims\nassert 2 > 1, "Two is more"')
END = prose("**Two is more than one.**")
LESSON = [
    prose("# Title"), prose("## One\n\nText."), DRAWING, cell("core", "f(x) + x"), END, CLAIM,
    prose("## Lab: try it"), cell("lab", "# @title Lab\nlab()"),
]  # fmt: skip


def test_lesson_in_the_form_has_no_problem():
    assert notebook_form.problems(LESSON) == []


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ([DRAWING, cell("measure", "assert x")], "measure: an assert outside a claims cell"),
        ([cell("claims", 'x = 1\nassert x, "It is"')], "claims: more than asserts with messages"),
        ([cell("claims", "assert x")], "claims: more than asserts with messages"),
        ([cell("setup", "%load_ext x\nprint(2)")], "setup: prints"),
        ([DRAWING, *[cell("core", "x")] * 11], "11 open code cells, more than 10"),
        ([DRAWING, cell("core", "x\n" * 16)], "core: 16 open lines, more than 15"),
        ([cell("core", "x"), DRAWING], "core: code before the first drawing"),
        ([prose("word " * 2001)], "2001 words before the lab, more than 2000"),
        ([prose("## Exercises\n\n" + "word " * 3000)], "3002 words, more than 3000"),
        ([prose("## One\n\nText.")], "'One' does not end in a bold paragraph"),
        ([prose("## One"), END, prose("**Not** at the end."), CLAIM], "'One' does not end"),
        ([prose("## One"), END, prose("## Two\n\nText."), prose("## Three"), END], "'Two' does"),
        ([prose("## One"), END, CLAIM, DRAWING], "'One': figure behind the takeaway"),
    ],
)
def test_each_rule_refuses(changed, problem):
    (found,) = notebook_form.problems(changed)
    assert found.startswith(problem)


def test_what_is_folded_is_not_counted():
    folded = f"<details><summary>Solution</summary>\n\n{'word ' * 4000}\n\n</details>"
    assert notebook_form.problems([prose("## One"), END, prose(folded)]) == []


def test_evidence_may_be_long():
    assert notebook_form.problems([prose("word " * 4000)], evidence=True) == []
    assert notebook_form.problems([cell("measure", "print(1)")], evidence=True)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (cell("figure", "# @title A\nx", "core"), "one role"),
        (cell("hide-input", "# @title A\nx"), "one role"),
        (cell("figure", "x\n# @title A"), "no title"),
        (cell("figure", "# @title Code: a\nx"), "no title"),
    ],
)
def test_role_that_is_missing_or_untitled_is_refused(given, problem):
    (found,) = notebook_form.roles([given], frozenset({"core", "figure"}), frozenset({"figure"}))
    assert problem in found


def test_tag_that_is_no_role_may_stand_beside_it():
    given = cell("figure", "# @title A\nx", "veil-end")
    assert not list(notebook_form.roles([given], frozenset({"figure"}), frozenset({"figure"})))
