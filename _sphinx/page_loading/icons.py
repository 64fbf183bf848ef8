"""Cuts the theme's icon font to the glyphs that the style sheet names."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import tinycss2
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FILE = "icons.woff2"
# The source of Font Awesome's solid style, with the alternative that no browser of today takes.
SOURCE = re.compile(
    r'url\("?([^")]*fa-solid-900\.woff2)"?\)\s*format\("woff2"\)(?:,\s*url\([^)]*\)[^;}]*)?'
)


def subset(css: str, folder: Path) -> tuple[str, bytes]:
    """The style sheet with a font of its own, and that font.

    Raises LookupError where the style sheet has no Font Awesome.
    """
    found = {match.group(1) for match in SOURCE.finditer(css)}
    if len(found) != 1:
        raise LookupError(f"one file of Font Awesome's solid style was expected, not {found}")
    with TTFont(folder / found.pop(), recalcTimestamp=False) as font:
        options = Options(layout_features=[], hinting=False, desubroutinize=True)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=glyphs(css))
        subsetter.subset(font)
        font.flavor = "woff2"
        stream = BytesIO()
        font.save(stream)
    return SOURCE.sub(f'url("{FILE}") format("woff2")', css), stream.getvalue()


def glyphs(css: str) -> set[int]:
    """Code points of all strings in a style sheet."""
    return {ord(character) for string in _strings(css) for character in string}


def _strings(css: str) -> list[str]:
    found: list[str] = []
    waiting = tinycss2.parse_component_value_list(css)
    while waiting:
        token = waiting.pop()
        if token.type == "string":
            found.append(token.value)
        waiting += getattr(token, "content", None) or getattr(token, "arguments", None) or []
    return found
