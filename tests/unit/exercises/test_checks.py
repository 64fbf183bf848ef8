"""Every exercise of every notebook: its solution is right, its stub is not attempted."""

import pytest
from notebook_exercises import BOOK, exercises, solution

ALL = {f"{each.chapter}: {each.name}": each for each in exercises()}


FUNCTIONS = [name for name, each in ALL.items() if callable(each.stub)]


@pytest.fixture(params=ALL)
def exercise(request):
    return ALL[request.param]


def test_every_chapter_has_exercises_with_checks():
    chapters = {path.stem for path in BOOK.glob("0*.ipynb")}
    assert {each.chapter for each in ALL.values()} == chapters


def test_solution_in_the_notebook_is_right(exercise):
    found = exercise.check(solution(exercise.chapter, exercise.name))
    assert found.right, found


def test_stub_in_the_notebook_is_not_attempted(exercise):
    assert exercise.check(exercise.stub).state == "not attempted"


@pytest.mark.parametrize("nothing", [..., None])
def test_nothing_is_not_attempted(exercise, nothing):
    assert exercise.check(nothing).state == "not attempted"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function_that_returns_nothing_is_not_attempted(name):
    assert ALL[name].check(lambda *_: None).state == "not attempted"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_answer_that_raises_is_wrong_and_says_what_it_raised(name):
    def answer(*arguments):
        raise KeyError("oops")

    found = ALL[name].check(answer)
    assert found.state == "wrong"
    assert "KeyError: 'oops'" in found.message
