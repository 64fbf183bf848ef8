"""Keeps of style sheets what some page, or a script on it, can use; see ``use``.

Rules go whose selectors cannot match, then custom properties that nothing reads, and animations and
fonts that nothing names.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import tinycss2
from tinycss2.ast import LiteralToken, Node

from .use import PROPERTY, Use, can_match, split

WITH_RULES = {"media", "supports", "layer", "container"}
IMPORT = re.compile(r"""@import\s+(?:url\()?["']?(?!https?:|//)([^"')\s;]+)["']?\)?\s*;""")
ADDRESS = re.compile(r"""url\(\s*(["']?)(?!data:|https?:|[/#])([^"')]+)\1\s*\)""")


@dataclass
class Rule:
    """A rule that can apply, and the rules inside it, as in @media."""

    node: Node
    prelude: list[Node]
    inner: list[Rule] = field(default_factory=list)

    @property
    def plain(self) -> bool:
        return self.node.type == "qualified-rule"


def source(folder: Path, name: str) -> str:
    """A style sheet with those that it imports, and with addresses that hold in `folder`."""
    inside = posixpath.dirname(name)

    def place(target: str) -> str:
        return posixpath.normpath(posixpath.join(inside, target))

    css = (folder / name).read_text(encoding="utf8")
    css = IMPORT.sub(lambda found: f"\0{place(found[1])}\0", css)  # not an address any more
    css = ADDRESS.sub(lambda found: f"url({found[1]}{place(found[2])}{found[1]})", css)
    parts = css.split("\0")
    return "".join(source(folder, part) if i % 2 else part for i, part in enumerate(parts))


def purged(sheets: dict[str, str], use: Use) -> dict[str, str]:
    """Style sheets that a page may load together, without what cannot apply.

    Raises ValueError for CSS that cannot be parsed.
    """
    parsed = {name: _rules(_parse(css), use) for name, css in sheets.items()}
    every = [leaf for rules in parsed.values() for leaf in _leaves(rules)]
    properties, words = _needed_properties(every, use), _words(every)
    return {name: _text(rules, properties, words) for name, rules in parsed.items()}


def _parse(css: str) -> list[Node]:
    return tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)


def _rules(nodes: list[Node], use: Use) -> list[Rule]:
    """The rules that can apply, in their order; those in @media and the like are filtered too."""
    kept = []
    for node in nodes:
        if node.type == "error":
            raise ValueError(f"CSS that cannot be parsed: {node.message}")
        rule = Rule(node, node.prelude)
        if rule.plain:
            rule.prelude = _possible(node.prelude, use)
            if not rule.prelude:
                continue
        elif node.lower_at_keyword == "import":
            raise ValueError(f"an @import that is not local: {node.serialize()}")
        elif node.lower_at_keyword == "charset":
            continue
        elif node.lower_at_keyword in WITH_RULES and node.content is not None:
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            rule.inner = _rules(inner, use)
            if not rule.inner:
                continue
        kept.append(rule)
    return kept


def _possible(prelude: list[Node], use: Use) -> list[Node]:
    """Of a list of selectors those that can match something."""
    kept: list[Node] = []
    for selector in split(prelude):
        if can_match(selector, use):
            kept += [*([LiteralToken(0, 0, ",")] if kept else []), *selector]
    return kept


def _tokens(nodes: Iterable[Node]) -> Iterable[Node]:
    """All tokens, those in blocks and functions too."""
    for node in nodes:
        yield node
        for name in ("content", "arguments"):
            yield from _tokens(getattr(node, name, None) or [])


def _leaves(rules: list[Rule]) -> Iterable[Rule]:
    for rule in rules:
        if rule.inner:
            yield from _leaves(rule.inner)
        else:
            yield rule


def _declarations(node: Node) -> list[Node] | None:
    """A rule's declarations; None where it holds anything else."""
    if node.content is None:
        return None
    found = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    return found if all(each.type == "declaration" for each in found) else None


def _needed_properties(leaves: list[Rule], use: Use) -> frozenset[str]:
    """Custom properties that something reads, directly or through another one."""
    values: dict[str, set[str]] = {}
    needed = set(use.properties)
    for rule in leaves:
        declarations = _declarations(rule.node)
        if declarations is None:
            needed.update(PROPERTY.findall(tinycss2.serialize(rule.node.content or [])))
            continue
        for each in declarations:
            read = PROPERTY.findall(tinycss2.serialize(each.value))
            own = values.setdefault(each.name, set()) if each.name.startswith("--") else needed
            own.update(read)
    waiting = [name for name in needed if name in values]
    while waiting:
        new = values[waiting.pop()] - needed
        needed |= new
        waiting += [name for name in new if name in values]
    return frozenset(needed)


def _words(leaves: list[Rule]) -> frozenset[str]:
    """Identifiers and strings of all declarations: names of animations and fonts."""
    tokens = _tokens(token for rule in leaves if rule.plain for token in rule.node.content)
    return frozenset(token.value for token in tokens if token.type in ("ident", "string"))


def _text(rules: list[Rule], properties: frozenset[str], words: frozenset[str]) -> str:
    """Rules as a style sheet, one a line."""
    lines = []
    for rule in rules:
        prelude = tinycss2.serialize(rule.prelude).strip()
        if rule.plain:
            if content := _content(rule.node, properties):
                lines.append(f"{prelude}{{{content}}}")
            continue
        keyword = rule.node.at_keyword
        if rule.inner:
            if text := _text(rule.inner, properties, words):
                lines.append(f"@{keyword} {prelude}{{\n{text}\n}}")
        elif keyword.endswith("keyframes"):
            if prelude.strip("\"'") in words:
                lines.append(rule.node.serialize())
        elif keyword != "font-face" or _family(rule.node) in words:
            lines.append(rule.node.serialize())
    return "\n".join(lines)


def _content(node: Node, properties: frozenset[str]) -> str:
    """A rule's declarations, without custom properties that nothing reads."""
    declarations = _declarations(node)
    if declarations is None:
        return tinycss2.serialize(node.content).strip()
    return ";".join(
        f"{each.name}:{tinycss2.serialize(each.value).strip()}"
        + ("!important" if each.important else "")
        for each in declarations
        if not each.name.startswith("--") or each.name in properties
    )


def _family(node: Node) -> str:
    """The name that a @font-face gives its font."""
    for each in _declarations(node) or []:
        if each.lower_name == "font-family":
            return " ".join(t.value for t in each.value if t.type in ("ident", "string"))
    return ""
