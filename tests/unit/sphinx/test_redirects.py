"""Every address of the first edition leads to a page of the book."""

from types import SimpleNamespace

import pytest
import yaml
from built_site import ROOT, toc_pages
from docutils import nodes


@pytest.fixture
def redirects(extension):
    return extension("redirects")


def test_every_address_of_the_first_edition_leads_somewhere(redirects):
    pages = {*toc_pages(), "index", "search"}  # two that are made for every book
    configuration = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf8"))
    moved = configuration["sphinx"]["config"]["moved_pages"]
    lost = set(redirects.FIRST_EDITION) - pages - set(moved)
    assert lost == set(), "add a line to moved_pages"
    assert redirects.problems(moved, pages) == []


def test_a_page_that_moved_leads_on(redirects, tmp_path):
    config = SimpleNamespace(moved_pages={"book/old": "book/new/x#part", "older": "book/new/x"})
    titles = {"book/new/x": nodes.title("", "Plain & residual")}
    env = SimpleNamespace(found_docs={"book/new/x"}, titles=titles)
    builder = SimpleNamespace(format="html")
    app = SimpleNamespace(builder=builder, outdir=tmp_path, env=env, config=config)
    redirects.write(app, None)
    page = (tmp_path / "book" / "old.html").read_text(encoding="utf8")
    assert 'content="0; url=new/x.html#part"' in page
    assert '<a href="new/x.html#part">Plain &amp; residual</a>' in page
    assert "<head>" not in page
    assert "<script" not in page
    assert 'url=book/new/x.html"' in (tmp_path / "older.html").read_text(encoding="utf8")


def test_a_line_that_leads_nowhere_is_reported(redirects):
    moved = {"a": "b#c", "b": "d"}
    assert redirects.problems(moved, {"b"}) == ["b is a page of the book", "b: no page d"]
