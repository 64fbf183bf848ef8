"""A chapter's usual mistakes as one table, check → [(wrong answer, words of its hint), …]."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

WrongAnswers = dict[Callable, Sequence[tuple[object, str]]]


def each(table: WrongAnswers) -> pytest.MarkDecorator:
    """Parametrise a test over ``check, answer, hint``."""
    cases = [
        pytest.param(check, answer, hint, id=f"{check.__name__}: {hint}")
        for check, answers in table.items()
        for answer, hint in answers
    ]
    return pytest.mark.parametrize(("check", "answer", "hint"), cases)


def ambiguous(table: WrongAnswers) -> list[str]:
    """Messages that a check gives for mistakes which should have different hints."""
    found = []
    for check, answers in table.items():
        hints: dict[str, set[str]] = {}
        for answer, hint in answers:
            hints.setdefault(check(answer).message, set()).add(hint)
        found += [message for message, words in hints.items() if len(words) > 1]
    return found
