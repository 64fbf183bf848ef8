"""Names and numbers as readers see them."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from resnet_book import words
from resnet_book.models import block_designs, shortcuts
from resnet_book.words import (
    choice_name,
    extent,
    number,
    shortcut_name,
    unbroken,
    with_spread,
)


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ("none", "no shortcut (plain)"),
        ("A", "identity, zero padding"),
        ("B", "1×1 convolution where shapes change"),
        ("C", "1×1 convolution"),
        ("conv", "1×1 convolution"),
        ("scaling=0.5,1", "shortcut × 0.5"),
        ("scaling=0.5,0.5", "shortcut × 0.5, branch × 0.5"),
        ("scaling=1.20", "shortcut × 1.2"),
        ("exclusive-gating=-6", "exclusive gate, bias −6"),
        ("shortcut-gating=-6", "shortcut-only gate, bias −6"),
        ("shortcut-gating=0.0", "shortcut-only gate, bias 0"),
        ("dropout=0.5", "dropout 0.5 on the shortcut"),
        ("scaling", "constant scaling"),
        ("exclusive-gating", "exclusive gate"),
        ("shortcut-gating", "shortcut-only gate"),
        ("dropout", "dropout on the shortcut"),
    ],
)
def test_shortcuts_have_names_for_readers(spec, name):
    assert shortcut_name(spec) == name


@pytest.mark.parametrize("spec", ["D", "gating=-6", "A=1"])
def test_unknown_shortcut_is_named(spec):
    with pytest.raises(ValueError, match=f"shortcut '{spec}' is not one of: .*scaling"):
        shortcut_name(spec)


def test_orders_are_named_as_in_the_paper():
    assert words.ORDERS == {
        "original": "original",
        "bn-after-addition": "BN after addition",
        "relu-before-addition": "ReLU before addition",
        "relu-only-preactivation": "ReLU-only pre-activation",
        "full-preactivation": "full pre-activation",
    }


def test_controls_say_what_the_options_are():
    assert words.SHORTCUT_OPTIONS == {
        "none": "none (plain)",
        "A": "A: identity, zero padding",
        "B": "B: projection where shapes change",
        "C": "C: projection everywhere",
    }


def test_every_shortcut_order_and_shape_of_the_networks_has_a_name():
    assert words.SHORTCUTS.keys() == shortcuts.SHORTCUTS.keys()
    numbered = {kind for kind, numbers in shortcuts.SHORTCUTS.items() if numbers}
    assert words.NUMBERED.keys() == numbered
    assert words.ORDERS.keys() == block_designs.ORDERS.keys()
    assert words.SHAPES.keys() == block_designs.BRANCHES.keys()
    assert words.CHOICES.keys() <= {field.name for field in fields(block_designs.BlockDesign)}


def test_choices_about_blocks_have_names_for_readers():
    assert choice_name("order", "bn-after-addition") == "BN after addition"
    assert choice_name("batch_norm", False) == "without BN"
    assert choice_name("squeeze_excitation", 16) == "SE ratio 16"
    assert choice_name("something new", 1) == ""


def test_number_has_a_minus_sign_and_no_needless_digits():
    assert number(-6.0) == "−6"
    assert number("0.50") == "0.5"


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


def test_percentages_are_written_with_a_space_everywhere():
    assert [words.percent(share) for share in (0.524, 1, 0)] == ["52 %", "100 %", "0 %"]
    book = Path(__file__).parents[2] / "book"
    texts = {path.name: path.read_text(encoding="utf8") for path in book.rglob("*.ipynb")}
    assert [name for name, text in texts.items() if re.search(r":\.\d%\}", text)] == []


def test_only_a_unit_stays_with_its_number():
    assert unbroken("5 % in 3 s, after 5 seeds; γ = 1, n = 3") == (
        "5~% in 3~s, after 5 seeds; γ~=~1, n = 3".replace("~", "\u00a0")
    )
