"""The font of icons, cut to those that are used."""

import pytest


def test_glyphs_are_the_characters_of_strings(load):
    assert load("icons").glyphs('.x{content:"\\f101a"}/* "b" */') == {0xF101A}


def test_style_sheet_without_the_icons_is_an_error(load, tmp_path):
    with pytest.raises(LookupError):
        load("icons").subset("p{top:0}", tmp_path)
