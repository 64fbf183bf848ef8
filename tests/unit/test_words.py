"""Numbers as readers see them."""

from resnet_book.words import extent, with_spread


def test_spread_is_the_standard_deviation_of_the_seeds():
    assert with_spread([8.0, 9.0, 10.0]) == "9.00 ± 1.00"
    assert with_spread([8.0]) == "8.00"


def test_trainings_that_diverged_are_counted():
    assert with_spread([8.0, 10.0], 1) == "9.00 ± 1.41, 1 of 3 diverged"
    assert with_spread([8.0], 1) == "8.00, 1 of 2 diverged"
    assert with_spread([], 2) == "2 of 2 diverged"


def test_extent_is_the_range_or_the_one_value():
    assert extent([2.5, 1.0]) == "1.0 to 2.5"
    assert extent([1.01, 1.04]) == "1.0"
    assert extent([1.01, 1.04], 2) == "1.01 to 1.04"
