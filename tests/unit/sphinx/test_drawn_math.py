"""The book's mathematics, drawn while the book is built."""

import pytest
from docutils import nodes


@pytest.fixture
def drawn_math(extension):
    return extension("drawn_math")


def test_formula_becomes_html_and_mathml(drawn_math):
    html = drawn_math.katex.html(r"x_l + \sum_{i=l}^{L-1} F(x_i)", False, nodes.math())
    assert html.startswith('<span class="katex">')
    assert "<math" in html
    assert "katex-display" not in html
    lines = r"\begin{aligned} a &= b \\ c &= d \end{aligned}"
    assert "katex-display" in drawn_math.katex.html(lines, True, nodes.math_block())


def test_formula_that_katex_refuses_is_a_warning_and_its_source_stays(drawn_math, monkeypatch):
    warnings = []
    monkeypatch.setattr(
        drawn_math.log, "warning", lambda text, *values, location: warnings.append(text % values)
    )
    assert drawn_math.katex.html(r"\frac{a<b", False, nodes.math()) == r"\frac{a&lt;b"
    (message,) = warnings
    assert r"\frac{a<b" in message
