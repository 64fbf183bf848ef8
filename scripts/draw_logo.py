"""Draw the book's logo and favicon: the residual block, in the palette's colours.

    python scripts/draw_logo.py

It writes `book/_static/logo.svg` and `favicon.svg`; `tests/unit/scripts/test_draw_logo.py` compares
them with what it draws.
"""

from __future__ import annotations

from pathlib import Path

from resnet_book.arguments import Parser
from resnet_book.drawing import emblems

FOLDER = Path(__file__).resolve().parent.parent / "book" / "_static"
FILES = {"logo.svg": emblems.LOGO, "favicon.svg": emblems.FAVICON}


def drawn() -> dict[str, str]:
    """Each file's name and content."""
    return {name: emblems.emblem(at) for name, at in FILES.items()}


if __name__ == "__main__":
    Parser(description=__doc__.partition("\n")[0]).parse_args()
    for name, svg in drawn().items():
        (FOLDER / name).write_text(svg, encoding="utf8")
        print(FOLDER / name)
