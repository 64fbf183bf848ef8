"""Links to the repository and to Colab: all of them once the book has an address, none before.

On a book of two pages, with the theme and the extensions of the real one.
"""

import json
import re

import pytest
import toy_book
from page_figures import figure

REAL = "https://github.com/me/my-book"
RECORDS = f"{REAL}/blob/main/src/resnet_book/results/recorded"
COLAB = "https://colab.research.google.com/github/me/my-book/blob/main/book/index.ipynb"
RECORD = "plain-20_cifar10_short_seed-0.json"
SHOWN = "plain-56_cifar10_short_seed-0.json"  # by the degradation explorer, as it opens


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """The built pages without an address and with one."""
    addresses = (toy_book.PLACEHOLDER, REAL)
    folders = [tmp_path_factory.mktemp("book") for _ in addresses]
    for folder, address in zip(folders, addresses, strict=True):
        toy_book.write(folder, *toy_book.CELLS, address=address)
    return dict(zip(addresses, toy_book.build(*folders), strict=True))


@pytest.fixture(scope="module")
def html_dir(request, books):
    """What the tests' server serves; see `visit`."""
    return books[getattr(request, "param", toy_book.PLACEHOLDER)]


def page(html_dir) -> str:
    return (html_dir / "book" / "index.html").read_text(encoding="utf8")


def hrefs(text: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', text)


def test_without_an_address_no_page_names_the_placeholder(html_dir):
    pages = list(html_dir.rglob("*.html"))
    assert len(pages) >= 4  # two pages, search, index
    assert [path.name for path in pages if "your_account" in path.read_text(encoding="utf8")] == []


def test_without_an_address_there_is_no_button_for_it(html_dir):
    for path in html_dir.rglob("*.html"):
        text = path.read_text(encoding="utf8")
        assert "colab" not in text.lower()
        assert 'href="https://github.com' not in text
        assert "launch-buttons" not in text
        assert "source-repository-button" not in text


def unfolded(visit):
    """What the degradation explorer says of where its curves come from."""
    shown = figure(visit("book/index.html"), "degradation")
    shown.get_by_text("How was this recorded?").click()
    shown.locator(".provenance").first.wait_for()
    return shown.locator(".provenance")


def test_without_an_address_records_are_named(html_dir, visit):
    assert RECORD in page(html_dir)
    sources = unfolded(visit)
    assert SHOWN in " ".join(sources.all_text_contents())
    assert sources.locator("a").count() == 0


def test_without_an_address_the_lab_offers_its_notebook(html_dir, visit):
    open_page = visit("book/index.html")
    link = open_page.locator(".lab a[download]")
    assert link.inner_text() == "download this notebook"
    with open_page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "index.ipynb"
    source = html_dir.parents[1] / "book" / "index.ipynb"
    assert download.value.path().read_bytes() == source.read_bytes()


def test_notebook_is_there_for_a_page_opened_as_a_file(html_dir, browser):
    open_page = browser.new_page()
    open_page.goto((html_dir / "book" / "index.html").as_uri())
    open_page.locator(".lab a[download]").click()
    # From file to file Chromium does not download, but shows it.
    open_page.wait_for_url("file://**/_sources/book/index.ipynb")
    assert json.loads(open_page.inner_text("body"))["nbformat"] == 4
    open_page.close()


@pytest.mark.parametrize("html_dir", [REAL], indirect=True)
def test_with_an_address_every_link_is_there(html_dir, visit):
    links = hrefs(page(html_dir))
    assert links.count(COLAB) == 2  # the theme's button and the lab's
    assert REAL in links
    assert any(link.startswith(f"{REAL}/issues/new?") for link in links)
    assert f"{RECORDS}/{RECORD}" in links
    assert "download this notebook" not in page(html_dir)
    sources = unfolded(visit)
    links = sources.locator("a").evaluate_all("(links) => links.map((link) => link.href)")
    assert f"{RECORDS}/{SHOWN}" in links
