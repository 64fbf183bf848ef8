"""Errors over the learning rate."""

from resnet_book.drawing.rates import error_over_rate

ERRORS = {
    "after 80 steps": {
        "γ = 1": [(0.02, [0.5, 0.7, 0.8]), (0.1, [54.0, 75.0, 83.0])],
        "γ = 0": [(0.02, [33.0, 34.0, 40.0]), (0.1, [0.4, 0.6, 0.8])],
    },
    "after 110 steps": {
        "γ = 1": [(0.02, [0.0, 0.1, 0.2])],
        "γ = 0": [(0.02, [17.0, 20.0, 26.0])],
    },
}


def test_every_seed_has_a_mark_and_the_words_say_the_ranges():
    picture = error_over_rate(ERRORS)
    assert "after 80 steps, γ = 0: 33.0 to 40.0 % at 0.02, 0.4 to 0.8 % at 0.1" in picture.alt
    upper, lower = picture.figure.axes
    marks = [line for line in upper.lines if line.get_linestyle() == "None"]
    assert sorted(y for line in marks for y in line.get_ydata()) == sorted(
        error
        for points in ERRORS["after 80 steps"].values()
        for _, column in points
        for error in column
    )
    assert upper.get_xscale() == "log"
    assert lower.get_xlabel() == "learning rate"


def test_ticks_are_the_measured_rates():
    axes = error_over_rate({"": ERRORS["after 80 steps"]}).figure.axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["0.02", "0.1"]
