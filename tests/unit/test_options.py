"""Fields of a dataclass as options of the command line."""

from dataclasses import dataclass, field

import pytest

from resnet_book.options import keywords, offered, option, typed


@dataclass
class Choices:
    order: str = field(default="original", metadata={"help": "the order"})
    shape: str = field(default="basic", metadata={"help": "the shape", "option": "block"})
    batch_norm: bool = field(default=True, metadata={"help": "leave it out"})
    fast: bool = field(default=False, metadata={"help": "be quick"})
    hidden: int = 3


def test_fields_with_a_help_text_are_options():
    assert [option(each) for each in offered(Choices).values()] == [
        *("--order", "--block", "--no-batch-norm", "--fast")
    ]


def test_values_by_keyword_leave_out_what_is_no_option():
    assert keywords(Choices, Choices(shape="wide", hidden=4)) == {
        "order": "original", "block": "wide", "batch_norm": True, "fast": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("order", "relu-before-add", ["--order", "relu-before-add"]),
        ("shape", "basic", ["--block", "basic"]),
        ("batch_norm", True, []),
        ("batch_norm", False, ["--no-batch-norm"]),
        ("fast", True, ["--fast"]),
        ("fast", False, []),
    ],
)
def test_words_give_a_field_its_value(name, value, words):
    assert typed(offered(Choices)[name], value) == words
