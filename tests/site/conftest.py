"""The built site, a server for it, and a browser to read it with."""

import os
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import font_sets
import pytest
from built_site import HTML, toc_pages, unavailable

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    # Every host but this one is unknown, as without a network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def pytest_generate_tests(metafunc):
    if "page_name" in metafunc.fixturenames:
        metafunc.parametrize("page_name", toc_pages())


@pytest.fixture(scope="module")
def html_dir() -> Path:
    if not (HTML / "index.html").exists():
        unavailable("no built site; build it with: jupyter-book build . -W -n --keep-going")
    return HTML


@pytest.fixture(scope="module")
def site(html_dir):
    """The address of a local server for the built site."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(html_dir)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


# Module scope, not session: while Playwright runs, no other event loop can, and the notebooks'
# kernels need one.
@pytest.fixture(scope="module")
def launch(tmp_path_factory):
    """``launch(fonts)``: a browser that has this set of fonts alone; the machine's own if None."""
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not executable:
        unavailable(
            "no Chromium; install it with: apt-get install chromium, or name one in CHROMIUM"
        )
    from playwright.sync_api import sync_playwright

    folder = tmp_path_factory.mktemp("fonts")
    browsers = {}
    with sync_playwright() as playwright:

        def launch(fonts):
            if fonts and not font_sets.folder(fonts):
                unavailable(font_sets.install(fonts))
            if fonts not in browsers:
                environment = dict(os.environ)
                if fonts:
                    environment |= font_sets.configuration(fonts, folder)
                browsers[fonts] = playwright.chromium.launch(
                    executable_path=executable, args=FLAGS, env=environment
                )
            return browsers[fonts]

        yield launch
        for browser in browsers.values():
            browser.close()


@pytest.fixture
def fonts():
    """The set of fonts; a test that depends on it is parametrized with both."""
    return "DejaVu" if font_sets.folder("DejaVu") else None


@pytest.fixture
def browser(launch, fonts):
    return launch(fonts)


@pytest.fixture
def visit(browser, site):
    """Open a page of the site; at the end, nothing may have gone wrong on it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    page = context.new_page()
    problems = []

    def on_request(request):
        if not request.url.startswith((site, "data:", "blob:")):
            problems.append(f"request to another host: {request.url}")

    def on_response(response):
        if response.status >= 400:
            problems.append(f"status {response.status}: {response.url}")

    def on_failure(request):
        if request.failure != "net::ERR_ABORTED":  # the test went on to another page
            problems.append(f"request failed: {request.url}")

    def on_console(message):
        if message.type in ("error", "warning"):
            problems.append(f"console {message.type}: {message.text}")

    page.on("request", on_request)
    page.on("response", on_response)
    page.on("requestfailed", on_failure)
    page.on("console", on_console)
    page.on("pageerror", lambda error: problems.append(f"exception: {error}"))

    def open_page(path):
        response = page.goto(f"{site}/{path}", wait_until="load")
        assert response.status == 200
        return page

    yield open_page
    context.close()
    assert not problems, "\n".join(problems)
