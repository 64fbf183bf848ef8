"""Every exercise of every notebook: its solution is right, its stub is not attempted."""

import pytest
import torch
from notebook_exercises import BOOK, exercises, solution

import resnet_book.exercises
from resnet_book.exercises.checks import Wrong, number, true_or_false

ALL = {f"{each.chapter}: {each.name}": each for each in exercises()}
FUNCTIONS = [name for name, each in ALL.items() if callable(each.stub)]


@pytest.fixture(params=ALL)
def exercise(request):
    return ALL[request.param]


def test_every_chapter_has_exercises_with_checks():
    chapters = {path.stem for path in BOOK.glob("0*.ipynb")}
    assert {each.chapter for each in ALL.values()} == chapters


def test_every_check_belongs_to_one_exercise():
    assert sorted(each.check.__name__ for each in ALL.values()) == resnet_book.exercises.__all__


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
def test_function_that_raises_not_implemented_error_is_not_attempted(name):
    def answer(*arguments):
        raise NotImplementedError

    assert ALL[name].check(answer).state == "not attempted"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_answer_that_raises_is_wrong_and_says_what_it_raised(name):
    def answer(*arguments):
        raise KeyError("oops")

    found = ALL[name].check(answer)
    assert found.state == "wrong"
    assert "KeyError: 'oops'" in found.message


@pytest.mark.parametrize("name", FUNCTIONS)
def test_check_leaves_the_global_generator_alone(name):
    before = torch.get_rng_state()
    assert ALL[name].check(lambda *_: 0).state != "right"
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("value", ["two", [1, 2], torch.zeros(2), int])
def test_value_that_is_no_number_is_named(value):
    with pytest.raises(Wrong, match=f"should be a number; yours was {type(value).__name__}"):
        number(value)


@pytest.mark.parametrize("value", [1, "yes", [True], torch.tensor([True, False])])
def test_value_that_is_not_true_or_false_is_named(value):
    with pytest.raises(Wrong, match=f"return True or False; yours was {type(value).__name__}"):
        true_or_false(value)
