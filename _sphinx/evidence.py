"""Evidence stands beside its lesson, not between two lessons.

In the table of contents a lesson's evidence is a section of the lesson. "Next" leads from lesson to
lesson; from evidence it leads to the next lesson, and "previous" back to its own.
"""

from __future__ import annotations

from sphinx.application import Sphinx

FOLDER = "book/evidence/"


def skipping(relations: dict[str, list], page: str, way: int) -> str | None:
    """The first page before (1) or behind (2) `page` that is no evidence."""
    found = relations.get(page, [None] * 3)[way]
    while found and found.startswith(FOLDER):
        found = relations[found][way]
    return found


def lead_past(app: Sphinx, page: str, template: str, context: dict, tree) -> None:
    """Correct a page's links to the one before and the next."""
    if app.builder.format != "html":
        return
    for name, way in (("prev", 1), ("next", 2)):
        shown = app.builder.relations.get(page, [None] * 3)[way]
        found = skipping(app.builder.relations, page, way)
        if found != shown:
            context[name] = found and {
                "link": app.builder.get_relative_uri(page, found),
                "title": app.builder.render_partial(app.env.titles[found])["title"],
            }


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", lead_past)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
