"""What every drawing must keep, whatever it shows: texts that can be read, nothing outside."""

import re
from itertools import combinations

from resnet_book.drawing.diagrams.svg.lettering import runs, size_of

SLACK = 0.5  # px


def check(diagram):
    """Texts are large enough, apart, and inside; no ids; the alternative text is there."""
    assert diagram.alt
    assert 'aria-label="' in diagram.html()
    assert not re.search(r"\sid=", diagram.html())
    assert (diagram.wide.width, diagram.narrow.width) == (688, 342)
    for canvas in (diagram.wide, diagram.narrow):
        boxes = {label: label.box for label in canvas.labels}
        for label, (left, top, right, bottom) in boxes.items():
            for run in runs(label.markup):
                assert size_of(run, label.kind) >= 12, label
            assert left >= -SLACK, (canvas.width, label)
            assert right <= canvas.width + SLACK, (canvas.width, label)
            assert top >= -SLACK, (canvas.width, label)
            assert bottom <= canvas.height + SLACK, (canvas.width, label, canvas.height)
        assert len(boxes) == len(canvas.labels), "the same text twice in one place"
        for (one, a), (two, b) in combinations(boxes.items(), 2):
            apart = a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 2 or b[3] <= a[1] + 2
            assert apart, (canvas.width, one, two)


def texts(canvas):
    """All texts of a drawing, without markup."""
    return [label.text for label in canvas.labels]


def column(canvas, x):
    """The texts around the vertical line at `x`, without markup, from top to bottom."""
    found = [(label.y, label.text) for label in canvas.labels if abs(_middle(label) - x) < 20]
    return [text for _, text in sorted(found)]


def _middle(label):
    left, _, right, _ = label.box
    return (left + right) / 2


def place(canvas, text):
    """The middle of the first label with this text."""
    return _middle(next(label for label in canvas.labels if label.text == text))
