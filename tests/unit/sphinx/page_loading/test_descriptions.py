"""The description of a page: how its text begins."""

from docutils import nodes


def test_description_is_how_the_text_begins(load):
    descriptions = load("descriptions")
    assert descriptions.shortened("Short. And more.") == "Short. And more."
    long = descriptions.shortened("word " * 100)
    assert len(long) <= descriptions.LONGEST
    assert long.endswith("word…")
    section = nodes.section("", nodes.paragraph(text="Why is deeper worse?"))
    section += nodes.paragraph(text="Nobody had expected it, and overfitting does not explain it.")
    document = nodes.container("", section)
    assert descriptions.beginning(document).startswith("Why is deeper worse? Nobody")
