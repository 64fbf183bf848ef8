"""What every check of an exercise does: try the reader's function, and say in words how it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from torch import Tensor


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check, shown in a notebook as a coloured line.

    Attributes:
        state: ``right``, ``wrong`` or ``not attempted``.
        message: one or two sentences; where it is wrong, a hint that does not give the answer away.
    """

    state: str
    message: str

    @property
    def right(self) -> bool:
        return self.state == "right"

    def __str__(self) -> str:
        return f"{self.state}: {self.message}"

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        sign = {"right": "✓", "wrong": "✗"}.get(self.state, "…")
        text = f"{sign} {self}"
        html = f'<p class="check" role="status" data-state="{self.state}">{escape(text)}</p>'
        return {"text/html": html, "text/plain": text}


class Wrong(Exception):
    """Raised inside a check: the answer is not right; the text is the hint."""


def verdict(answer: object, test: Callable[[object], str | None]) -> Verdict:
    """Run `test` on the reader's `answer`.

    Args:
        answer: what the reader wrote; ``...`` or ``None``, or a function that returns one of them
            or raises ``NotImplementedError``, counts as not attempted.
        test: raises :class:`Wrong` with a hint, or returns what to say of a right answer.
    """
    if answer is None or answer is ...:
        return Verdict("not attempted", "write your answer and run the cell again.")
    try:
        praise = test(answer)
    except Wrong as hint:
        return Verdict("wrong", str(hint))
    except NotImplementedError:
        return Verdict("not attempted", "write your answer and run the cell again.")
    except Exception as error:  # whatever the reader's code does, the notebook goes on
        return Verdict("wrong", f"your code raised {type(error).__name__}: {error}")
    return Verdict("right", praise or "well done.")


def attempted(value: object) -> object:
    """`value`, unless the reader's function returned nothing: then it counts as not attempted."""
    if value is None or value is ...:
        raise NotImplementedError
    return value


def true_or_false(value: object) -> bool:
    """`value`, if it is a truth value: Python's, NumPy's, or a tensor of one element.

    Raises:
        Wrong: it is something else.
    """
    if isinstance(value, bool) or (type(value).__module__ == "numpy" and value.dtype == bool):
        return bool(value)
    if isinstance(value, Tensor) and value.numel() == 1:
        return bool(value)
    raise Wrong(f"return True or False; yours was {type(value).__name__}.")
