"""The list of figures names each of them with the call that makes it, and is current."""

import ast

import list_figures


def test_list_is_current():
    assert list_figures.FILE.read_text(encoding="utf8") == list_figures.page()


def test_names_are_followed_to_what_draws():
    code = ast.parse("pair = block_diagram(design)\nshown = pair.numbered('1.6', 'A block.')")
    made = {node.targets[0].id: node.value for node in code.body}
    made["design"] = ast.parse("BlockDesign(shortcut='C')", mode="eval").body
    call, number = list_figures.shown(ast.Name("shown"), made)
    assert ast.unparse(call) == "block_diagram(BlockDesign(shortcut='C'))"
    assert number == "1.6"
    assert list_figures.tests(call) == "`drawing/diagrams/blocks/test_block_pictures.py`"


def test_what_draws_nothing_is_left_out():
    assert list_figures.shown(ast.Constant(3), {}) is None
