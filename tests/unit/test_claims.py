import html

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config


@pytest.fixture
def shell():
    made = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    made.run_line_magic("load_ext", "resnet_book.claims")
    yield made
    made.run_line_magic("unload_ext", "resnet_book.claims")
    InteractiveShell.clear_instance()


def run(shell, cell):
    """A cell's result, and what it displays: HTML, or an empty text."""
    with capture_output() as shown:
        result = shell.run_cell(cell)
    return result, "".join(output.data["text/html"] for output in shown.outputs)


def claims(shell, cell):
    """Claims and numbers that a cell shows."""
    result, page = run(shell, cell)
    assert result.success, result.error_in_exec
    items = page.split("<li>")[1:]
    return {
        html.unescape(claim): html.unescape(numbers.partition("</code>")[0])
        for claim, numbers in (item.split(" <code>") for item in items)
    }


def test_cell_shows_its_claims_and_numbers(shell):
    shell.run_cell("plain, residual = [83.0912, 87.196], [0.418, 0.0]")
    cell = """# @title Claims of 1.3
assert min(plain) > max(residual), "Plain-56 ends above ResNet-56"
assert len(plain) == len(residual) == 2, f"{len(plain)} seeds each"
"""
    result, page = run(shell, cell)
    assert result.success
    assert page == (
        '<details class="claims"><summary><span>✓</span> 2 claims checked when this page was built'
        "</summary><ul>"
        "<li>Plain-56 ends above ResNet-56 <code>83.09 &gt; 0.418</code></li>"
        "<li>2 seeds each <code>2 = 2 = 2</code></li></ul></details>"
    )


def test_text_where_there_is_no_html(shell):
    with capture_output() as shown:
        shell.run_cell('assert 2 > 1, "Two is more"')
    assert shown.outputs[0].data["text/plain"] == (
        "✓ 1 claim checked when this page was built\n- Two is more: 2 > 1"
    )


def test_loop_gives_one_claim_with_its_numbers(shell):
    cell = """for a, b in [(1, 2), (3, 4)]:
    for c in (0.5, 0.6):
        assert a - c < b, "The first is less"
"""
    assert claims(shell, cell) == {"The first is less": "0.5 < 2; 0.4 < 2; 2.5 < 4; 2.4 < 4"}
    cell = 'for i in range(36):\n    assert i >= 0, "Not negative"'
    assert claims(shell, cell)["Not negative"].endswith("7 ≥ 0; …")


@pytest.mark.parametrize(
    ("test", "numbers"),
    [
        ("1 < 2 < 3", "1 < 2 < 3"),
        ("20 in [20, 56]", "20 in [20, 56]"),
        ("'x' not in {}", "x not in {}"),
        ("torch.equal(torch.ones(2), torch.ones(2))", "[1, 1] = [1, 1]"),
        ("not torch.equal(torch.ones(2), torch.zeros(2))", "[1, 1] ≠ [0, 0]"),
        ("not torch.allclose(torch.ones(2), torch.zeros(2))", "[1, 1] ≉ [0, 0]"),
        ("torch.equal(torch.ones(2, 50), torch.ones(2, 50))", "100 numbers, all the same"),
        ("torch.allclose(x := torch.ones(9), x + 1e-6)", "9 numbers, largest difference 9.5·10⁻⁷"),
        ("(torch.ones(9) == 1).all()", "[1, 1, 1, 1, 1, 1, …] = 1"),
        ("all(a < b for a, b in [(1, 2), (3, 4.5)])", "1 < 2; 3 < 4.5"),
        ("1 < 2 and not 0", "1 < 2; not 0"),
        ("2 < 1 or 3 < 4", "2 < 1; 3 < 4"),
        ("isinstance(1, int)", "isinstance(1, int)"),
        ("any(x > 1 for x in (1, 2))", "any((x > 1 for x in (1, 2)))"),
        ("(0.1 + 0.2) != 0.3", "0.30000000000000004 ≠ 0.29999999999999999"),
    ],
)
def test_both_sides(shell, test, numbers):
    shell.run_cell("import torch")
    assert claims(shell, f'assert {test}, "It holds"') == {"It holds": numbers}


def test_each_side_is_computed_once(shell):
    shell.run_cell("calls = []\ndef f(x):\n    calls.append(x)\n    return x")
    claims(shell, 'assert f(1) < f(2) < f(3), "They rise"')
    assert shell.user_ns["calls"] == [1, 2, 3]


def test_comparison_ends_where_python_ends_it(shell):
    cell = 'assert (2 < 1 < 1 / 0) or 1 < 2, "No division"'
    assert claims(shell, cell) == {"No division": "2 < 1; 1 < 2"}


def test_failing_claim_is_a_failing_assert(shell):
    result, page = run(shell, 'assert 2 > 1, "Right"\nassert 1 + 1 > 3, "Wrong"')
    assert isinstance(result.error_in_exec, AssertionError)
    assert str(result.error_in_exec) == "Wrong (2 > 3)"
    assert page == ""


@pytest.mark.parametrize(
    "cell",
    [
        "assert 2 > 1",
        'assert 2 > 1, "A message"\nassert 3 > 2',
        'a = 2\nassert a > 1, "Not alone"',
        'for a in (1, 2):\n    b = a\n    assert b, "Not alone"',
        'for a in (1, 2):\n    assert a, "With else"\nelse:\n    pass',
        "# @title Nothing",
        "",
    ],
)
def test_other_cells_are_left_alone(shell, cell):
    result, page = run(shell, cell)
    assert result.success
    assert page == ""
    assert "__claims__" not in shell.user_ns


def test_html_is_escaped(shell):
    page = run(shell, 'assert "<b>" != "&", "<i>Less</i> & more"')[1]
    assert "<li>&lt;i&gt;Less&lt;/i&gt; &amp; more <code>&lt;b&gt; ≠ &amp;</code></li>" in page


def test_extension_loads_once_and_unloads(shell):
    shell.run_line_magic("reload_ext", "resnet_book.claims")
    before = len(shell.ast_transformers)
    shell.run_line_magic("unload_ext", "resnet_book.claims")
    assert len(shell.ast_transformers) == before - 1
    assert run(shell, 'assert 2 > 1, "Two is more"')[1] == ""
