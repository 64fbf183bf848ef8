"""How networks look in an explorer."""

import pytest

from resnet_book import palette
from resnet_book.drawing.looks import looks
from resnet_book.explorers.explorer import STATIC
from resnet_book.explorers.looks import series_looks
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
