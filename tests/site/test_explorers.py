"""Every explorer of the built site, in a browser without a network and without a kernel."""

import gzip
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from built_site import toc_pages
from layout import SIZES
from page_figures import choose, figure, figures, move, of_kind, settled, told

from resnet_book.explorers.common_words import CONTROLS
from resnet_book.explorers.degradation import SHORTCUTS, control_values
from resnet_book.models.labels import network_label
from resnet_book.results import runs
from resnet_book.words import with_spread

# How far the article's parts move by themselves; the contents beside it fold while one scrolls.
SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  const inArticle = ({ node }) => node?.parentElement?.closest("article.bd-article");
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, sources, value } of list.getEntries())
      if (!hadRecentInput && sources.some(inArticle)) sum += value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 500);
})"""


def test_site_has_every_kind_of_explorer(html_dir):
    kinds = {kind for page in toc_pages() for kind, _ in figures(page)}
    assert {"degradation", "signal", "predict"} <= kinds


def test_names_in_the_address_are_unique_within_a_page(html_dir, explorer_page):
    names = [name for _, name in figures(explorer_page)]
    assert len(names) == len(set(names))


def test_all_explorers_of_a_page_come_to_life(visit, explorer_page):
    page = visit(f"{explorer_page}.html")
    for kind, name in figures(explorer_page):
        found = figure(page, name)
        assert "mounted" in found.get_attribute("class")
        assert found.locator(".problem").count() == 0
        if kind != "predict":
            assert found.locator(".board svg").count() >= 1
            assert len(told(page, name)) > 20


def test_nothing_jumps_while_the_page_loads(visit, explorer_page):
    page = visit(f"{explorer_page}.html")
    for size in SIZES.values():
        page.set_viewport_size(size)
        page.reload(wait_until="load")
        page.mouse.move(size["width"] / 2, size["height"] / 2)
        for _ in range(60):  # as far as most readers' first minute
            page.mouse.wheel(0, 400)
            settled(page)
        assert page.evaluate(SHIFT) < 0.1  # what the web's vitals call good


def test_slider_answers_the_keyboard(visit, place):
    page_name, _, name = place
    page = visit(f"{page_name}.html")
    slider = figure(page, name).locator("input[type=range]").first
    slider.focus()
    seen = {}
    for key in ("Home", "ArrowRight", "End"):
        page.keyboard.press(key)
        settled(page)
        seen[key] = (told(page, name), slider.get_attribute("aria-valuetext"))
    assert len(set(seen.values())) == min(3, int(slider.get_attribute("max")) + 1), seen
    assert len(set(seen.values())) > 1
    page.keyboard.press("ArrowLeft")
    settled(page)
    outline = slider.evaluate("(e) => getComputedStyle(e).outlineWidth")
    assert outline == "3px"


def test_view_is_in_the_address_and_comes_back_from_it(visit, place):
    page_name, _, name = place
    page = visit(f"{page_name}.html")
    found = figure(page, name)
    first = found.locator("input[type=range]").first
    first.focus()
    page.keyboard.press("End")
    found.get_by_role("button", name="Pin this view").click()
    page.keyboard.press("Tab")
    first.focus()
    page.keyboard.press("Home")
    settled(page)
    address = page.evaluate("location.hash")
    assert address.startswith(f"#{name}?")
    assert "pin." in address
    before = found.locator(".board").inner_text(), told(page, name)
    again = visit(f"{page_name}.html?again{address}")
    settled(again)
    after = figure(again, name).locator(".board").inner_text(), told(again, name)
    assert after == before


def test_link_is_copied(visit, place):
    page_name, _, name = place
    page = visit(f"{page_name}.html")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    figure(page, name).get_by_role("button", name="Copy link").click()
    page.wait_for_function(
        "(n) => document.querySelector(`figure[data-name=${n}] .told`)"
        ".textContent.includes('copied')",
        arg=name,
    )
    assert f"#{name}?" in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("depth=57", "Depth 57 is not offered"), ("colour=red", "“colour”")],
)
def test_bad_address_is_a_sentence_and_the_page_goes_on(visit, query, sentence):
    page_name, name = of_kind("degradation")[0]
    page = visit(f"{page_name}.html#{name}?{query}")
    problem = figure(page, name).locator(".problem")
    problem.wait_for()
    assert sentence in problem.inner_text()
    figure(page, name).get_by_role("button", name="Show the first view").click()
    problem.wait_for(state="detached")
    assert figure(page, name).locator(".board svg").count() == 1


def test_axe_finds_no_violation(visit, explorer_page):
    page = visit(f"{explorer_page}.html")
    for _, name in figures(explorer_page):
        figure(page, name)
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)
        page.wait_for_selector(f"html[data-theme={colours}]")
        for size in SIZES.values():
            page.set_viewport_size(size)
            settled(page)
            found = Axe().run(page, context="figure.explorer", options={"preload": False})
            assert found.violations_count == 0, f"{colours} {size}: {found.generate_report()}"


def test_phone_has_no_sideways_scrolling(visit, place):
    page_name, _, name = place
    page = visit(f"{page_name}.html")
    page.set_viewport_size(SIZES["phone"])
    settled(page)
    found = figure(page, name)
    assert found.evaluate("(e) => e.scrollWidth <= e.clientWidth + 1")
    assert found.locator(".board svg").first.evaluate(
        "(e) => e.getBoundingClientRect().right <= innerWidth"
    )


def test_page_state_stays_small(html_dir, explorer_page):
    html = (html_dir / f"{explorer_page}.html").read_text(encoding="utf8")
    for state in re.findall(r'<script type="application/json">(.*?)</script>', html, re.S):
        assert len(gzip.compress(state.encode())) < 60_000


@pytest.mark.parametrize("error", ["training error", "test error"])
def test_degradation_shows_the_numbers_of_the_records_and_offers_no_others(visit, error):
    page_name, name = of_kind("degradation")[0]
    recorded = {
        seeds[0].spec: seeds
        for seeds in runs.select(runs.load_all(), data="cifar10", recipe="short").values()
        if control_values(seeds[0].spec)
    }
    page = visit(f"{page_name}.html")
    found = figure(page, name)
    choose(found, "Show", error)
    shown = []
    slider = found.get_by_label("Depth", exact=True)
    for i in range(int(slider.get_attribute("max")) + 1):
        move(found, "Depth", i)
        settled(page)
        depth = int(slider.get_attribute("aria-valuetext"))
        for label in found.get_by_label("Shortcut", exact=True).locator("option").all_inner_texts():
            choose(found, "Shortcut", label)
            settled(page)
            (kind,) = [kind for kind, text in SHORTCUTS.items() if text == label]
            (spec,) = [spec for spec in recorded if control_values(spec) == (depth, kind)]
            seeds = recorded[spec]
            text = found.locator(".board").inner_text() + told(page, name)
            assert network_label(spec) in text
            assert f"training error {with_spread([r.train_error for r in seeds])} %" in text
            assert f"test error {with_spread([r.test_error for r in seeds])} %" in text
            key = "train_error" if error == "training error" else "test_error"
            last = [getattr(run.epochs[-1], key) for run in seeds]
            mean = sum(last) / len(last)
            # The page rounds a tie away from zero, Python towards the even digit.
            assert any(f"{mean + tie:.1f}" in text for tie in (-1e-9, 1e-9))
            assert seeds[0].command in text
            assert seeds[0].commit[:10] in text
            shown.append(spec)
    assert sorted(map(str, shown)) == sorted(map(str, recorded))


def test_control_with_one_option_is_not_shown(visit, explorer_page):
    page = visit(f"{explorer_page}.html")
    for kind, name in figures(explorer_page):
        if kind == "predict":
            continue
        for slider in figure(page, name).locator("input[type=range]:visible").all():
            assert int(slider.get_attribute("max")) >= 1
        for choice in figure(page, name).locator("select:visible").all():
            assert choice.locator("option").count() >= 2


# A drawing that keeps its element, and a log of what is asked of it. It fails at the third depth.
KEEPS = """async ([name, json]) => {
  const { shared } = resnetBook;
  const state = JSON.parse(json);
  const depths = state.controls.find((c) => c.name === "depth").options.map(([value]) => value);
  const log = [];
  const drawing = {
    mount(board, { content, looks, words }) {
      const kept = document.createElement("p");
      board.append(kept);
      log.push(["mount", Object.keys(looks).join(), typeof words.say, typeof content]);
      return {
        update({ values, labels, pinned, width }) {
          if (values.depth === depths[2]) throw new Error("as asked");
          kept.textContent = labels.depth;
          log.push(["update", board.firstChild === kept, pinned === null, width > 100]);
          return `depth ${values.depth}`;
        },
        unmount() {
          kept.remove();
          log.push(["unmount"]);
        },
      };
    },
  };
  const figure = document.createElement("figure");
  document.querySelector(`figure[data-name=${name}]`).after(figure);
  const listeners = new Map();
  const values = { ...state.values, state, name: "toy", kind: "toy", pinned: {} };
  const model = {
    get: (key) => values[key],
    set: (key, value) => { values[key] = value; listeners.get(`change:${key}`)?.(); },
    on: (event, call) => listeners.set(event, call),
    off: (event) => listeners.delete(event),
    save_changes() {},
  };
  const kind = shared["explorer.js"].explorer(drawing);
  const end = shared["figure.js"].mountFigure({ model, el: figure, kind });
  const go = async (depth) => {
    model.set("depth", depth);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  };
  await go(depths[1]);
  await go(depths[2]);
  const problem = figure.querySelector(".problem").textContent;
  await go(depths[1]);
  const text = figure.querySelector(".board").textContent;
  end();
  const left = figure.querySelector(".board").childNodes.length;
  await go(depths[0]);
  figure.remove();
  return { log, problem, text, left, listeners: listeners.size, depth: String(depths[1]) };
}"""


def test_drawing_keeps_its_state_and_leaves_nothing_behind(bare):
    page_name, name = of_kind("degradation")[0]
    page, go = bare(f"{page_name}.html")
    go()
    state = page.locator(f"figure[data-name={name}] script").text_content()
    figure(page, name)
    found = page.evaluate(KEEPS, [name, state])
    steps = [step[0] for step in found["log"]]
    assert steps == ["mount", "update", "update", "unmount", "mount", "update", "unmount"]
    assert found["log"][0] == ["mount", "plain,residual", "function", "object"]
    assert all(step[1:] == [True, True, True] for step in found["log"] if step[0] == "update")
    assert found["problem"] == CONTROLS["broken"]
    assert found["text"] == found["depth"]
    assert (found["left"], found["listeners"]) == (0, 0)
