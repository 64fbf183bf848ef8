"""In a toy book: a lesson's first use of a term leads to the glossary, and shows what it means."""

import re

import pytest
import toy_book

GLOSSARY = """# Glossary

- **Block.** A branch, a shortcut and their sum. [Lesson 1](01-toy.md).
- **Depth.** How many layers.
- **Stage.** A run of blocks.
"""
LESSON = """# 1. A block

*A block?* **Blocks make a stage.**

Two blocks (`stage`) make a stage; a third block makes another.

Its [depth](glossary.md#depth) counts.

| a block | a stage |
| --- | --- |
| depth | depth |
"""
HOME = "# Home\n\nA block of a stage.\n"
TOC = """format: jb-book
root: book/home
chapters:
  - file: book/01-toy
  - file: book/glossary
"""


@pytest.fixture(scope="module")
def html_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    toy_book.write(folder)
    (folder / "_toc.yml").write_text(TOC)
    pages = {"glossary": GLOSSARY, "01-toy": LESSON, "home": HOME}
    for name, text in pages.items():
        (folder / "book" / f"{name}.md").write_text(text, encoding="utf8")
    (built,) = toy_book.build(folder)
    return built


def test_first_uses_are_linked_once_each_and_described(html_dir):
    text = (html_dir / "book" / "01-toy.html").read_text(encoding="utf8")
    links = re.findall(r'href="glossary\.html#(\w+)" aria-describedby="definition-(\w+)"', text)
    assert links == [("block", "block"), ("stage", "stage"), ("depth", "depth")]
    assert "Two <a" in text
    assert '<p id="definition-block">A branch, a shortcut and their sum.</p>' in text


def test_pages_that_are_no_lessons_stay_as_they_are(html_dir):
    assert "glossary.html#" not in (html_dir / "book" / "home.html").read_text(encoding="utf8")


def test_such_a_link_looks_and_behaves_like_one_by_hand(visit):
    page = visit("book/01-toy.html")
    style = "e => { const s = getComputedStyle(e); return [s.color, s.textDecorationStyle]; }"
    block, depth = (
        page.locator(f"a[aria-describedby='definition-{name}']") for name in ("block", "depth")
    )
    assert block.evaluate(style) == depth.evaluate(style)
    assert block.evaluate(style)[1] == "dotted"
    block.hover()
    page.wait_for_selector(".preview", state="visible")
    assert page.locator(".preview").inner_text() == "A branch, a shortcut and their sum."
