"""Photograph every explorer, guess and figure of the built site, in both widths and both themes.

    jupyter-book build . -W -n --keep-going
    python scripts/photograph_figures.py figures

It writes the folder `figures` with one PNG each, and `index.html`, which shows the four of a figure
side by side: the contact sheet of what moves and of the plots. `contact_sheet.py` has the drawings,
without a site.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from command_lines import folder as writable
from playwright.sync_api import Locator, Page, sync_playwright

from resnet_book.arguments import Parser

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))
from browser import FLAGS, chromium  # noqa: E402
from explorer_frames import LIFT, REACHED, SIZES, address, built_pages  # noqa: E402

THEMES = ("light", "dark")
# Explorers and guesses by their names, other figures by their captions.
FIGURES = "main figure:is(.explorer, .diagram, .measured)"
# What stays at the top of the window would cover them.
UNCOVERED = "#pst-skip-link, .bd-header, .bd-header-article { display: none !important }"
NAME = """(figure) => figure.dataset.name
  ?? figure.querySelector("figcaption")?.textContent.split(".").slice(0, 2).join(".")
  ?? figure.id"""


def photograph(figure: Locator, page: Page, path: Path) -> None:
    """Once its script has drawn it, or its picture is there."""
    if name := figure.get_attribute("data-name"):
        page.wait_for_function(REACHED, arg=name, polling=100)
    figure.scroll_into_view_if_needed()
    page.wait_for_timeout(200)  # a bar may still be moving
    figure.screenshot(path=path)


def row(page: Page, place: str, index: int, folder: Path) -> str:
    """One figure in both widths and themes, as a row of the sheet."""
    figure = page.locator(FIGURES).nth(index)
    name = figure.evaluate(NAME)
    images = []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        page.wait_for_selector(f"html[data-theme={theme}]")
        for window, size in SIZES.items():
            page.set_viewport_size(size)
            file = f"{place.replace('/', '-')}-{index}-{theme}-{window}.png"
            photograph(figure, page, folder / file)
            images.append(f'<img src="{file}" alt="{theme}, {window}">')
    return f"<h2>{escape(f'{place}: {name}')}</h2><div>{''.join(images)}</div>"


def main() -> None:
    parser = Parser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "folder", nargs="?", type=writable, default="figures", help="folder to write (figures)"
    )
    folder = parser.parse_args().folder
    pages = built_pages()
    if not pages:
        parser.error("no built site; build it with: jupyter-book build . -W -n --keep-going")
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for path in pages:
            page = browser.new_page()
            page.goto(path.as_uri(), wait_until="load")
            page.evaluate(LIFT)
            page.add_style_tag(content=UNCOVERED)
            count = page.locator(FIGURES).count()
            rows += [row(page, address(path), i, folder) for i in range(count)]
            page.close()
        browser.close()
    style = "body{font-family:sans-serif}div{display:flex;align-items:start;gap:16px}"
    (folder / "index.html").write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Figures</title>'
        f"<style>{style}</style>{''.join(rows)}",
        encoding="utf8",
    )
    print(folder / "index.html")


if __name__ == "__main__":
    main()
