"""The built site, a server for it, and a browser to read it with."""

import os
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import font_sets
import pytest
from browser import chromium
from built_site import HTML, NO_CHROMIUM, toc_pages, unavailable
from layout import SIZES
from page_figures import figures, whole

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
    """`page_name`: every page; `explorer_page`: those with explorers; `place`: every whole one.

    `readable`: every place whose values can be read off a chart.
    """
    if "page_name" in metafunc.fixturenames:
        metafunc.parametrize("page_name", toc_pages())
    if "explorer_page" in metafunc.fixturenames:
        metafunc.parametrize("explorer_page", [page for page in toc_pages() if figures(page)])
    # A question and a lab keep no view to pin.
    places = [
        (page, k, n) for page in toc_pages() for k, n in whole(page) if k not in ("predict", "lab")
    ]
    charts = [place for place in places if place[1] in ("degradation", "identity", "signal")]
    for fixture, found in {"place": places, "readable": charts}.items():
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, found, ids=[f"{n}-{page[5:7]}" for page, _, n in found])


@pytest.fixture(scope="module")
def html_dir() -> Path:
    if not (HTML / "index.html").exists():
        unavailable("no built site; build it with: jupyter-book build . -W -n --keep-going")
    return HTML


@pytest.fixture(scope="module")
def serve():
    """``serve(folder)``: the address of a local server for its files."""
    servers = []

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    def start(folder):
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server, thread in servers:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def site(html_dir, serve):
    """The address of a local server for the built site."""
    return serve(html_dir)


# Module scope, not session: while Playwright runs, no other event loop can, and the notebooks'
# kernels need one.
@pytest.fixture(scope="module")
def launch(tmp_path_factory):
    """``launch(fonts)``: a browser that has this set of fonts alone; the machine's own if None."""
    executable = chromium(shell=True)
    if not executable:
        unavailable(NO_CHROMIUM)
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


@pytest.fixture
def bare(browser, site):
    """A page of the site whose problems are looked at by the test itself."""
    contexts = []

    def open_page(path, **options):
        context = browser.new_context(viewport=SIZES["desktop"], **options)
        contexts.append(context)
        page = context.new_page()
        return page, lambda: page.goto(f"{site}/{path}", wait_until="load")

    yield open_page
    for context in contexts:
        context.close()
