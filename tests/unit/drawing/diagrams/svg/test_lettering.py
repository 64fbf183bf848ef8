"""Markup, widths and boxes of texts."""

from resnet_book.drawing.diagrams.svg.lettering import (
    Label,
    label_width,
    runs,
    size_of,
    unbroken,
    wrap,
)


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


def test_lines_are_as_few_as_possible_and_about_equally_long():
    text = "A bar is a layer with weights: as high as its image, as wide as its channels."
    for width in (150, 250, 400):
        lines = wrap(text, width)
        assert " ".join(lines) == text
        widths = [label_width(line, "note") for line in lines]
        assert max(widths) <= width
        assert len(lines) == 1 or min(widths) > max(widths) / 2
        assert sum(widths) > (len(lines) - 1) * width * 0.7  # no more lines than are needed


def test_what_is_unbroken_stays_in_one_line():
    text = f"{unbroken('BN: batch norm.')} {unbroken('conv: convolution.')}"
    lines = wrap(text, 130, "legend")
    assert [line.replace("\u00a0", " ") for line in lines] == [
        "BN: batch norm.",
        "conv: convolution.",
    ]
    assert unbroken("too long for a line", 20) == "too long for a line"


def test_symbols_in_a_legend_are_as_large_as_in_a_formula():
    legend, formula = (
        {r.style: size_of(r, kind) for r in runs("*W*_{s}")} for kind in ("legend", "maths")
    )
    assert legend == formula
    assert min(legend.values()) >= 12
