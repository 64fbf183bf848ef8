"""What all checks share: run the reader's answer, return a verdict with praise or a hint.

Every check is written the same way: a public function for the notebook, a private one that tests
the answer, and, where there are many usual mistakes, a function that picks the hint.

    def check_scale(answer: float) -> Verdict:
        return verdict(answer, _scale)


    def _scale(answer: float) -> str:
        if not math.isclose(number(answer), 0.5 ** (1 / 54)):
            raise Wrong(_scale_hint(answer))
        return "54 such factors make one half."


    def _scale_hint(answer: float) -> str:
        ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any, TypeVar

from torch import Tensor

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check, shown in a notebook as a coloured line.

    Attributes:
        state: ``right``, ``wrong`` or ``not attempted``.
        message: one or two sentences; for a wrong answer, a hint that does not give it away.
    """

    state: str
    message: str

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.state == "right"

    def __str__(self) -> str:
        return f"{self.state}: {self.message}"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        sign = {"right": "✓", "wrong": "✗"}.get(self.state, "…")
        text = f"{sign} {self}"
        html = f'<p class="check" role="status" data-state="{self.state}">{escape(text)}</p>'
        return {"text/html": html, "text/plain": text}


class Wrong(Exception):
    """Raised by a test of an answer that is not right; the text is the hint."""


def verdict(answer: Answer, test: Callable[[Answer], str]) -> Verdict:
    """Run `test` on the reader's `answer`.

    Args:
        answer: what the reader wrote. ``...`` and ``None`` count as not attempted, and so does a
            function that returns one of them or raises ``NotImplementedError``.
        test: returns praise for a right answer, raises :class:`Wrong` with a hint otherwise.
    """
    try:
        return Verdict("right", test(attempted(answer)))
    except Wrong as hint:
        return Verdict("wrong", str(hint))
    except NotImplementedError:
        return Verdict("not attempted", "write your answer and run the cell again.")
    except Exception as error:  # an error in the reader's code must not stop the notebook
        return Verdict("wrong", f"your code raised {type(error).__name__}: {error}")


def attempted(value: Answer) -> Answer:
    """Return `value`.

    Raises:
        NotImplementedError: `value` is ``None`` or ``...``, so the exercise was not attempted.
    """
    if value is None or value is ...:
        raise NotImplementedError
    return value


def number(value: Any) -> float:
    """Convert an :func:`attempted` value to a float.

    Raises:
        Wrong: `value` cannot be converted.
    """
    value = attempted(value)
    try:
        return float(value)
    except (TypeError, ValueError, RuntimeError):  # the last from a tensor of several elements
        raise Wrong(f"the answer should be a number; yours was {type(value).__name__}.") from None


def true_or_false(value: Any) -> bool:
    """Convert an :func:`attempted` value to a bool.

    Args:
        value: Python's or NumPy's bool, or a tensor with one element.

    Raises:
        Wrong: `value` is of another type.
    """
    value = attempted(value)
    if isinstance(value, bool) or (type(value).__module__ == "numpy" and value.dtype == bool):
        return bool(value)
    if isinstance(value, Tensor) and value.numel() == 1:
        return bool(value)
    raise Wrong(f"return True or False; yours was {type(value).__name__}.")
