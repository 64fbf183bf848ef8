"""Predict, then reveal."""

import pytest

from resnet_book.explorers.predict import Predict


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Predict.number("p", "?", answer=[]), "answer"),
        (lambda: Predict.number("p", "?", answer=1, low=5, high=5), "slider"),
        (lambda: Predict.choice("p", "?", options=["a"], answer="b", because=""), "answer 'b'"),
        (
            lambda: Predict.curve("p", "?", x=[1], answer=[1], xlabel="", ylabel="", low=0, high=1),
            "places",
        ),
    ],
)
def test_questions_without_an_answer_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
