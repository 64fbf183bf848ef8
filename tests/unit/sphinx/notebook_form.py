"""The form of a lesson: what it may hold, and in which order. Each rule returns its problems."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from resnet_book.claims import is_claims

MAIN_WORDS, WORDS = 2000, 3000
OPEN_CELLS, OPEN_LINES = 10, 15
UNREAD = re.compile(r"<details.*?</details>|<!--.*?-->", re.DOTALL)
PRACTICE = re.compile(r"^#+ .*\b(?:Lab|Exercises)\b", re.MULTILINE)
SECTION = re.compile(r"^## +(.+)$")
WITHOUT_TAKEAWAY = {"Sources", "Further reading", "Not measured"}
TAKEAWAY = re.compile(r"\*\*(?:(?!\*\*).)+\*\*", re.DOTALL)


def text(cell: dict) -> str:
    return "".join(cell["source"])


def code(cells: list[dict]) -> list[dict]:
    return [cell for cell in cells if cell["cell_type"] == "code"]


def tags(cell: dict) -> set[str]:
    return set(cell["metadata"].get("tags", []))


def tree(cell: dict) -> ast.Module:
    """A cell's syntax, without IPython's commands."""
    return ast.parse(re.sub(r"(?m)^(\s*)[%!].*$", r"\1pass", text(cell)))


def roles(cells: list[dict], known: frozenset[str], titled: frozenset[str]) -> Iterator[str]:
    """Each code cell has one role; where its code is folded or left out, a title."""
    for cell in code(cells):
        own = tags(cell) & known
        if len(own) != 1:
            yield f"{cell['id']}: one role of {sorted(known)}, not {sorted(own)}"
        elif own <= titled and not re.match(r"# @title (?!Code\b)\S.*\n", text(cell)):
            yield f"{cell['id']}: its first line is no title such as '# @title Training curves'"


def claims(cells: list[dict]) -> Iterator[str]:
    """Asserts stand in claims cells alone, and there nothing else; nothing is printed."""
    for cell in code(cells):
        body = tree(cell)
        if "claims" in tags(cell):
            if not is_claims(body.body):
                yield f"{cell['id']}: more than asserts with messages"
        elif any(isinstance(node, ast.Assert) for node in ast.walk(body)):
            yield f"{cell['id']}: an assert outside a claims cell"
        for node in ast.walk(body):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "print":
                yield f"{cell['id']}: prints; show a table, a figure or a sentence"


def open_code(cells: list[dict], count: int | None = OPEN_CELLS) -> Iterator[str]:
    """Few open cells, and short ones; evidence may have as many as it needs."""
    found = [cell for cell in code(cells) if "core" in tags(cell)]
    if count is not None and len(found) > count:
        yield f"{len(found)} open code cells, more than {count}"
    for cell in found:
        lines = len(text(cell).splitlines())
        if lines > OPEN_LINES:
            yield f"{cell['id']}: {lines} open lines, more than {OPEN_LINES}"


def drawing_first(cells: list[dict]) -> Iterator[str]:
    """The reader sees before reading code."""
    for cell in code(cells):
        if tags(cell) & {"figure", "explorer"}:
            return
        if "core" in tags(cell):
            yield f"{cell['id']}: code before the first drawing"
            return


def length(cells: list[dict]) -> Iterator[str]:
    """Words of the main line, before lab and exercises; and of all that is not folded."""
    prose = UNREAD.sub("", "\n".join(text(c) for c in cells if c["cell_type"] == "markdown"))
    main, all_of_it = len(PRACTICE.split(prose, maxsplit=1)[0].split()), len(prose.split())
    if main > MAIN_WORDS:
        yield f"{main} words before the lab, more than {MAIN_WORDS}"
    if all_of_it > WORDS:
        yield f"{all_of_it} words, more than {WORDS}"


def takeaways(cells: list[dict]) -> Iterator[str]:
    """Each section ends in a bold paragraph, which only its claims follow."""
    section, last, behind = None, "", []
    for kind, part in [*_parts(cells), ("heading", "")]:
        if kind == "heading":
            if section in WITHOUT_TAKEAWAY:
                pass
            elif section and not TAKEAWAY.fullmatch(last):
                yield f"{section!r} does not end in a bold paragraph"
            elif section and behind:
                yield f"{section!r}: {', '.join(behind)} behind the takeaway"
            section, last, behind = part, "", []
        elif kind == "code":
            behind.append(part)
        elif kind == "paragraph":
            last, behind = part, []


def _parts(cells: list[dict]) -> Iterator[tuple[str, str]]:
    """Headings of sections, paragraphs and code cells other than claims, up to lab or exercises."""
    for cell in cells:
        if cell["cell_type"] == "code":
            if "claims" not in tags(cell):
                yield "code", cell["id"]
            continue
        for block in re.split(r"\n\s*\n", UNREAD.sub("", text(cell)).strip()):
            first, _, rest = block.partition("\n")
            if PRACTICE.match(first):
                return
            heading = SECTION.match(first)
            if heading:
                yield "heading", heading[1]
            for paragraph in filter(None, [rest.strip() if heading else block.strip()]):
                yield "paragraph", paragraph


def problems(cells: list[dict], evidence: bool = False) -> list[str]:
    """All that a lesson, or the evidence behind one, has wrong in its form."""
    found = [*claims(cells), *drawing_first(cells)]
    found += open_code(cells, None if evidence else OPEN_CELLS)
    return found if evidence else [*found, *takeaways(cells), *length(cells)]
