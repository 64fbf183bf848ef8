"""What answers a prediction is veiled until the reader guesses, or asks to be shown."""

import json
import re
from urllib.parse import quote

import pytest
from accessibility import violations
from built_site import HTML, toc_pages
from layout import OVERFLOW, SIZES
from page_figures import REACHED, figures, scroll_to, settled
from playwright.sync_api import expect

from resnet_book.explorers.predict import WORDS
from resnet_book.words import VEIL, VEIL_OF_SEVERAL

# Of each prediction: whether its veil hangs, whether what it covers can be seen, and be reached.
VEILS = """() => Object.fromEntries(
  [...document.querySelectorAll(".veil")].map(({ dataset: { prediction } }) => {
    const [box, first] = document.querySelectorAll(`[data-prediction="${prediction}"]`);
    const inside = first.querySelector("p:not(.veil p), pre, figure, table, h3");
    const stop = first.querySelector("a[href], button, summary");
    stop?.focus();
    return [prediction, {
      hangs: box.checkVisibility(),
      seen: inside.checkVisibility() && inside.getBoundingClientRect().height > 0,
      reached: Boolean(stop) && document.activeElement === stop,
    }];
  })
)"""


def pages():
    return [name for name in toc_pages() if any(kind == "predict" for kind, _ in figures(name))]


def questions(page_name):
    return [name for kind, name in figures(page_name) if kind == "predict"]


def prediction(page, name):
    """A prediction that is not itself under a veil, mounted and in the window."""
    found = page.locator(f"figure[data-name={name}]")
    page.wait_for_function(REACHED, arg=found.element_handle(), polling=100)
    return found


def guess(page, name):
    """Guess by keyboard alone."""
    found = prediction(page, name)
    found.locator("input").first.focus()
    radio = found.locator("input").first.get_attribute("type") == "radio"
    page.keyboard.press("Space" if radio else "ArrowRight")
    settled(page)
    found.get_by_role("button", name=WORDS["commit"]).focus()
    page.keyboard.press("Enter")
    settled(page)
    return found


def hanging(page):
    """The predictions over whose answers a veil hangs; all others can be seen."""
    state = page.evaluate(VEILS)
    for name, each in state.items():
        if not each["hangs"] and each["seen"]:
            continue
        assert not each["seen"], name
        assert not each["reached"], name
    return [name for name, each in state.items() if not each["seen"]]


def content_of(page_name, name):
    """What a prediction's script gets."""
    html = (HTML / f"{page_name}.html").read_text(encoding="utf8")
    start = html.index('json">', html.index(f'data-name="{name}"')) + 6
    return json.loads(html[start : html.index("</script>", start)].replace("<\\/", "</"))["content"]


def pages_with_all_forms():
    """Some pages that together ask in every form, the first ones of the book."""
    seen, chosen = set(), []
    for page_name in pages():
        forms = {content_of(page_name, name)["form"] for name in questions(page_name)}
        if not forms <= seen:
            chosen.append(page_name)
            seen |= forms
    return chosen


def page_or_skip(page_name):
    if page_name == "none":
        pytest.skip("no page has a prediction")
    return page_name


# What depends on a page's own text is tried on every page, what every veil does on some.
@pytest.fixture(params=pages() or ["none"])
def veiled_page(request, html_dir):
    return page_or_skip(request.param)


@pytest.fixture(params=pages_with_all_forms() or ["none"])
def any_veiled_page(request, html_dir):
    return page_or_skip(request.param)


def test_each_guess_lifts_its_own_veil_and_no_other(visit, veiled_page):
    page = visit(f"{veiled_page}.html")
    names = questions(veiled_page)
    assert hanging(page) == names
    for i, name in enumerate(names):
        guess(page, name)
        if i + 1 < len(names):
            assert names[i + 1] in hanging(page)
            assert not prediction(page, names[i + 1]).locator(".told").inner_text()
        else:
            assert hanging(page) == []


def test_show_me_lasts_across_a_reload_and_can_be_forgotten(visit, any_veiled_page):
    page = visit(f"{any_veiled_page}.html")
    names = questions(any_veiled_page)
    for name in names:
        prediction(page, name).get_by_role("button", name=WORDS["show"]).click()
    assert hanging(page) == []
    assert "guess=" not in page.url
    page.reload(wait_until="load")
    assert hanging(page) == []
    found = prediction(page, names[-1])
    assert found.locator(".told").inner_text()
    found.get_by_role("button", name=WORDS["again"]).click()
    assert hanging(page) == names[-1:]
    assert not found.locator(".told").inner_text()
    page.reload(wait_until="load")
    assert hanging(page) == names[-1:]


def test_guesses_last_across_a_reload_without_their_address(visit, any_veiled_page):
    page = visit(f"{any_veiled_page}.html")
    name = questions(any_veiled_page)[0]
    sentence = guess(page, name).locator(".told").inner_text()
    page.evaluate("history.replaceState(null, '', location.pathname)")
    page.reload(wait_until="load")
    again = prediction(page, name)
    assert again.locator(".told").inner_text() == sentence
    assert not again.locator("input").first.is_enabled()


def test_what_a_link_leads_to_is_not_veiled(visit, veiled_page):
    page = visit(f"{veiled_page}.html")
    inside = page.evaluate(
        "[...document.querySelectorAll('.veiled :is(section, figure.explorer)')].map((e) => e.id)"
    )
    for i, place in enumerate(inside[:4]):
        page = visit(f"{veiled_page}.html?{i}#{place}")
        settled(page)
        found = page.locator(f"[id='{place}']")
        assert found.evaluate("(e) => e.checkVisibility()")
        page.wait_for_function(
            "(e) => Math.abs(e.getBoundingClientRect().top) < innerHeight",
            arg=found.element_handle(),
        )
        over = found.evaluate("(e) => e.closest('.veiled').dataset.prediction")
        assert over not in hanging(page)
        assert len(hanging(page)) >= len(questions(veiled_page)) - 2  # a run shares its answers
    for place in inside[:1]:  # a link on the page itself
        page = visit(f"{veiled_page}.html?again")
        page.evaluate(
            """(id) => {
              const link = document.createElement("a");
              link.href = `#${id}`;
              document.querySelector("article").prepend(link);
              link.click();
            }""",
            place,
        )
        assert page.locator(f"[id='{place}']").evaluate("(e) => e.checkVisibility()")


# Some words under a veil that stand nowhere else on the page.
ONLY_THERE = """(name) => {
  const article = document.querySelector("article.bd-article").textContent;
  for (const part of document.querySelectorAll(`.veiled[data-prediction=${name}] p:not(.veil p)`))
    for (const node of part.childNodes) {
      const [words] = /[a-z]+(?: [a-z]+){4,}/i.exec(node.nodeType === 3 ? node.data : "") ?? [];
      if (words && article.split(words).length === 2) return words;
    }
  return null;
}"""


def test_browsers_search_lifts_the_veil(visit, any_veiled_page):
    page = visit(f"{any_veiled_page}.html")
    for name in questions(any_veiled_page):
        words = page.evaluate(ONLY_THERE, name)
        if not words:
            continue
        # A link to words finds them as a search does.
        page = visit(f"{any_veiled_page}.html?{name}#:~:text={quote(words)}")
        page.wait_for_function(
            "(n) => document.querySelector(`.veiled[data-prediction=${n}]`).matches('.lifted')",
            arg=name,
        )
        assert name not in hanging(page)
        for each in page.locator(".veiled:not(.lifted)").all():
            assert each.get_attribute("hidden") == "until-found"


def test_nothing_is_veiled_on_paper_or_without_scripts(bare, any_veiled_page):
    for options in ({}, {"java_script_enabled": False}):
        page, go = bare(f"{any_veiled_page}.html", **options)
        go()
        if not options:
            prediction(page, questions(any_veiled_page)[0])
            page.emulate_media(media="print")
            sentence = page.locator(f"figure[data-name={questions(any_veiled_page)[0]}] .told")
            expect(sentence).not_to_be_empty()  # paper cannot be asked
        for name in questions(any_veiled_page):
            assert page.locator(f".veil[data-prediction={name}]").is_hidden()
            covered = page.locator(f".veiled[data-prediction={name}]").first
            assert covered.evaluate("(e) => e.getBoundingClientRect().height") > 20


def test_veils_need_neither_storage_nor_a_server(browser, html_dir, any_veiled_page):
    context = browser.new_context(viewport=SIZES["phone"])
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('off'); } });"
    )
    page = context.new_page()
    page.goto(f"{(html_dir / any_veiled_page).as_uri()}.html", wait_until="load")
    name = questions(any_veiled_page)[-1]
    assert name in hanging(page)
    guess(page, name)
    assert name not in hanging(page)
    context.close()


@pytest.mark.parametrize("script", ["loader.js", "predict.js"])
def test_no_veil_hangs_where_nobody_can_guess(bare, any_veiled_page, script):
    page, go = bare(f"{any_veiled_page}.html")
    page.route(f"**/{script}*", lambda route: route.abort())
    go()
    for name in questions(any_veiled_page):
        scroll_to(page.locator(f"figure[data-name={name}]"))
        page.wait_for_function(
            "(n) => document.querySelector(`.veiled[data-prediction=${n}]`)"
            ".getBoundingClientRect().height > 20",
            arg=name,
        )


@pytest.mark.parametrize(("theme", "size"), [("light", "desktop"), ("dark", "phone")])
def test_predictions_fit_and_please_axe(visit, veiled_page, theme, size):
    page = visit(f"{veiled_page}.html")
    page.set_viewport_size(SIZES[size])
    page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
    names = questions(veiled_page)
    for name in names:
        for button in prediction(page, name).locator("button:visible").all():
            assert button.bounding_box()["height"] >= 44
    # All parts of a page at once, since a run of axe takes seconds. Before a guess, see also
    # test_explorers.py.
    assert violations(page, {"include": [[".veil"]]}) == ""
    for name in names:
        guess(page, name)
    assert violations(page, {"include": [[f"figure[data-name={name}]"] for name in names]}) == ""
    assert page.evaluate(OVERFLOW) == []


# What a reader sees above a prediction, and on it before a guess.
SEEN = """(name) => {
  const asks = document.querySelector(`figure[data-name=${name}]`);
  const texts = [];
  const hidden = "script, style, figure.explorer, details:not([open]), .veiled, .katex-mathml";
  const walk = document.createTreeWalker(document.querySelector("article.bd-article"), 4);
  while (walk.nextNode()) {
    const { parentElement } = walk.currentNode;
    if (!(asks.compareDocumentPosition(parentElement) & Node.DOCUMENT_POSITION_PRECEDING)) break;
    if (!parentElement.closest(hidden)) texts.push(walk.currentNode.data);
  }
  return texts.join(" ");
}"""


def visible_before(content, text):
    """The parts of an answer that stand in a text."""
    if content["form"] == "choice":
        named = all(option in text for option in content["options"])  # none of them stands out
        parts = [content["because"]] if named else [content["because"], content["answer"]]
        return [each for each in parts if each in text]
    numbers = [f"{value:g}" for value in content["answer"]]
    long = [each for each in numbers if len(each.strip("-0.").replace(".", "")) >= 3]
    given = {f"{value:g}" for value in content["answer"][:1]} if content["form"] == "curve" else ()
    words = re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\d)", text)
    return [each for each in long if each in words and each not in given]


def test_no_answer_stands_above_its_question_and_none_is_left_uncovered(visit, veiled_page):
    page = visit(f"{veiled_page}.html")
    assert page.locator(".veiled figure[data-kind=predict]").count() == 0
    for name in questions(veiled_page):
        content = content_of(veiled_page, name)
        assert visible_before(content, page.evaluate(SEEN, name)) == [], name
        cell = page.locator(f"div.cell:has(figure[data-name={name}])")
        assert cell.locator(".cell_input").count() == 0
        box = page.locator(f".veil[data-prediction={name}]")
        assert box.text_content().strip() in (VEIL, VEIL_OF_SEVERAL)
        assert page.locator(f".veiled[data-prediction={name}]").first.text_content().strip()


def test_veils_name_the_button_that_lifts_them():
    assert f"“{WORDS['show']}”" in VEIL
    assert f"“{WORDS['show']}”" in VEIL_OF_SEVERAL
