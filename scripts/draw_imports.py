"""Draw which room of the package imports which, and keep the drawing in CONTRIBUTING.md.

    python scripts/draw_imports.py           # writes the drawing
    python scripts/draw_imports.py --check   # changes nothing

An arrow from A to B says that a module of A imports one of B; where A reaches B by other arrows,
it is left out. The rules that the arrows obey are in `pyproject.toml`, section `importlinter`;
`lint-imports` checks them.

Exit status: 0, or 1 if the drawing is stale, an arrow points back up, or arrows form a circle.
"""

from __future__ import annotations

import argparse
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "resnet_book"
START, END = "<!-- imports: start -->", "<!-- imports: end -->"
LEAVES = "leaves"
COMMAND_LINE = ("__main__", "arguments", "commands", "machine")

Arrows = dict[str, set[str]]


def room(module: str, rooms: set[str]) -> str:
    """The folder of a module; ``leaves`` for the modules beside the folders."""
    name = module.split(".")[1]
    return name if name in rooms or name in COMMAND_LINE else LEAVES


def arrows() -> Arrows:
    """Each room, and the rooms that its modules import."""
    graph = grimp.build_graph(PACKAGE)
    rooms = {
        name.split(".")[1] for name in graph.modules if graph.find_children(name) and "." in name
    }
    found: Arrows = {}
    for module in graph.modules - {PACKAGE}:
        start = room(module, rooms)
        ends = graph.find_modules_directly_imported_by(module) - {PACKAGE}
        found.setdefault(start, set()).update({room(end, rooms) for end in ends} - {start})
    command: set[str] = set().union(*map(found.pop, COMMAND_LINE))
    found["command line"] = command - set(COMMAND_LINE)
    return found


def circles() -> list[tuple[str, ...]]:
    """Modules, of one room or of several, that import each other in a circle."""
    graph = grimp.build_graph(PACKAGE)
    imports = {
        module: graph.find_modules_directly_imported_by(module)
        for module in graph.modules
        if not graph.find_children(module)  # a folder's __init__ imports what is inside
    }
    inside = {name: ends & imports.keys() for name, ends in imports.items()}
    try:
        TopologicalSorter(inside).prepare()
    except CycleError as error:
        return [tuple(error.args[1])]
    return []


def reduced(found: Arrows) -> Arrows:
    """Without the arrows that a way of several arrows replaces.

    Raises:
        CycleError: the arrows form a circle.
    """
    order = list(TopologicalSorter(found).static_order())
    reached: Arrows = {}
    kept: Arrows = {}
    for start in order:
        ends = found.get(start, set())
        further = set().union(*(reached[end] for end in ends)) if ends else set()
        kept[start], reached[start] = ends - further, ends | further
    return kept


def drawing(found: Arrows) -> str:
    """A Mermaid flowchart, top to bottom."""
    order = list(TopologicalSorter(found).static_order())[::-1]
    kept = reduced(found)
    names = {name: name.replace(" ", "_") for name in order}
    lines = ["```mermaid", "flowchart TD"]
    lines += [f'    {names[name]}["{name}"]' for name in sorted(order)]
    lines += [f"    {names[a]} --> {names[b]}" for a in sorted(order) for b in sorted(kept[a])]
    return "\n".join([*lines, "```"])


def main(argv: list[str] | None = None, path: Path = ROOT / "CONTRIBUTING.md") -> int:
    """Write or check the drawing in `path`; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args(argv).check
    for circle in circles():
        print(f"circle: {' → '.join(circle)}", file=sys.stderr)
        return 1
    try:
        drawn = drawing(arrows())
    except CycleError as error:
        print(f"circle: {' → '.join(error.args[1])}", file=sys.stderr)
        return 1
    text = path.read_text(encoding="utf8")
    before, _, rest = text.partition(START)
    after = rest.partition(END)[2]
    new = f"{before}{START}\n\n{drawn}\n\n{END}{after}"
    if check and new != text:
        print(f"{path.name}: the drawing is stale; run python scripts/draw_imports.py")
        return 1
    if not check:
        path.write_text(new, encoding="utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
