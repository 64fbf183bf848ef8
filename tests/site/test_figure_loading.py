"""What a page loads for its figures, and when; from a web server, and opened as a file."""

import pytest
from built_site import HTML, toc_pages
from layout import SIZES
from page_figures import ANSWERED, figure, figures, of_kind, settled, summary

# WebAssembly with one function: add(i32, i32).
ADD = "0061736d0100000001070160027f7f017f030201000707010361646400000a09010700200020016a0b"  # as hex
# What a later figure that computes in a worker does: its source comes as a script.
TOY = """resnetBook.toy = () => {
  const source = `onmessage = async ({ data }) => {
    const { instance } = await WebAssembly.instantiate(data);
    postMessage(instance.exports.add(2, 40));
  };`;
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(Uint8Array.from("HEX".match(/../g), (byte) => parseInt(byte, 16)));
  });
};""".replace("HEX", ADD)


@pytest.fixture
def requests(browser):
    """A new page, and the names of the scripts that it asks for."""
    context = browser.new_context(viewport=SIZES["desktop"])
    page = context.new_page()
    names = []
    page.on(
        "request",
        lambda request: (
            names.append(request.url.split("/")[-1].split("?")[0])
            if request.resource_type == "script"
            else None
        ),
    )
    yield page, names
    context.close()


OURS = {"loader.js", "shared.js"}


def test_page_without_figures_loads_nothing_for_them(requests, site):
    page, names = requests
    without = [name for name in toc_pages() if not figures(name)]
    assert without
    for name in without:
        page.goto(f"{site}/{name}.html", wait_until="load")
    assert not OURS & set(names)


def test_figure_is_fetched_when_it_comes_near_the_screen(requests, site, explorer_page):
    page, names = requests
    page.goto(f"{site}/{explorer_page}.html", wait_until="load")
    found = figures(explorer_page)
    height = SIZES["desktop"]["height"]
    tops = {
        name: page.evaluate(
            "(n) => document.querySelector(`figure[data-name=${n}]`).getBoundingClientRect().top",
            name,
        )
        for _, name in found
    }
    far = {kind for kind, name in found if tops[name] > 3 * height}
    near = {kind for kind, name in found if tops[name] < 2 * height}
    page.wait_for_timeout(200)
    assert "loader.js" in names
    for kind in far - near:
        assert f"{kind}.js" not in names
    if not near:
        assert "shared.js" not in names
    for kind, name in found:
        figure(page, name)
        assert f"{kind}.js" in names
    assert names.count("shared.js") == 1
    assert len([name for name in names if name.startswith(tuple(k for k, _ in found))]) == len(
        {kind for kind, _ in found}
    )


@pytest.fixture(params=["http", "file"])
def anywhere(request, browser, site, html_dir):
    """Open a page of the site over http, or as a file; at the end, nothing may have gone wrong."""
    address = site if request.param == "http" else html_dir.as_uri()
    context = browser.new_context(viewport=SIZES["desktop"])
    page = context.new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(f"exception: {error}"))
    page.on(
        "console",
        lambda message: (
            problems.append(f"{message.type}: {message.text}")
            if message.type in ("error", "warning")
            else None
        ),
    )

    def open_page(path, root=address):
        page.goto(f"{root}/{path}", wait_until="load")
        return page

    open_page.scheme = request.param
    yield open_page
    context.close()
    assert not problems, "\n".join(problems)


def test_every_figure_lives_over_http_and_as_a_file(anywhere, explorer_page):
    page = anywhere(f"{explorer_page}.html")
    for kind, name in figures(explorer_page):
        found = figure(page, name)
        control = found.locator("input:not([type=checkbox])").first
        control.focus()
        if kind == "predict":
            kind_of_input = control.get_attribute("type")
            page.keyboard.press("Space" if kind_of_input == "radio" else "ArrowRight")
            found.get_by_role("button", name="This is my guess").click()
            assert ANSWERED.search(summary(page, name))
        else:
            before = summary(page, name)
            page.keyboard.press("End")
            settled(page)
            at_end = summary(page, name)
            page.keyboard.press("Home")
            settled(page)
            assert len({before, at_end, summary(page, name)}) > 1
            assert found.locator(".board svg").count() >= 1


def test_address_leads_to_a_figure_and_its_view(anywhere):
    (page_name, name), *_ = of_kind("degradation")
    page = anywhere(f"{page_name}.html#{name}?depth=56&error=test_error")
    page.locator(f"figure[data-name={name}].mounted").wait_for()
    assert "ResNet-56" in page.locator(f"figure[data-name={name}] .told").inner_text()
    page.wait_for_function(
        "(n) => Math.abs(document.querySelector(`figure[data-name=${n}]`)"
        ".getBoundingClientRect().top) < innerHeight",
        arg=name,
    )


def test_worker_with_web_assembly_runs(anywhere, tmp_path, serve):
    page_name = next(page for page in toc_pages() if figures(page))
    for path in HTML.iterdir():
        if path.name != "_static":
            (tmp_path / path.name).symlink_to(path)
    (tmp_path / "_static").mkdir()
    for path in (HTML / "_static").iterdir():
        (tmp_path / "_static" / path.name).symlink_to(path)
    (tmp_path / "_static" / "toy.js").write_text(TOY)
    root = tmp_path.as_uri() if anywhere.scheme == "file" else serve(tmp_path)
    page = anywhere(f"{page_name}.html", root=root)
    assert page.evaluate("resnetBook.load('toy.js').then(() => resnetBook.toy())") == 42
