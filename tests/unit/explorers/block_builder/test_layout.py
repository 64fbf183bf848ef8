"""The drawing: its texts and pictures, and its parts."""

from itertools import combinations

from builder_blocks import parts_of

from resnet_book.explorers.block_builder.builder import COMPACT
from resnet_book.explorers.block_builder.layout import elements, layout, numbered, with_lambda


def test_texts_and_pictures_are_apart_and_inside(choice):
    for folded in (False, True) if choice[1] in COMPACT.kinds else (False,):
        found = layout(parts_of(*choice), folded=folded)
        half = found.side / 2
        boxes = {label.text + f" {label.y}": label.box for label in found.canvas.labels}
        for name, (x, y) in found.pictures.items():
            boxes[name] = (x - half, y - half, x + half, y + half)
        for name, (x, y) in found.notes.items():
            boxes[f"note {name}"] = (
                x,
                y - 9,
                x + {"gamma": 54, "equal": 40, "pinned": 46}[name],
                y,
            )
        for name, (left, top, right, bottom) in boxes.items():
            assert left >= 0, name
            assert top >= 0, name
            assert right <= found.canvas.width, (name, right)
            assert bottom <= found.canvas.height, name
        for (one, a), (two, b) in combinations(boxes.items(), 2):
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 1 or b[3] <= a[1] + 1
            assert apart, (folded, one, two)
        digit = next(label for label in found.canvas.labels if "digit" in label.text)
        assert 0 < digit.box[1] - boxes["x"][3] < found.side / 2  # close below the first picture


def test_elements_are_the_drawing_cut_into_parts(choice):
    parts = parts_of(*choice)
    found = layout(parts)
    drawn = elements(found, parts)
    whole = found.canvas.svg("", "alone").partition(">")[2].removesuffix("</svg>")
    assert "".join(drawn) == with_lambda(whole, parts)
    assert ("λ" in "".join(drawn)) == (choice[1] == "scaling")


def test_parts_that_drawings_share_are_stored_once():
    shared, lists = numbered([["a", "b"], ["b", "c", "b"]])
    assert shared == ["a", "b", "c"]
    assert lists == [[0, 1], [1, 2, 1]]
