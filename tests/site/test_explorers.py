"""Every explorer of the built site, in a browser without a network and without a kernel."""

import gzip
import re

import pytest
from accessibility import violations
from built_site import HTML, toc_pages
from font_sets import SETS
from layout import SIZES
from page_figures import figure, figures, move, of_kind, settled, summary, view_address

from resnet_book.explorers import DegradationExplorer
from resnet_book.explorers.common_words import CONTROLS
from resnet_book.explorers.recorded_networks import ALWAYS, SHORTCUTS, control_values
from resnet_book.models.labels import network_label
from resnet_book.results import runs
from resnet_book.words import extent, with_spread

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
    assert {"degradation", "signal", "paths", "predict"} <= kinds


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
            assert len(summary(page, name)) > 20


def test_nothing_jumps_while_the_page_loads(visit, explorer_page):
    page = visit(f"{explorer_page}.html")
    for size in SIZES.values():
        page.set_viewport_size(size)
        page.reload(wait_until="load")
        page.mouse.move(size["width"] / 2, size["height"] / 2)
        for _ in range(30):  # as far as most readers' first minute
            page.mouse.wheel(0, 800)
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
        seen[key] = (summary(page, name), slider.get_attribute("aria-valuetext"))
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
    address = view_address(page)
    assert address.startswith(f"#{name}?")
    assert "pin." in address
    before = found.locator(".board").inner_text(), summary(page, name)
    again = visit(f"{page_name}.html?again{address}")
    settled(again)
    after = figure(again, name).locator(".board").inner_text(), summary(again, name)
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
    assert figure(page, name).locator(".board .chart svg").count() == 1


def test_axe_finds_no_violation(visit, explorer_page):
    page = visit(f"{explorer_page}.html")
    for _, name in figures(explorer_page):
        figure(page, name)
    # Contrast depends on the colours, layout on the size: each once, since a run takes seconds.
    for colours, size in (("light", "desktop"), ("dark", "phone")):
        page.emulate_media(color_scheme=colours)
        page.wait_for_selector(f"html[data-theme={colours}]")
        page.set_viewport_size(SIZES[size])
        settled(page)
        assert violations(page, "figure.explorer") == "", f"{colours}, {size}"


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


def test_what_a_pages_explorers_bring_stays_small(html_dir, explorer_page):
    """Scripts and data together, each compressed as a server sends it; the page holds the data."""
    html = (html_dir / f"{explorer_page}.html").read_text(encoding="utf8")
    figures = re.findall(r'<figure class="explorer".*?</figure>', html, re.S)
    kinds = {re.search(r'data-kind="(\w+)"', each)[1] for each in figures}
    names = ["loader", "shared", "scrolling", *sorted(kinds)]
    scripts = [(html_dir / "_static" / f"{name}.js").read_bytes() for name in names]
    whole = [*scripts, "".join(figures).encode()]
    assert figures
    assert sum(len(gzip.compress(part)) for part in whole) < 120_000


@pytest.mark.parametrize("error", ["training error", "test error"])
def test_degradation_shows_the_numbers_of_the_records_and_offers_no_others(visit, error):
    page_name, name = of_kind("degradation")[0]
    recorded = {
        control_values(seeds[0].spec): seeds
        for seeds in runs.select(runs.load_all(), data="cifar10", recipe="short").values()
        if control_values(seeds[0].spec)
    }
    page = visit(f"{page_name}.html")
    found = figure(page, name)
    found.get_by_label(error, exact=True).check()
    found.get_by_text("How was this recorded?").click()
    shown = []
    slider = found.get_by_label("Depth", exact=True)
    for i in range(int(slider.get_attribute("max")) + 1):
        move(found, "Depth", i)
        settled(page)
        depth = int(slider.get_attribute("aria-valuetext"))
        for kind in [kind for d, kind in recorded if d == depth]:
            shown.append((depth, kind))
            if kind not in ALWAYS:
                found.get_by_label(SHORTCUTS[kind], exact=True).check()
                settled(page)
            seeds = recorded[depth, kind]
            errors = {
                key: [getattr(r, key) for r in seeds] for key in ("train_error", "test_error")
            }
            label = network_label(seeds[0].spec)
            assert (
                f"{label}: training error {with_spread(errors['train_error'])} %, "
                f"test error {with_spread(errors['test_error'])} %." in summary(page, name)
            )
            last = errors["train_error" if error == "training error" else "test_error"]
            numbers = found.locator(".last-error").filter(has=page.get_by_text(label, exact=True))
            assert f"{sum(last) / len(last):.1f} %" in numbers.inner_text()
            if len(last) > 1:
                assert f"{extent(last)}, {len(last)} seeds" in numbers.inner_text()
            notes = found.locator(".notes").inner_text()
            for run in seeds:
                assert run.command in notes
                assert run.commit[:10] in notes
        for box in found.locator(".several input:not(:disabled)").all():
            box.uncheck()
    assert sorted(shown) == sorted(recorded)


def test_records_are_folded_and_not_in_the_caption(visit):
    page_name, name = of_kind("degradation")[0]
    found = figure(visit(f"{page_name}.html"), name)
    assert found.locator(".notes details").get_attribute("open") is None
    caption = found.locator("figcaption").inner_text()
    assert "resnet_book record" not in caption
    assert len(caption) < 160


def test_what_is_pinned_keeps_its_colour_and_is_dashed(visit):
    page_name, name = of_kind("degradation")[0]
    page = visit(f"{page_name}.html")
    found = figure(page, name)
    found.get_by_role("button", name="Pin this view").click()
    move(found, "Depth", 0)
    settled(page)
    colours = found.locator(".curves path[stroke-dasharray]").evaluate_all(
        "(paths) => paths.map((path) => path.getAttribute('stroke'))"
    )
    assert colours == ["var(--plain)", "var(--residual)"]
    names = found.locator(".curves text").all_text_contents()
    assert {"plain-20", "ResNet-20", "plain-56", "ResNet-56"} <= set(names)


def test_axes_stand_still_while_a_slider_moves(visit, readable):
    page_name, _, name = readable
    page = visit(f"{page_name}.html")
    found = figure(page, name)
    found.locator(".chart svg").evaluate("(svg) => { svg.dataset.first = 'yes'; }")
    for slider in found.locator(".controls input[type=range]:visible").all():
        for key in ("Home", "End"):
            slider.focus()
            page.keyboard.press(key)
            settled(page)
            assert found.locator(".chart svg").get_attribute("data-first") == "yes"


def test_values_are_read_from_the_keyboard_and_announced_after_a_pause(visit, readable):
    page_name, _, name = readable
    page = visit(f"{page_name}.html")
    found = figure(page, name)
    reader = found.locator("input.reader")
    assert reader.get_attribute("aria-label")
    reader.focus()
    seen = set()
    for key in ("Home", "ArrowRight", "ArrowRight", "End"):
        page.keyboard.press(key)
        place = reader.get_attribute("aria-valuetext")
        seen.add(place)
        assert place in found.locator(".crosshair text").all_text_contents()
    assert len(seen) == 4
    heard = found.locator(".heard")
    heard.filter(has_text=place).wait_for(state="attached")
    values = found.locator(".crosshair text:visible").all_text_contents()[1:]
    assert len(values) >= 1
    assert all(value in heard.text_content() for value in values)
    assert heard.get_attribute("aria-live") == "polite"
    reader.blur()
    assert found.locator(".crosshair").get_attribute("display") == "none"


def test_values_are_those_of_the_records(visit):
    page_name, name = of_kind("degradation")[0]
    page = visit(f"{page_name}.html")
    found = figure(page, name)
    found.locator("input.reader").focus()
    page.keyboard.press("Home")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    heard = found.locator(".heard").filter(has_text="epoch 5")
    heard.wait_for(state="attached")
    recorded = runs.select(runs.load_all(), data="cifar10", recipe="short")
    for network in ("plain-56", "resnet-56-A"):
        values = [run.epochs[4].train_error for run in recorded[network]]
        label = network_label(recorded[network][0].spec)
        assert f"{label}: {sum(values) / len(values):.1f} %" in heard.text_content()


@pytest.mark.parametrize("way", ["mouse", "touch"])
def test_values_are_read_by_pointing(bare, readable, way):
    page_name, _, name = readable
    page, go = bare(f"{page_name}.html", has_touch=way == "touch")
    go()
    found = figure(page, name)
    chart = found.locator(".chart")
    chart.scroll_into_view_if_needed()
    crosshair = found.locator(".crosshair")
    assert crosshair.get_attribute("display") == "none"
    box = chart.bounding_box()
    x, y = box["x"] + box["width"] / 3, box["y"] + box["height"] / 2
    if way == "mouse":
        page.mouse.move(x, y)
    else:
        page.touchscreen.tap(x, y)
    assert crosshair.get_attribute("display") is None
    first = crosshair.locator("text").first.text_content()
    if way == "mouse":
        page.mouse.move(x + box["width"] / 4, y)
        assert crosshair.locator("text").first.text_content() != first
        page.mouse.move(box["x"] + 9, box["y"] - 20)
    else:
        found.locator("figcaption").tap()
    assert crosshair.get_attribute("display") == "none"


def test_nothing_glides_for_a_reader_who_wants_less_motion(bare, readable):
    page_name, _, name = readable
    page, go = bare(f"{page_name}.html", reduced_motion="reduce")
    go()
    found = figure(page, name)
    paths = "(lines) => lines.map((line) => line.getAttribute('d'))"
    lines = found.locator(".curves path")
    before = lines.evaluate_all(paths)
    slider = found.locator("input[type=range]:visible").first
    slider.focus()
    page.keyboard.press("Home" if slider.input_value() != "0" else "End")
    settled(page)
    moved = lines.evaluate_all(paths)
    assert moved != before
    page.wait_for_timeout(400)
    assert lines.evaluate_all(paths) == moved


def test_several_networks_are_shown_at_once(visit):
    page_name, name = of_kind("signal")[0]
    page = visit(f"{page_name}.html")
    found = figure(page, name)
    assert "plain-56" in summary(page, name)
    assert "ResNet-56" in summary(page, name)
    found.get_by_label("plain", exact=True).uncheck()
    settled(page)
    assert "plain-56" not in summary(page, name)
    found.get_by_label("residual", exact=True).uncheck()
    settled(page)
    assert summary(page, name) == "No network is chosen."


# How high a figure is, what its page reserves, and how high it would be without that.
HEIGHTS = """(figure) => {
  const size = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const room = parseFloat(getComputedStyle(figure).getPropertyValue("--room")) * size;
  const { height } = figure.getBoundingClientRect();
  figure.style.minHeight = "0";
  const natural = figure.getBoundingClientRect().height;
  figure.style.minHeight = "";
  return [height, room, natural];
}"""
EMPTY = 50  # px below a figure at most: a sentence or two have a line less in the narrower fonts


@pytest.mark.parametrize("fonts", SETS)
@pytest.mark.parametrize("size", SIZES)
def test_figure_is_as_high_as_its_page_reserves(bare, size, fonts):
    charts = ("builder", "degradation", "identity", "lab", "map", "paths", "signal")
    for page_name in toc_pages():
        there = [name for kind, name in figures(page_name) if kind in charts]
        if not there:
            continue
        page, go = bare(f"{page_name}.html")
        page.set_viewport_size(SIZES[size])
        go()
        for name in there:
            found = figure(page, name)
            settled(page)
            height, room, natural = found.evaluate(HEIGHTS)
            assert abs(height - room) <= 1, (name, height, room)
            assert room - natural <= EMPTY, (name, natural, room)


@pytest.mark.parametrize("fonts", SETS)
@pytest.mark.parametrize("size", SIZES)
def test_compact_figure_is_at_most_420_pixels_high(bare, size, fonts):
    page_name, _ = of_kind("degradation")[0]
    compact = DegradationExplorer(recipe="short", compact=True, name="small").html()

    def insert(route):
        html = (HTML / f"{page_name}.html").read_text(encoding="utf8")
        start = html.index('<figure class="explorer"')
        route.fulfill(body=html[:start] + compact + html[start:], content_type="text/html")

    page, go = bare(f"{page_name}.html")
    page.set_viewport_size(SIZES[size])
    page.route(f"**/{page_name}.html", insert)
    go()
    found = figure(page, "small")
    height, room, _ = found.evaluate(HEIGHTS)
    assert height <= 420
    assert abs(height - room) <= 1
    assert found.locator("input[type=range]:visible").count() == 2  # depth, and reading
    assert found.locator("button:visible").count() == 0
    move(found, "Depth", 0)
    settled(page)
    assert "plain-20" in found.locator(".last-errors").inner_text()
    assert found.evaluate("(e) => e.getBoundingClientRect().height") == pytest.approx(height)


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
