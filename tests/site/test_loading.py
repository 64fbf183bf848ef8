"""What a page loads: its policy holds over http and as a file, its controls and anchors work."""

import re

import pytest
from built_site import toc_pages

PAGES = [*toc_pages(), "search"]
LONG = "book/03-identity-mappings"
FAR = "#exercises"  # its last section that is higher than a window
# Where what the address points to is in the window, once nothing moves any more.
TOP = """() => new Promise((done) => {
  let before = NaN, still = 0;
  const look = () => {
    const top = document.getElementById(decodeURIComponent(location.hash.slice(1)))
      .getBoundingClientRect().top;
    still = top === before ? still + 1 : 0;
    before = top;
    if (still > 20) done(top);
    else requestAnimationFrame(look);
  };
  look();
})"""


@pytest.fixture
def console(browser):
    """A page, and what its console has said."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    said = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    yield page, said
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_page_obeys_its_policy_as_a_file(console, html_dir, name):
    page, said = console
    page.goto((html_dir / f"{name}.html").as_uri(), wait_until="load")
    assert said == []


@pytest.mark.parametrize("name", PAGES)
def test_policy_comes_first_and_forbids_other_hosts(html_dir, name):
    html = (html_dir / f"{name}.html").read_text(encoding="utf8")
    policy = re.search(r'<head>\s*<meta http-equiv="Content-Security-Policy" content="(.*?)"', html)
    assert policy
    assert "script-src 'self' 'wasm-unsafe-eval' 'sha256-" in policy[1]
    assert "http" not in policy[1]


def test_every_page_has_a_description_of_its_own(html_dir):
    found = [
        re.search(
            r'<meta name="description" content="(.+?)"',
            (html_dir / f"{name}.html").read_text(encoding="utf8"),
        )[1]
        for name in PAGES
    ]
    assert len(set(found)) == len(PAGES)


def test_search_works_as_a_file(console, html_dir):
    page, said = console
    page.goto((html_dir / "search.html").as_uri() + "?q=residual")
    page.wait_for_selector("#search-results li a")
    assert said == []


def test_menu_opens_and_closes_by_mouse_and_keyboard(visit):
    page = visit(f"{LONG}.html")
    button = page.locator(".dropdown-download-buttons > button")
    menu = page.locator(".dropdown-download-buttons > .dropdown-menu")
    assert not menu.is_visible()
    button.click()
    assert menu.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    page.locator("article h1").click()
    assert not menu.is_visible()
    button.press("ArrowDown")
    assert menu.locator("a").first.evaluate("e => e === document.activeElement")
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    assert button.evaluate("e => e === document.activeElement")


def test_buttons_print_and_fill_the_screen(visit):
    page = visit(f"{LONG}.html")
    page.evaluate("""() => {
      window.done = [];
      window.print = () => done.push("print");
      window.toggleFullScreen = () => done.push("fullscreen");
    }""")
    page.locator(".dropdown-download-buttons > button").click()
    page.locator(".btn-download-pdf-button").click()
    page.locator(".btn-fullscreen-button").click()
    assert page.evaluate("done") == ["print", "fullscreen"]


def test_search_dialog_opens(visit):
    page = visit(f"{LONG}.html")
    page.locator(".search-button-field").click()
    page.wait_for_selector(".search-button__wrapper.show input")
    page.keyboard.press("Escape")
    page.wait_for_selector(".search-button__wrapper input", state="hidden")


def test_search_matches_can_be_hidden(visit):
    page = visit("book/glossary.html?highlight=residual")
    page.wait_for_selector("span.highlighted")
    page.locator(".highlight-link a").click()
    page.wait_for_function("!document.querySelector('span.highlighted')")


def test_contents_follow_the_reader(visit):
    page = visit(f"{LONG}.html")
    link = page.locator(f".bd-toc-nav a[href='{FAR}']")
    link.click()
    page.wait_for_function("e => e.classList.contains('active')", arg=link.element_handle())


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_far_anchor_is_found_cold_by_click_reload_and_back(console, site, html_dir, scheme):
    page, _ = console
    base = site if scheme == "http" else html_dir.as_uri()
    page.goto(f"{base}/{LONG}.html", wait_until="load")
    assert page.evaluate("document.documentElement.classList.contains('lazy')")
    page.locator(f".bd-toc-nav a[href='{FAR}']").click()
    clicked = page.evaluate(TOP)
    assert abs(clicked) < 120  # below the bar at the top
    page.reload(wait_until="load")
    assert abs(page.evaluate(TOP) - clicked) < 4
    page.goto(f"{base}/book/glossary.html", wait_until="load")
    page.go_back(wait_until="load")
    assert abs(page.evaluate(TOP) - clicked) < 4
    page.goto(f"{base}/book/glossary.html", wait_until="load")
    page.goto(f"{base}/{LONG}.html{FAR}", wait_until="load")
    assert abs(page.evaluate(TOP) - clicked) < 4
