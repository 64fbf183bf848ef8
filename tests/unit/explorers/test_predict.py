"""Predict, then reveal."""

import pytest

from resnet_book.explorers.predict import Predict


def curve(**changes):
    values = {"x": [1, 2], "answer": [-2, 1], "low": -3, "high": 3}
    labels = {"xlabel": "n, the number of runs", "ylabel": "error"}
    return Predict.curve("p", "?", **values | labels | changes)


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
        (lambda: curve(seeds=[[1, 2, 3]]), "2, 3 values at 2 places"),
        (lambda: curve(given={"line": [1]}), "2, 1 values at 2 places"),
        (lambda: curve(of="deep"), "of 'deep'"),
        (lambda: Predict.number("p", "?", answer=1, of="deep"), "of 'deep'"),
    ],
)
def test_questions_without_an_answer_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_curve_of_powers_is_written_as_what_it_means():
    asked = curve(powers=True, seeds=[[-2, 1], [-2, 2]], also={"rule": [-2, 0]})
    assert asked.table.rows == (("1", "0.01"), ("2", "10"))
    content = asked.state["content"]
    assert content["xname"] == "n"
    assert content["seeds"] == [[-2, 1], [-2, 2]]
    assert content["also"] == [{"name": "rule", "values": [-2, 0]}]


def test_picture_may_be_the_chapters_own():
    own = curve().picture()
    assert curve(picture=own).picture() is own


def test_answer_that_a_figure_of_the_chapter_shows_is_not_pictured_twice():
    asked = curve(figure="3.5")
    assert asked.state["content"]["figure"] == "3.5"
    assert "<img" not in asked.html()
    assert "<img" in curve().html()
    assert curve(figure="3.5").origin("calculated").state["words"]["own_beside"] == (
        "Your curve, beside the calculated one: Figure {figure}"
    )


def test_room_grows_with_the_question_and_its_options():
    short = Predict.choice("p", "?", options=["a", "b"], answer="a", because="")
    long = Predict.choice("p", "why " * 40, options=["a", "b " * 40], answer="a", because="")
    assert short.height < long.height < long.narrow_height


def test_answer_stands_in_the_fallback_folded():
    html = Predict.number("p", "How many?", answer=[3, 4], unit="%").html()
    before, _, after = html.partition("<details>")
    assert "3, 4 %" in after
    assert "3, 4 %" not in before


def test_answer_that_was_not_measured_says_what_it_is():
    asked = Predict.number("p", "How many?", answer=4, unit="%").origin("published")
    assert asked.state["words"]["shown"] == "Published: {measured}."
    assert asked.state["words"]["mark_answer"] == "✓ Published"
    assert asked.state["table"]["head"] == asked.table.head == ("published",)
    assert asked.picture().alt == "How many? Published: 4 %."
    assert "<summary>What was published</summary>" in asked.html()
    said = " ".join(asked.state["words"].values()).replace("{measured}", "")
    assert "easured" not in said
    with pytest.raises(ValueError, match="origin 'guessed'"):
        asked.origin("guessed")


def test_origin_of_a_curve_stands_at_its_line():
    assert curve().origin("calculated").state["words"]["measured"] == "calculated"
    assert curve().state["words"]["measured"] == "measured"
