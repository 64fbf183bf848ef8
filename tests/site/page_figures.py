"""The explorers of the built site: where they are, and how a test takes hold of one."""

import re

from built_site import HTML, toc_pages

FIGURE = re.compile(r'<figure class="explorer"[^>]*data-kind="(\w+)" data-name="([\w-]+)"')


def figures(page_name: str) -> list[tuple[str, str]]:
    """Kind and name of each explorer of a built page."""
    path = HTML / f"{page_name}.html"
    return FIGURE.findall(path.read_text(encoding="utf8")) if path.exists() else []


def pages_with_explorers() -> list[str]:
    return [name for name in toc_pages() if figures(name)]


def of_kind(kind: str) -> list[tuple[str, str]]:
    """(page, name) of every explorer of a kind."""
    return [(page, name) for page in toc_pages() for k, name in figures(page) if k == kind]


def figure(page, name):
    found = page.locator(f"figure[data-name={name}]")
    found.evaluate("(e) => e.scrollIntoView()")  # its scripts come when it is near the screen
    page.locator(f"figure[data-name={name}].mounted").wait_for()
    return found


def told(page, name) -> str:
    return figure(page, name).locator(".told").inner_text()


def choose(found, label, text):
    found.get_by_label(label, exact=True).select_option(label=text)


def move(found, label, index):
    """Put a slider on its option of that index, as a hand would."""
    slider = found.get_by_label(label, exact=True)
    slider.evaluate(
        "(e, v) => { e.value = v; e.dispatchEvent(new Event('input', {bubbles: true})); }", index
    )


def settled(page):
    """Wait until the frame that follows a change is drawn."""
    page.evaluate("new Promise((r) => requestAnimationFrame(() => setTimeout(r)))")
