"""A row and a bar for each path."""

import pytest

from resnet_book.drawing.paths import paths_and_gradients

SIZES = {(False, False): 0.81, (True, False): 1.5, (False, True): None, (True, True): None}


def test_bars_are_as_long_as_the_gradients_and_cut_branches_are_struck_out():
    picture = paths_and_gradients(SIZES, {1}, "λ = 0.9.")
    left, right = picture.figure.axes
    assert [bar.get_width() for bar in right.patches] == pytest.approx([0.81, 1.5, 0, 0])
    names = [text.get_text() for text in left.texts]
    assert names == ["F$_0$", "F$_1$ ✗", "F$_0$", "F$_1$ ✗"]
    dotted = [line.get_ydata()[0] for line in left.lines if line.get_linestyle() == ":"]
    assert set(dotted) == {2, 3}
    assert picture.alt == "2 residual blocks, with F_1 cut: 2 of 4 paths live. λ = 0.9."


def test_one_path_lives():
    alone = {way: 1.0 if way == (False, False) else None for way in SIZES}
    assert "F_0, F_1 cut: 1 of 4 paths lives" in paths_and_gradients(alone, (0, 1)).alt
    assert "no branch cut" in paths_and_gradients(SIZES).alt
