"""Every explorer of the built site, in a browser without a network and without a kernel."""

import gzip
import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from built_site import HTML, toc_pages
from layout import SIZES

from resnet_book.explorers import cost
from resnet_book.explorers.degradation import DEPTHS, SHORTCUTS
from resnet_book.models.counting import costs
from resnet_book.models.resnet import build, cifar_spec, imagenet_resnet
from resnet_book.results import runs
from resnet_book.words import with_spread

FIGURE = re.compile(r'<figure class="explorer"[^>]*data-kind="(\w+)" data-name="([\w-]+)"')

# What a slider's movement costs the page within its frame: drawing, style and layout, in ms. (What
# follows, the raster, is another process's, and without a GPU slow.)
FRAMES = """async (name) => {
  const figure = document.querySelector(`figure[data-name=${name}]`);
  const input = figure.querySelector("input[type=range]");
  const frame = window.requestAnimationFrame;
  const times = [];
  window.requestAnimationFrame = (draw) => frame((now) => {
    const start = performance.now();
    draw(now);
    figure.querySelector("svg")?.getBBox(); // none where nothing is recorded
    document.body.offsetHeight;
    times.push(performance.now() - start);
  });
  for (let round = 0; round < 12; round++)
    for (let value = Number(input.min); value <= Number(input.max); value++) {
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((resolve) => frame(() => setTimeout(resolve)));
    }
  window.requestAnimationFrame = frame;
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.95)];
}"""

SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 500);
})"""


def figures(page_name: str) -> list[tuple[str, str]]:
    """Kind and name of each explorer of a built page."""
    path = HTML / f"{page_name}.html"
    return FIGURE.findall(path.read_text(encoding="utf8")) if path.exists() else []


def pages_with_explorers() -> list[str]:
    return [name for name in toc_pages() if figures(name)]


def of_kind(kind: str) -> list[tuple[str, str]]:
    """(page, name) of every explorer of a kind."""
    return [(page, name) for page in toc_pages() for k, name in figures(page) if k == kind]


def pytest_generate_tests(metafunc):
    if "explorer_page" in metafunc.fixturenames:
        metafunc.parametrize("explorer_page", pages_with_explorers())
    if "place" in metafunc.fixturenames:
        places = [(page, k, n) for page in toc_pages() for k, n in figures(page) if k != "predict"]
        metafunc.parametrize("place", places, ids=[f"{n}-{page[5:7]}" for page, _, n in places])


@pytest.fixture
def bare(browser, site):
    """A page of the site whose problems are looked at by the test itself."""
    contexts = []

    def open_page(path, **options):
        context = browser.new_context(viewport=SIZES["desktop"], **options)
        contexts.append(context)
        page = context.new_page()
        return page, lambda: page.goto(f"{site}/{path}", wait_until="load")

    yield open_page
    for context in contexts:
        context.close()


def figure(page, name):
    found = page.locator(f"figure[data-name={name}]")
    found.locator(".board, .question").first.wait_for()
    return found


def told(page, name) -> str:
    return figure(page, name).locator(".told").inner_text()


def choose(found, label, text):
    found.get_by_label(label, exact=True).select_option(label=text)


def move(found, label, index):
    """Put a slider on its option of that index, as a hand would."""
    slider = found.get_by_label(label, exact=True)
    slider.evaluate(
        "(e, v) => { e.value = v; e.dispatchEvent(new Event('input', {bubbles: true})); }", index
    )


def settled(page):
    """Wait until the frame that follows a change is drawn."""
    page.evaluate("new Promise((r) => requestAnimationFrame(() => setTimeout(r)))")


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
    [("depth=57", "Depth 57 is not offered here"), ("colour=red", "“colour”")],
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


@pytest.mark.parametrize("damage", ["truncated", "without networks", "of another shape"])
def test_damaged_state_is_a_sentence_and_the_others_live(bare, damage):
    page_name, name = of_kind("degradation")[0]

    def spoil(route):
        html = (HTML / f"{page_name}.html").read_text(encoding="utf8")
        start = html.index('json">', html.index(f'data-name="{name}"')) + 6
        end = html.index("</script>", start)
        state = json.loads(html[start:end])
        if damage == "without networks":
            del state["content"]["networks"]
        else:
            state["content"]["networks"] = [{"depth": 20, "shortcut": "none"}]
        text = html[start : start + 200] if damage == "truncated" else json.dumps(state)
        route.fulfill(body=html[:start] + text + html[end:], content_type="text/html")

    page, go = bare(f"{page_name}.html")
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.route(f"**/{page_name}.html", spoil)
    go()
    others = [n for kind, n in figures(page_name) if n != name and kind != "predict"]
    for other in others:
        assert figure(page, other).locator(".board svg").count() >= 1
    text = page.locator(f"figure[data-name={name}]").inner_text()
    assert "cannot be drawn" in text or "No recorded runs" in text
    assert errors == []


def test_without_javascript_the_tables_are_there(bare, explorer_page):
    page, go = bare(f"{explorer_page}.html", java_script_enabled=False)
    go()
    for _, name in figures(explorer_page):
        found = page.locator(f"figure[data-name={name}]")
        assert found.locator("table, .question").first.is_visible()


def test_axe_finds_no_violation(visit, explorer_page):
    page = visit(f"{explorer_page}.html")
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


def test_slider_is_drawn_within_a_frame(visit, place):
    page_name, _, name = place
    page = visit(f"{page_name}.html")
    figure(page, name)
    late = min(page.evaluate(FRAMES, name) for _ in range(3))
    print(f"{name}: 95 % of the frames within {late:.1f} ms")
    assert late < 50  # 16 ms on an idle machine; this allows for a busy one


def test_page_state_stays_small(html_dir, explorer_page):
    html = (html_dir / f"{explorer_page}.html").read_text(encoding="utf8")
    for state in re.findall(r'<script type="application/json">(.*?)</script>', html, re.S):
        assert len(gzip.compress(state.encode())) < 60_000


@pytest.mark.parametrize("error", ["training error", "test error"])
def test_degradation_shows_the_numbers_of_the_records(visit, error):
    page_name, name = of_kind("degradation")[0]
    recorded = runs.select(runs.load_all(), data="cifar10", recipe="short")
    page = visit(f"{page_name}.html")
    found = figure(page, name)
    choose(found, "Show", error)
    shown = 0
    for i, depth in enumerate(DEPTHS):
        move(found, "Depth", i)
        for shortcut, label in SHORTCUTS.items():
            choose(found, "Shortcut", label)
            settled(page)
            network = f"plain-{depth}" if shortcut == "none" else f"resnet-{depth}-{shortcut}"
            if shortcut == "pre":
                network = f"resnet-{depth}-A-full-preactivation"
            text = found.locator(".board").inner_text() + told(page, name)
            if network not in recorded:
                assert "not recorded" in text
                assert f"--depth {depth} " in text
                continue
            shown += 1
            seeds = recorded[network]
            assert f"training error {with_spread([r.train_error for r in seeds])} %" in text
            assert f"test error {with_spread([r.test_error for r in seeds])} %" in text
            key = "train_error" if error == "training error" else "test_error"
            last = [getattr(run.epochs[-1], key) for run in seeds]
            mean = sum(last) / len(last)
            # The page rounds a tie away from zero, Python towards the even digit.
            assert any(f"{mean + tie:.1f}" in text for tie in (-1e-9, 1e-9))
            assert seeds[0].command in text
            assert seeds[0].commit[:10] in text
    offered = re.compile(r"plain-\d+|resnet-\d+-[ABC]|resnet-\d+-A-full-preactivation")
    assert shown == len([name for name in recorded if offered.fullmatch(name)])


def settings():
    """Every network that the calculator offers."""
    for family, depths in cost.DEPTHS.items():
        for depth in depths:
            for shortcut in cost.SHORTCUTS:
                for stride in cost.STRIDES if family == "imagenet" else ("1x1",):
                    yield family, depth, shortcut, stride


def counted(family, depth, shortcut, stride):
    """Its stages, counted on the whole network."""
    import torch

    with torch.device("meta"):
        if family == "imagenet":
            network = imagenet_resnet(depth, shortcut, stride_on=stride)
        else:
            block = family.removeprefix("cifar-")
            network = build(cifar_spec(depth, shortcut, block=block))
    return cost.merged(costs(network, cost.SIZES[family.split("-")[0]]))


# The calculator's table at each setting, chosen as a hand would: one by one, with its controls.
TABLES = """async ([name, settings]) => {
  const figure = document.querySelector(`figure[data-name=${name}]`);
  const control = (text) =>
    [...figure.querySelectorAll("label")].find((label) => label.textContent === text).control;
  const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const choose = async (label, value, event) => {
    const input = control(label);
    const index = (option) => option.textContent === value;
    if (event === "input") input.value = value;
    else input.selectedIndex = [...input.options].findIndex(index);
    input.dispatchEvent(new Event(event, { bubbles: true }));
    await drawn();
  };
  const controls = [
    ["Network", "change"], ["Depth", "input"], ["Shortcut", "change"],
    ["Bottlenecks stride on", "change"],
  ];
  const tables = [];
  let before = [];
  for (const setting of settings) {
    // A new network may bring all the others back to their first values.
    const anew = setting[0] !== before[0];
    for (const [k, [label, event]] of controls.entries())
      if (anew || setting[k] !== before[k]) await choose(label, setting[k], event);
    before = setting;
    const rows = [...figure.querySelectorAll(".board table tbody tr")];
    tables.push(rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
  }
  return tables;
}"""


def test_calculator_agrees_with_costs_at_every_setting(visit):
    places = of_kind("cost")
    if not places:
        pytest.fail("no page has the calculator")
    page_name, name = places[0]
    page = visit(f"{page_name}.html")
    figure(page, name)
    offered = list(settings())
    shown = [
        [cost.FAMILIES[family], cost.DEPTHS[family].index(depth), cost.SHORTCUTS[shortcut],
         cost.STRIDES[stride]]
        for family, depth, shortcut, stride in offered
    ]  # fmt: skip
    tables = page.evaluate(TABLES, [name, shown])
    assert len(tables) == len(offered)
    for setting, rows in zip(offered, tables, strict=True):
        expected = [
            [s.name, "×".join(map(str, s.shape)), f"{s.parameters:,}", f"{s.multiply_adds:,}"]
            for s in counted(*setting)
        ]
        assert rows[:-1] == expected, setting


def guesses(page_name):
    return [name for kind, name in figures(page_name) if kind == "predict"]


def test_answer_is_shown_only_after_the_guess(visit, explorer_page):
    page = visit(f"{explorer_page}.html")
    for name in guesses(explorer_page):
        found = figure(page, name)
        commit = found.get_by_role("button", name="This is my guess")
        commit.click()
        assert "Set your guess first" in told(page, name)
        assert found.locator(".board svg").count() == 0
        control = found.locator("input").first
        control.focus()
        page.keyboard.press("Space" if control.get_attribute("type") == "radio" else "ArrowRight")
        commit.click()
        text = told(page, name)
        assert "easured" in text or "You are right" in text
        assert not found.locator("input").first.is_enabled()
        assert f"#{name}?guess=" in page.evaluate("location.hash")
        address = page.evaluate("location.hash")
        again = visit(f"{explorer_page}.html?again{address}")
        settled(again)
        assert told(again, name) == text
        figure(again, name).get_by_role("button", name="Guess again").click()
        assert figure(again, name).locator("input").first.is_enabled()
        page = again
