"""Paper and pen: wires with right angles, arrowheads where they end, texts where they are put."""

import xml.etree.ElementTree as ET

from resnet_book.drawing.diagrams.svg.canvas import Canvas


def canvas():
    paper = Canvas(688)
    paper.height = 100
    return paper


def test_a_drawing_is_well_formed_and_has_its_alternative_text():
    paper = canvas()
    paper.text(10, 20, "*x* < *y*_{l}")
    svg = ET.fromstring(paper.svg('a "quoted" < text', "wide"))
    assert svg.get("aria-label") == 'a "quoted" < text'
    assert svg.get("role") == "img"
    assert (svg.get("width"), svg.get("height")) == ("688", "100")


def test_arrow_ends_at_its_last_point():
    paper = canvas()
    paper.arrow([(0, 0), (50, 0), (50, 40)], "carried")
    svg = paper.svg("alt", "wide")
    assert "M0 0L40 0Q50 0 50 10L50 30" in svg  # the line ends inside the head
    assert "M50 40L" in svg
    assert 'class="head carried"' in svg


def test_what_is_drawn_in_a_shifted_context_is_shifted():
    paper = canvas()
    with paper.shifted(10, 20), paper.shifted(1, 2):
        paper.text(5, 6, "a")
    assert (paper.labels[0].x, paper.labels[0].y) == (16, 28)
    assert "translate(10 20)" in paper.svg("alt", "wide")


def test_what_is_drawn_in_a_named_context_is_one_group_of_that_name():
    paper = canvas()
    with paper.named(path=3), paper.named(need="a<b"):
        paper.text(5, 6, "a")
    paper.text(7, 8, "b")
    svg = ET.fromstring(paper.svg("alt", "wide"))
    (group,) = (g for g in svg.iter() if g.get("data-path") == "3")
    assert [g.get("data-need") for g in group] == ["a<b"]
    assert [label.text for label in paper.labels] == ["a", "b"]
    assert "b" not in "".join(group.itertext())


def test_lines_are_broken_between_words():
    paper = canvas()
    after = paper.lines(0, 12, "the layers learn what to add", 80)
    assert all(label.width <= 80 for label in paper.labels)
    assert after == 12 + 15 * len(paper.labels)


def test_a_narrow_relu_has_no_hinge():
    wide, narrow = canvas(), canvas()
    wide.chip(50, 20, 62, "relu", "ReLU")
    narrow.chip(50, 20, 56, "relu", "ReLU")
    assert "hinge" in wide.svg("alt", "wide")
    assert "hinge" not in narrow.svg("alt", "wide")
