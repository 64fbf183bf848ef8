"""Edits the pages: one style sheet, scripts that hold nothing up, no inline script but the first.

Edits are exact replacements in the text, so that the rest of a page stays as it is, byte by byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from .policy import policy

MERGED = "site.css"
FIRST = Path(__file__).with_name("first.js").read_text(encoding="utf8")
SHEET = re.compile(r'[ \t]*<link\b[^>]*\brel="stylesheet"[^>]*>\n?')
PRELOAD = re.compile(r'[ \t]*<link\b[^>]*\brel="preload"[^>]*>\n?')
SCRIPT = re.compile(
    r'[ \t]*<script\b(?P<attributes>[^>]*\bsrc="(?P<address>[^"]*)"[^>]*)></script>\n?'
)
ADDRESS = re.compile(r'\bhref="([^"]*)"')
# Scripts that only some pages need, with what they act on there.
NEEDED_BY = {
    "togglebutton.js": re.compile(
        r'class="[^"]*(?<![\w-])(?:toggle|dropdown admonition|'
        r'admonition[^"]*(?<![\w-])dropdown)(?![\w-])'
    ),
    "design-tabs.js": re.compile(r'class="[^"]*(?<![\w-])sd-tab-set(?![\w-])'),
}
DROPPED = {
    "scripts/bootstrap.js",  # page.js does what the pages need of it
    "vendor/fontawesome/6.5.2/js/all.min.js",  # draws the icons that the font draws, in 1.5 MB
}
WRITES = re.compile(r"<script>\s*document\.write\(`([^`$]*)`\);\s*</script>")
THEME_MODE = re.compile(r'<script data-cfasync="false">[^<]*dataset\.theme[^<]*</script>')
PAGE_NAME = re.compile(r"[ \t]*<script>DOCUMENTATION_OPTIONS\.pagename = '[^']*';</script>\n?")
TOGGLES = re.compile(
    r"[ \t]*<script>(?:let toggle\w+|var togglebuttonSelector) = '[^']*';</script>\n?"
)
SEARCH_FOCUS = re.compile(r"<script>\s*// Activate the search field on page load[^<]*</script>")


class Unexpected(Exception):
    """The theme no longer has what is replaced."""


@dataclass(frozen=True)
class Files:
    """What pages load: the sheets that one replaces, fingerprints by name, renamed files."""

    shared: tuple[str, ...]
    versions: dict[str, str]
    replaced: dict[str, str]


def written(out: Path) -> list[Path]:
    """The pages that this build has written, without those that only lead on to another."""
    found = []
    for path in sorted(out.rglob("*.html")):
        if not path.relative_to(out).parts[0].startswith("_"):
            head = path.read_text(encoding="utf8")[:2000]
            if "<head>" in head and "Content-Security-Policy" not in head:
                found.append(path)
    return found


def name(address: str) -> str:
    """The place below _static of an address, without its fingerprint; else empty."""
    before, _, after = address.partition("_static/")
    return after.partition("?")[0] if not before.strip("./") else ""


def own_name(sheet: str) -> str:
    """Where the purged copy of a style sheet goes."""
    return sheet if sheet == MERGED else f"site-{Path(sheet).name}"


def style_sheets(pages: Iterable[str]) -> tuple[list[str], list[str]]:
    """The style sheets that all pages load, in their order, and those of some pages."""
    lists = [
        [name(ADDRESS.search(link)[1]) for link in SHEET.findall(page.partition("</head>")[0])]
        for page in pages
    ]
    shared = [sheet for sheet in lists[0] if all(sheet in each for each in lists)]
    for each in lists:
        if [sheet for sheet in each if sheet in shared] != shared:
            raise Unexpected("pages load their style sheets in different orders")
    own = sorted({sheet for each in lists for sheet in each} - set(shared))
    if "" in [*shared, *own]:
        raise Unexpected("a style sheet is not in _static")
    return shared, own


def scripts(static: Path, pages: Iterable[str]) -> set[Path]:
    """The scripts of _static that some page loads or may fetch later."""
    loaded = {name(match["address"]) for page in pages for match in SCRIPT.finditer(page)}
    here = {path.name for path in static.glob("*.js")}
    unused = DROPPED | (set(NEEDED_BY) - _needed(pages))
    return {static / each for each in (loaded | here) - unused if each and (static / each).exists()}


def _needed(pages: Iterable[str]) -> set[str]:
    return {each for each, pattern in NEEDED_BY.items() for page in pages if pattern.search(page)}


def edit(html: str, files: Files) -> tuple[str, list[str]]:
    """A page's new text, and a sentence for each thing that was not there to be replaced."""
    root = re.search(r'data-content_root="([^"]*)"', html)
    base = (root[1] if root else "./").removeprefix("./") + "_static/"
    missing: list[str] = []

    def replaced(pattern: re.Pattern, new: str | Callable, what: str, text: str) -> str:
        text, count = pattern.subn(new, text)
        if not count:
            missing.append(f"the theme no longer has {what}")
        return text

    html = replaced(THEME_MODE, lambda _: f"<script>{FIRST}</script>", "its script of modes", html)
    html = replaced(WRITES, lambda match: match[1], "buttons that a script writes", html)
    html = replaced(
        re.compile(re.escape('onclick="toggleFullScreen()"')),
        'data-does="fullscreen"',
        "a button for the full screen",
        html,
    )
    html = html.replace('onclick="window.print()"', 'data-does="print"')
    html = PAGE_NAME.sub("", html)
    html = _toggles(html)
    html = SEARCH_FOCUS.sub("", html)  # page.js does it
    missing += [f"the theme no longer has {each}" for each in sorted(DROPPED) if each not in html]
    html = SCRIPT.sub(lambda match: _script(match, html, base, files), html)
    html = _head(html, base, files)
    return _accessible(html), missing


def _toggles(html: str) -> str:
    """Settings of togglebutton.js, which is loaded where something can be toggled."""
    if NEEDED_BY["togglebutton.js"].search(html):
        raise Unexpected("a page has something to toggle; let its script have its settings")
    return TOGGLES.sub("", html)


def _script(match: re.Match, html: str, base: str, files: Files) -> str:
    own = name(match["address"])
    if own in DROPPED or (own in NEEDED_BY and not NEEDED_BY[own].search(html)):
        return ""
    attributes = match["attributes"]
    if own in files.replaced:
        new = files.replaced[own]
        attributes = attributes.replace(match["address"], f"{base}{new}?v={files.versions[new]}")
    if not re.search(r'\b(?:defer|async)\b|type="module"', attributes):
        attributes = f" defer{attributes}"
    return f"<script{attributes}></script>\n"


def _head(html: str, base: str, files: Files) -> str:
    """The policy first, then one style sheet in place of the shared ones; no other preloads."""
    head, end, rest = html.partition("</head>")
    head = PRELOAD.sub("", head)
    first = True

    def sheet(match: re.Match) -> str:
        nonlocal first
        own = name(ADDRESS.search(match[0])[1])
        if own not in files.shared:
            return _link(base, files.replaced[own], files)
        link, first = (_link(base, MERGED, files) if first else ""), False
        return link

    head = SHEET.sub(sheet, head)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy(FIRST), False)}" />'
    return head.replace("<head>", f"<head>\n    {meta}", 1) + end + rest


def _link(base: str, own: str, files: Files) -> str:
    address = f"{base}{own}?v={files.versions[own]}"
    return f'    <link rel="stylesheet" href="{address}" />\n'


def _accessible(html: str) -> str:
    """Roles and names that no reader of screens takes amiss."""
    html = html.replace('role="doc-biblioentry"', 'role="listitem"')
    # The name of a folded cell is what it shows.
    return html.replace('<summary aria-label="Toggle hidden content">', "<summary>")
