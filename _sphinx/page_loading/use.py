"""What pages and scripts may refer to, and so which selectors of a style sheet can match.

A selector cannot match when it names a class, an id or an element that stands on no page and is not
a word of any script. What is in doubt can: attributes, states such as :hover, what :not() excludes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

from tinycss2.ast import Node

WORD = re.compile(r"[A-Za-z_][\w-]*")
PROPERTY = re.compile(r"--[\w-]+")


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.tags: set[str] = set()
        self.scripts: list[str] = []
        self.in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.in_script = tag == "script"
        for name, value in attrs:
            if name in ("class", "id") and value:
                self.names.update(value.split())

    def handle_endtag(self, tag: str) -> None:
        self.in_script = False

    def handle_data(self, data: str) -> None:
        if self.in_script:
            self.scripts.append(data)


@dataclass(frozen=True)
class Use:
    """What pages and scripts may refer to: classes and ids, elements, custom properties."""

    names: frozenset[str]
    tags: frozenset[str]
    properties: frozenset[str]

    @classmethod
    def of(cls, pages: Iterable[str], scripts: Iterable[str]) -> Use:
        collector, texts = _Collector(), list(scripts)
        properties: set[str] = set()
        for page in pages:
            collector.feed(page)
            properties.update(PROPERTY.findall(page))
        words: set[str] = set()
        for text in [*texts, *collector.scripts]:
            words.update(WORD.findall(text))
            properties.update(PROPERTY.findall(text))
        return cls(
            frozenset(collector.names | words),
            frozenset(collector.tags | {word.lower() for word in words}),
            frozenset(properties),
        )


def split(tokens: list[Node]) -> list[list[Node]]:
    """A list of selectors, at its commas."""
    parts: list[list[Node]] = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def can_match(selector: list[Node], use: Use) -> bool:
    """Whether all that one selector names stands on a page or in a script."""
    before = None
    for token in selector:
        if token.type == "ident":
            if before == ".":
                if token.value not in use.names:
                    return False
            elif before != ":" and token.lower_value not in use.tags:
                return False
        elif token.type == "hash":
            if token.value not in use.names:
                return False
        elif token.type == "function" and token.lower_name in ("is", "where", "has"):
            alternatives = split(token.arguments)
            if not any(can_match(each, use) for each in alternatives):
                return False
        before = token
    return True
