"""The two sides of a comparison as a reader of a claim sees them: ``83.09 > 0.418``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from numbers import Integral, Real
from typing import Any

from resnet_book.words import SAME_NUMBERS, WITHIN, raised

ITEMS = 6  # items shown of a list
DIGITS = (4, 7, 17)  # more if different numbers would look the same


class Source(str):
    """A condition as written in its cell."""


def comparison(signs: Sequence[str], sides: Sequence[Any]) -> str:
    """``83.1 > 0.4``: the sides of a comparison as readers see them."""
    if signs in (["="], ["≈"]) and len(sides) == 2 and all(map(_is_large, sides)):
        return _of_arrays(signs[0], *sides)
    for digits in DIGITS:
        shown = [value(side, digits) for side in sides]
        if not any(_alike(*pair) for pair in zip(shown, shown[1:], sides, sides[1:], strict=False)):
            break
    rest = (f" {sign} {side}" for sign, side in zip(signs, shown[1:], strict=False))
    return shown[0] + "".join(rest)


def _alike(shown: str, next_shown: str, side: Any, next_side: Any) -> bool:
    """Whether two different numbers would look the same."""
    numbers = isinstance(side, Real) and isinstance(next_side, Real)
    return numbers and shown == next_shown and side != next_side


def _is_large(side: Any) -> bool:
    return hasattr(side, "shape") and hasattr(side, "tolist") and _count(side) > ITEMS


def _count(array: Any) -> int:
    count = 1
    for size in array.shape:
        count *= int(size)
    return count


def _of_arrays(sign: str, left: Any, right: Any) -> str:
    """Of arrays, how many numbers are the same, or by how much they differ at most."""
    if sign == "=":
        return SAME_NUMBERS.format(value(_count(left)))
    return WITHIN.format(value(_count(left)), value(float(abs(left - right).max()), 2))


def value(side: Any, digits: int = DIGITS[0]) -> str:
    """A value in a few characters: numbers with four digits, lists with their first items."""
    if hasattr(side, "shape") and hasattr(side, "tolist"):
        listed = len(side.shape) < 2 or _count(side) <= ITEMS
        side = side.tolist() if listed else Source("×".join(map(str, side.shape)))
    if isinstance(side, Source):
        return _cut(side, 80)
    if isinstance(side, bool | None):
        return str(side)
    if isinstance(side, Real):
        return _number(side, digits)
    if isinstance(side, str):
        return _cut(side, 40)
    if isinstance(side, Mapping):
        pairs = (f"{value(key)}: {value(side[key], digits)}" for key in side)
        return _few(pairs, len(side), "{}")
    if isinstance(side, list | tuple | Set | range):
        brackets = "()" if isinstance(side, tuple) else "{}" if isinstance(side, Set) else "[]"
        return _few((value(each, digits) for each in side), len(side), brackets)
    name = getattr(side, "__name__", None)
    text = name if isinstance(name, str) else repr(side)
    plain = "\n" not in text and " at 0x" not in text
    return _cut(text, 40) if plain else type(side).__name__


def _number(side: Any, digits: int) -> str:
    if isinstance(side, Integral):
        text = f"{int(side):,}" if abs(int(side)) >= 10_000 else str(int(side))
    elif 1000 <= abs(side) < 1e7:
        text = f"{float(side):,.{max(digits - 4, 0)}f}"
    else:
        text = f"{float(side):.{digits}g}"
    mantissa, e, exponent = text.partition("e")
    power = f"·10{raised(exponent)}" if e else ""
    return mantissa.replace("-", "−") + power


def _few(texts: Iterable[str], count: int, brackets: str) -> str:
    shown = [text for text, _ in zip(texts, range(ITEMS), strict=False)]
    more = ["…"] if count > ITEMS else []
    return brackets[0] + ", ".join([*shown, *more]) + brackets[1]


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
