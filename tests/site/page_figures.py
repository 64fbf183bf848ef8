"""The explorers of the built site: where they are, and how a test takes hold of one."""

import re

from built_site import HTML, toc_pages

FIGURE = re.compile(r'<figure class="explorer"[^>]*data-kind="(\w+)" data-name="([\w-]+)"')

# A sentence with a prediction's answer.
ANSWERED = re.compile("measured|calculated|published", re.IGNORECASE)


def figures(page_name: str) -> list[tuple[str, str]]:
    """Kind and name of each explorer of a built page."""
    path = HTML / f"{page_name}.html"
    return FIGURE.findall(path.read_text(encoding="utf8")) if path.exists() else []


def whole(page_name: str) -> list[tuple[str, str]]:
    """Kind and name of each explorer of a page that is not compact: those have no buttons."""
    path = HTML / f"{page_name}.html"
    html = path.read_text(encoding="utf8") if path.exists() else ""
    return [found.groups() for found in FIGURE.finditer(html) if "data-compact" not in found[0]]


def of_kind(kind: str) -> list[tuple[str, str]]:
    """(page, name) of every explorer of a kind that is not compact."""
    return [(page, name) for page in toc_pages() for k, name in whole(page) if k == kind]


# The veils over what answers a prediction are lifted; guesses stay as they are.
LIFT = """() => {
  for (const part of document.querySelectorAll(".veil, .veiled")) {
    part.classList.add("lifted");
    part.removeAttribute("hidden");
  }
}"""

# The engine that trains in the page, as in a browser without WebAssembly's SIMD.
WITHOUT_SIMD = """() => {
  resnetBook.engine.source = "WebAssembly.validate = () => false;" + resnetBook.engine.source;
}"""

# Its scripts come when it is near the screen; a far block has no layout yet, so a jump may miss.
REACHED = """(figure) => {
  if (!figure.matches(".mounted")) figure.scrollIntoView({ behavior: "instant" });
  return figure.matches(".mounted");
}"""


# Into the window, wherever the blocks above end once they have a layout; true when it stays there.
ARRIVED = """(figure) => {
  const seen = () => {
    const { top, bottom } = figure.getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  };
  const there = seen();
  figure.scrollIntoView({ behavior: "instant" });
  return there && seen();
}"""


def lift(page) -> None:
    """Lift all veils of a page; guesses stay as they are."""
    page.evaluate(LIFT)


def scroll_to(found) -> None:
    """Bring a figure, which no veil covers, into the window."""
    found.page.wait_for_function(ARRIVED, arg=found.element_handle(), polling=100)


def figure(page, name):
    """Scroll to a figure, wait until it lives, and return it."""
    found = page.locator(f"figure[data-name={name}]")
    lift(page)
    page.wait_for_function(REACHED, arg=found.element_handle(), polling=100)
    return found


def summary(page, name) -> str:
    return figure(page, name).locator(".told").inner_text()


def choose(found, label, text):
    found.get_by_label(label, exact=True).select_option(label=text)


def move(found, label, index):
    """Put a slider on its option of that index, as a hand would."""
    slider = found.get_by_label(label, exact=True)
    slider.evaluate(
        "(e, v) => { e.value = v; e.dispatchEvent(new Event('input', {bubbles: true})); }", index
    )


def view_address(page) -> str:
    """The address of the view, with what was about to be written as when a reader leaves."""
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    return page.evaluate("location.hash")


def settled(page):
    """Wait until the frame that follows a change is drawn."""
    page.evaluate("new Promise((r) => requestAnimationFrame(() => setTimeout(r)))")
