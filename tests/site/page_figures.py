"""The explorers of the built site: where they are, and how a test takes hold of one."""

import re

from built_site import HTML, toc_pages

FIGURE = re.compile(r'<figure class="explorer"[^>]*data-kind="(\w+)" data-name="([\w-]+)"')


def figures(page_name: str) -> list[tuple[str, str]]:
    """Kind and name of each explorer of a built page."""
    path = HTML / f"{page_name}.html"
    return FIGURE.findall(path.read_text(encoding="utf8")) if path.exists() else []


def of_kind(kind: str) -> list[tuple[str, str]]:
    """(page, name) of every explorer of a kind."""
    return [(page, name) for page in toc_pages() for k, name in figures(page) if k == kind]


# Its scripts come when it is near the screen; a far block has no layout yet, so a jump may miss.
REACHED = """(figure) => {
  if (!figure.matches(".mounted")) figure.scrollIntoView({ behavior: "instant" });
  return figure.matches(".mounted");
}"""


def scroll_to(found) -> None:
    """Bring a figure into the window, wherever the blocks above it end once they have a layout."""
    for _ in range(3):
        found.evaluate("(e) => e.scrollIntoView({ behavior: 'instant' })")
        settled(found.page)


def figure(page, name):
    """Scroll to a figure, wait until it lives, and return it."""
    found = page.locator(f"figure[data-name={name}]")
    page.wait_for_function(REACHED, arg=found.element_handle(), polling=100)
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
