"""All that an explorer says comes from its table of words: another table, another page."""

import json
import re

import pytest
from built_site import HTML
from page_figures import figure, figures, settled, whole

STATE = re.compile(r'(<script type="application/json">)(.*?)(</script>)', re.S)

# The texts that a figure shows, but not those that stand in its page or its state as they are, as
# the parts of a drawing do, which are in groups.
TEXTS = """(figure) => {
  const parts = "button, summary, .told, .legend, .provenance, .board, .question ~ *";
  const texts = [];
  for (const part of figure.querySelectorAll(parts)) {
    if (part.closest("details > .scrolls, code, a")) continue;
    for (const node of part.childNodes)
      if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent);
    for (const text of part.querySelectorAll("text, td, th, span, label"))
      if (!text.closest("svg.diagram g")) texts.push(text.textContent);
    for (const named of part.querySelectorAll("[aria-label]"))
      texts.push(named.getAttribute("aria-label"));
  }
  return texts.map((text) => text.trim()).filter((text) => /[a-z]{3}/i.test(text));
}"""


def strings(value):
    """Every string in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


@pytest.fixture
def translated(bare, explorer_page):
    """A page whose explorers have another table of words: each sentence in « and »."""
    known = set()

    def translate(route):
        def other(found):
            state = json.loads(found[2].replace("<\\/", "</"))
            words = state.pop("words")
            known.update(strings(state))
            state["words"] = {
                key: word if key == "locale" else f"«{word}»" for key, word in words.items()
            }
            return found[1] + json.dumps(state).replace("</", "<\\/") + found[3]

        html = (HTML / f"{explorer_page}.html").read_text(encoding="utf8")
        route.fulfill(body=STATE.sub(other, html), content_type="text/html; charset=utf-8")

    page, go = bare(f"{explorer_page}.html")
    page.route(f"**/{explorer_page}.html", translate)
    go()
    return page, known


def test_no_word_of_an_explorer_is_in_its_javascript(translated, explorer_page):
    page, known = translated
    for kind, name in figures(explorer_page):
        found = figure(page, name)
        if kind == "predict":
            control = found.locator("input").first
            control.focus()
            page.keyboard.press(
                "Space" if control.get_attribute("type") == "radio" else "ArrowRight"
            )
            found.get_by_role("button", name="«This is my guess»").click()
        else:
            if kind != "lab" and (kind, name) in whole(explorer_page):
                found.get_by_role("button", name="«Pin this view for comparison»").click()
            for folded in found.locator("summary").all():
                folded.click()
            if found.locator("input.reader").count():
                found.locator("input.reader").focus()
            found.locator("input[type=range]").first.focus()
            page.keyboard.press("Home")
        settled(page)
        texts = found.evaluate(TEXTS)
        assert len([text for text in texts if "«" in text]) >= 3
        foreign = {text for text in texts if "«" not in text and text not in known}
        drawn = [text for text in known if "<svg" in text]  # by Python, with its texts
        foreign = {text for text in foreign if not any(f">{text}<" in each for each in drawn)}
        assert foreign == set(), f"{name}: {foreign}"
