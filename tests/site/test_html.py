"""What the built files say, without a browser: links, anchors, Colab, no warning printed."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml
from executed import problems

from resnet_book.addresses import is_placeholder

ROOT = Path(__file__).parents[2]


class Page(HTMLParser):
    """The addresses that a page points to, and the anchors that it has."""

    def __init__(self, text: str):
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id" or (tag == "a" and name == "name"):
                self.ids.add(value)
            elif name in ("href", "src") and value:
                self.links.append(value)


@cache
def parsed(path: Path) -> Page:
    return Page(path.read_text(encoding="utf8"))


def test_internal_links_and_anchors_resolve(html_dir, page_name):
    path = html_dir / f"{page_name}.html"
    broken = []
    for link in parsed(path).links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        anchor = unquote(parts.fragment)
        if not target.is_file() or (
            anchor and target.suffix == ".html" and anchor not in parsed(target).ids
        ):
            broken.append(link)
    assert not broken


def test_notebook_opens_in_colab_once_the_book_has_an_address(html_dir, page_name):
    if not (ROOT / f"{page_name}.ipynb").exists():
        return
    repository = yaml.safe_load((ROOT / "_config.yml").read_text())["repository"]
    owner_and_name = urlsplit(repository["url"]).path
    address = (
        f"https://colab.research.google.com/github{owner_and_name}"
        f"/blob/{repository['branch']}/{page_name}.ipynb"
    )
    links = parsed(html_dir / f"{page_name}.html").links
    assert (address in links) == (not is_placeholder(repository["url"]))


def test_page_does_not_name_the_placeholder(html_dir, page_name):
    assert "your_account" not in (html_dir / f"{page_name}.html").read_text(encoding="utf8")


def test_every_cell_ran_while_the_site_was_built(html_dir, page_name):
    source = ROOT / f"{page_name}.ipynb"
    if source.exists():
        copy = html_dir.parent / "jupyter_execute" / f"{page_name}.ipynb"
        assert problems(source, copy) == [], "build the site again"


def test_address_of_the_site_leads_to_the_first_page(html_dir):
    first = yaml.safe_load((ROOT / "_toc.yml").read_text())["root"]
    assert f"url={first}.html" in (html_dir / "index.html").read_text()


def test_no_cell_printed_a_warning(html_dir, page_name):
    text = (html_dir / f"{page_name}.html").read_text(encoding="utf8")
    assert '<div class="output stderr' not in text
