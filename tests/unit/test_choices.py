"""One of several: the check that every choice made by name goes through."""

import pytest

from resnet_book.choices import listed, one_of


def test_value_among_the_allowed_ones_passes():
    assert one_of("depth", 20, (20, 56)) is None
    assert one_of("order", "original", {"original": 1}) is None


def test_other_value_is_named_with_the_allowed_ones():
    with pytest.raises(ValueError, match=r"^depth 21 is not one of: 20, 56$"):
        one_of("depth", 21, (20, 56))


def test_list_for_a_help_text():
    assert listed(["a"]) == "a"
    assert listed({"a": 1, "b": 2, "c": 3}) == "a, b or c"
