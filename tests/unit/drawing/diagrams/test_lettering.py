"""Markup, widths and boxes of texts."""

from resnet_book.drawing.diagrams.lettering import Label, label_width, runs, wrap


def test_markup():
    found = [(run.text, run.style) for run in runs("*x*_{l+1} = |ReLU|(*y*)")]
    assert found == [
        ("x", "italic"),
        ("l+1", "sub"),
        (" = ", "plain"),
        ("ReLU", "upright"),
        ("(", "plain"),
        ("y", "italic"),
        (")", "plain"),
    ]
    assert Label(0, 0, "*W*_{s}*x*").text == "Wsx"


def test_boxes_follow_the_anchor():
    start, middle, end = (Label(100, 50, "conv", anchor=a).box for a in ("start", "middle", "end"))
    assert start[0] == 100
    assert end[2] == 100
    assert middle[0] + middle[2] == 200
    assert start[1] < 50 < start[3]


def test_titles_are_wider_than_labels():
    assert label_width("residual block", "title") > label_width("residual block")


def test_a_text_is_escaped():
    assert "&lt;b&gt;" in Label(0, 0, "<b>").svg()


def test_wrap_keeps_a_word_that_is_too_long():
    assert wrap("a reparameterisation", 20) == ["a", "reparameterisation"]
