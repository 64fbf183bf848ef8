"""How networks look in an explorer."""

from itertools import combinations

import pytest

from resnet_book import palette
from resnet_book.drawing.looks import looks
from resnet_book.explorers.explorer import STATIC
from resnet_book.explorers.identity import LINES
from resnet_book.explorers.looks import look, series_looks
from resnet_book.models.network_specs import cifar_spec


@pytest.mark.parametrize("shortcuts", [("none", "A"), ("none", "A", "B", "C"), ("C", "none")])
def test_networks_look_as_in_a_figure(shortcuts):
    found = series_looks(shortcuts)
    figure = looks([cifar_spec(20, shortcut) for shortcut in shortcuts])
    for shortcut in shortcuts:
        style = figure[cifar_spec(20, shortcut)]
        name = found[shortcut]["colour"].removeprefix("var(--").removesuffix(")")
        assert palette.COLOURS[name] == style["color"]
        assert found[shortcut]["symbol"] == palette.SYMBOLS[style["marker"]]


def test_the_javascript_draws_every_mark():
    source = (STATIC.parent / "js" / "src" / "svg.js").read_text(encoding="utf8")
    for symbol in palette.SYMBOLS.values():
        assert source.count(f'"{symbol}": "') + source.count(f'  {symbol}: "') == 2


def test_a_look_has_dashes_unless_its_line_is_solid():
    assert look("grey", "o") == {"colour": "var(--grey)", "symbol": "circle"}
    assert look("third", "^", "dotted")["dashes"] == palette.STROKES["dotted"]


def test_identity_lines_differ_by_more_than_colour_and_no_script_spells_them():
    shown = [{k: v for k, v in each.items() if k != "colour"} for each in LINES.values()]
    assert all(one != two for one, two in combinations(shown, 2))
    source = (STATIC.parent / "js/src/kinds/identity.js").read_text(encoding="utf8")
    for sign in (*palette.SYMBOLS.values(), *palette.STROKES.values()):
        assert f'"{sign}"' not in source
    assert "dashes:" not in source
