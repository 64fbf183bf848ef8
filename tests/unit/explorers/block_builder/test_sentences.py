"""What the block builder says: a word for every choice and for every end of x."""

import string

from resnet_book.explorers.block_builder.flows import SPECS, flow
from resnet_book.explorers.block_builder.sentences import (
    CELLS,
    COMPACT_WORDS,
    ENDS,
    INPUTS,
    KINDS,
    SHAPES,
    WORDS,
)
from resnet_book.models.block_designs import BRANCHES


def places(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_choice_has_a_name_of_its_own(inputs):
    assert list(SHAPES) == list(BRANCHES)
    assert list(KINDS) == list(SPECS)
    assert list(INPUTS) == list(inputs["basic"])
    for names in (SHAPES, KINDS, INPUTS):
        assert len(set(names.values())) == len(names)


def test_every_end_of_x_has_its_sentence_and_its_cell(inputs, choice):
    for x in inputs[choice[0]].values():
        ends = flow(*choice, x, lambda tensor: 0)["ends"].values()
        assert {key for end in ends for key in end} <= set(ENDS)
    assert list(CELLS) == list(ENDS)


def test_short_sentences_say_less_and_ask_for_nothing_more():
    assert list(COMPACT_WORDS) == list(WORDS)
    for key, sentence in COMPACT_WORDS.items():
        assert len(sentence) <= len(WORDS[key])
        assert places(sentence) <= places(WORDS[key])
