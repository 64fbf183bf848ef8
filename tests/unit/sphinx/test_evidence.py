"""Next and previous: from lesson to lesson, and from evidence to its lesson."""

from types import SimpleNamespace

import pytest
from docutils import nodes

ORDER = ["book/index", "book/01-a", "book/evidence/01-a", "book/evidence/01-b", "book/02-a"]


@pytest.fixture
def links(extension):
    """``links(page)``: where previous and next lead."""
    relations = {
        page: [None, ORDER[i - 1] if i else None, ORDER[i + 1] if i + 1 < len(ORDER) else None]
        for i, page in enumerate(ORDER)
    }
    builder = SimpleNamespace(
        format="html",
        relations=relations,
        get_relative_uri=lambda page, other: other,
        render_partial=lambda title: {"title": title.astext()},
    )
    titles = {page: nodes.title("", page.upper()) for page in ORDER}
    app = SimpleNamespace(builder=builder, env=SimpleNamespace(titles=titles))

    def of(page):
        _, *shown = relations.get(page, [None] * 3)
        context = {
            name: other and {"link": other}
            for name, other in zip(("prev", "next"), shown, strict=True)
        }
        extension("evidence").lead_past(app, page, "page.html", context, None)
        return [link and link["link"] for link in (context["prev"], context["next"])]

    return of


def test_lessons_follow_each_other(links):
    assert links("book/01-a") == ["book/index", "book/02-a"]
    assert links("book/02-a") == ["book/01-a", None]


def test_evidence_leads_back_to_its_lesson_and_on_to_the_next(links):
    assert links("book/evidence/01-a") == ["book/01-a", "book/02-a"]
    assert links("book/evidence/01-b") == ["book/01-a", "book/02-a"]


def test_page_outside_the_order_stays_as_it_is(links):
    assert links("search") == [None, None]
