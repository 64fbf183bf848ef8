"""An IPython extension: a cell of asserts also shows what it has checked, claim by claim.

``%load_ext resnet_book.claims`` rewrites cells that are nothing but asserts with messages, in loops
or not. A failing assert still raises AssertionError, and its message also has the numbers. If all
hold, the cell shows one line, which unfolds to the claims (the messages) and the two sides of each
comparison.

    assert plain_56 > plain_20, "Plain-56 ends above plain-20"

Other cells are left as they are.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from html import escape
from typing import Any

from resnet_book.shown_values import Source, comparison
from resnet_book.words import CLAIM_CHECKED, CLAIMS_CHECKED

RECORDER = "__claims__"  # the name of the rewritten cell's record
SIGNS = {
    ast.Eq: "=", ast.NotEq: "≠", ast.Lt: "<", ast.LtE: "≤", ast.Gt: ">", ast.GtE: "≥",
    ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
# Functions and methods that compare their first two arguments.
COMPARING = {"equal": "=", "array_equal": "=", "allclose": "≈", "isclose": "≈"}
NOT = {"=": "≠", "≈": "≉"}
TIMES = 8  # comparisons shown of a claim that a loop repeats


class Rewriting(ast.NodeTransformer):
    """Rewrite cells of asserts; IPython calls ``visit`` with each cell."""

    def visit_Module(self, node: ast.Module) -> ast.Module:
        if not is_claims(node.body):
            return node
        start = ast.parse(f"from {__name__} import Record\n{RECORDER} = Record()").body
        end = ast.parse(f"{RECORDER}.show()").body
        body = [each for statement in node.body for each in _recording(statement)]
        return ast.fix_missing_locations(ast.Module([*start, *body, *end], node.type_ignores))


def is_claims(body: Sequence[ast.stmt]) -> bool:
    """Whether all statements are asserts with messages, or loops around such asserts."""
    return bool(body) and all(
        each.msg is not None
        if isinstance(each, ast.Assert)
        else isinstance(each, ast.For) and not each.orelse and is_claims(each.body)
        for each in body
    )


def _recording(node: ast.stmt) -> list[ast.stmt]:
    """The same loop or assert, changed to note its comparisons in the record."""
    if isinstance(node, ast.Assert) and node.msg:
        held = ast.copy_location(ast.Expr(_call("held", node.msg)), node)
        test = _watched(node.test)
        return [ast.copy_location(ast.Assert(test, _call("failed", node.msg)), node), held]
    if isinstance(node, ast.For):
        node.body = [each for statement in node.body for each in _recording(statement)]
    return [node]


def _watched(test: ast.expr) -> ast.expr:
    """The same condition, but each side of its comparisons passes through the record."""
    match test:
        case ast.BoolOp(op, values):
            return ast.copy_location(ast.BoolOp(op, [_watched(value) for value in values]), test)
        case ast.Compare(left, ops, comparators):
            signs = "|".join(SIGNS[type(op)] for op in ops)
            sides = [_side(signs, i, side) for i, side in enumerate([left, *comparators])]
            return ast.copy_location(ast.Compare(sides[0], ops, sides[1:]), test)
        case ast.Call(ast.Name("all"), [ast.GeneratorExp() | ast.ListComp() as each], []):
            each.elt = _watched(each.elt)
            return test
        case ast.Call(ast.Attribute(ast.Compare() as compared, "all"), [], []):
            method = ast.Attribute(_watched(compared), "all", ast.Load())  # (a == b).all()
            return ast.copy_location(ast.Call(method, [], []), test)
        case ast.Call(ast.Name(name) | ast.Attribute(_, name), [_, _, *_]) if name in COMPARING:
            return _compared(test, COMPARING[name])
        case ast.UnaryOp(
            ast.Not(), ast.Call(ast.Name(name) | ast.Attribute(_, name), [_, _, *_]) as call
        ) if name in COMPARING:
            test.operand = _compared(call, NOT[COMPARING[name]])
            return test
    return _call("true", ast.Constant(ast.unparse(test)), test)


def _compared(call: ast.Call, sign: str) -> ast.Call:
    call.args[:2] = [_side(sign, i, side) for i, side in enumerate(call.args[:2])]
    return call


def _side(signs: str, place: int, side: ast.expr) -> ast.expr:
    return _call("side", ast.Constant(signs), ast.Constant(place), side)


def _call(method: str, *arguments: ast.expr) -> ast.Call:
    function = ast.Attribute(ast.Name(RECORDER, ast.Load()), method, ast.Load())
    return ast.copy_location(ast.Call(function, list(arguments), []), arguments[-1])


class Record:
    """What one cell has checked: each claim, with the comparisons that back it."""

    def __init__(self) -> None:
        self.claims: dict[str, list[str]] = {}
        self._compared: list[tuple[list[str], list[Any]]] = []

    def side(self, signs: str, place: int, value: Any) -> Any:
        """Note one side of a comparison, and return it."""
        if place == 0:
            self._compared.append((signs.split("|"), []))
        self._compared[-1][1].append(value)
        return value

    def true(self, source: str, value: Any) -> Any:
        """Note a condition that compares nothing, and return it."""
        self._compared.append(([], [Source(source)]))
        return value

    def held(self, claim: object) -> None:
        """A claim holds: keep it with what was compared since the last one."""
        self.claims.setdefault(str(claim), []).extend(self._numbers())

    def failed(self, claim: object) -> str:
        """What the failing assert says."""
        numbers = self._numbers()
        return f"{claim} ({'; '.join(numbers)})" if numbers else str(claim)

    def _numbers(self) -> list[str]:
        numbers = [comparison(signs, sides) for signs, sides in self._compared]
        self._compared.clear()
        return numbers

    def show(self) -> None:
        """Display the record."""
        from IPython.display import display

        show: Any = display  # without types
        show({"text/html": self.html(), "text/plain": self.text()}, raw=True)

    def heading(self) -> str:
        """``✓ 4 claims checked when this page was built``."""
        count = len(self.claims)
        return CLAIM_CHECKED if count == 1 else CLAIMS_CHECKED.format(count)

    def html(self) -> str:
        """One line that unfolds."""
        items = "".join(
            f"<li>{escape(claim)} <code>{escape(shortened(numbers))}</code></li>"
            for claim, numbers in self.claims.items()
        )
        sign, _, words = self.heading().partition(" ")
        summary = f"<summary><span>{sign}</span> {escape(words)}</summary>"
        return f'<details class="claims">{summary}<ul>{items}</ul></details>'

    def text(self) -> str:
        """The same where there is no HTML."""
        lines = (f"- {claim}: {shortened(numbers)}" for claim, numbers in self.claims.items())
        return "\n".join([self.heading(), *lines])


def shortened(numbers: Sequence[str]) -> str:
    """The comparisons behind a claim; of a long loop, only the first few."""
    more = ["…"] if len(numbers) > TIMES else []
    return "; ".join([*numbers[:TIMES], *more])


def load_ipython_extension(shell: Any) -> None:
    """``%load_ext resnet_book.claims``."""
    if not any(isinstance(each, Rewriting) for each in shell.ast_transformers):
        shell.ast_transformers.append(Rewriting())


def unload_ipython_extension(shell: Any) -> None:
    """``%unload_ext resnet_book.claims``."""
    shell.ast_transformers[:] = [
        each for each in shell.ast_transformers if not isinstance(each, Rewriting)
    ]
