"""What pages get for their figures."""

from base64 import b64encode
from types import SimpleNamespace

import pytest

from resnet_book import palette

PNG = b"\x89PNG toy"
FIGURE = (
    '<figure class="explorer" id="x"><div class="fallback"><img loading="lazy" alt="bars" '
    f'src="data:image/png;base64,{b64encode(PNG).decode()}" width="499" height="9"></div></figure>'
)


@pytest.fixture
def figures(extension):
    return extension("figures")


@pytest.fixture
def app(tmp_path):
    """A stand-in for Sphinx that notes what is added to a page."""
    added = []
    return SimpleNamespace(
        outdir=tmp_path / "html",
        builder=SimpleNamespace(format="html", imagedir="_images"),
        config=SimpleNamespace(html_static_path=[]),
        added=added,
        add_js_file=lambda name, **attributes: added.append((name, attributes)),
        add_css_file=lambda name: added.append((name, {})),
    )


def context(body):
    return {"body": body, "pathto": lambda path, resource: f"../{path}"}


def test_page_with_an_explorer_gets_the_loader_and_its_picture_as_a_file(figures, app):
    page = context(f"<p>before</p>{FIGURE}{FIGURE}")
    figures.add_loader(app, "book/x", "page.html", page, None)
    assert app.added == [("loader.js", {"defer": "defer"})]
    (picture,) = (app.outdir / "_images").iterdir()
    assert picture.read_bytes() == PNG
    assert page["body"].count(f'alt="bars" src="../_images/{picture.name}" width="499"') == 2
    assert "base64" not in page["body"]


@pytest.mark.parametrize("body", ["<p>text</p>", '<img src="data:image/png;base64,AAAA">', None])
def test_page_without_explorers_gets_nothing(figures, app, body):
    page = context(body)
    figures.add_loader(app, "book/x", "page.html", page, None)
    assert app.added == []
    assert page["body"] == body


def test_every_page_gets_the_palette_and_the_names_of_boxes(figures, app):
    figures.write_palette(app)
    (folder,) = app.config.html_static_path
    assert (app.outdir.parent / "palette" / "palette.css").read_text() == palette.css()
    assert folder == str(app.outdir.parent / "palette")
    names = {"defer": "defer", "data-table": "Table", "data-formula": "Formula"}
    sheet, (script, attributes) = app.added
    assert sheet == ("palette.css", {})
    assert script == "scrolling.js"
    assert names.items() <= attributes.items()
