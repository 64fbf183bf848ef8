"""Both sides of a comparison, as readers see them."""

import numpy as np
import pytest
import torch

from resnet_book.shown_values import Source, comparison, value


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (0.0, "0"),
        (-6, "−6"),
        (2015, "2015"),
        (852_730, "852,730"),
        (2701.41, "2,701"),
        (83.0912, "83.09"),
        (2.38e-7, "2.38·10⁻⁷"),
        (True, "True"),
        (None, "None"),
        (np.float32(0.5), "0.5"),
        (torch.tensor(3), "3"),
        (torch.zeros(64, 16, 8), "64×16×8"),
        (torch.Size([64, 16]), "(64, 16)"),
        ([1.23456] * 9, "[1.235, 1.235, 1.235, 1.235, 1.235, 1.235, …]"),
        ({"plain-56": [1, 2]}, "{plain-56: [1, 2]}"),
        (torch.nn.Linear, "Linear"),
        (object(), "object"),
        ("x" * 50, "x" * 39 + "…"),
    ],
)
def test_values(given, shown):
    assert value(given) == shown


def test_numbers_that_differ_look_different():
    assert comparison(["<"], [15.4001, 15.4002]) == "15.4001 < 15.4002"


def test_arrays_are_described_in_a_sentence():
    ones = torch.ones(9)
    assert comparison(["="], [ones, ones]) == "9 numbers, all the same"
    assert comparison(["≈"], [ones, ones + 0.5]) == "9 numbers, largest difference 0.5"


def test_source_is_written_as_it_stands_up_to_a_length():
    assert value(Source("isinstance(x, int)")) == "isinstance(x, int)"
    assert len(value(Source("x" * 100))) == 80
