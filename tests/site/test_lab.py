"""The lab of a page trains without a kernel and without a network, over http and as a file."""

import pytest
from layout import SIZES
from page_figures import WITHOUT_SIMD, choose, figure, move, of_kind, settled, summary

ON_RUN = {"engine.js", "digits.js"}


@pytest.fixture
def where():
    """The first lab's page and name."""
    found = of_kind("lab")
    if not found:
        pytest.fail("no lab on any page of the built site")
    return found[0]


@pytest.fixture(params=["http", "file"])
def lab(request, browser, site, html_dir, where):
    """A page with a lab, the lab, and the names of the scripts that the page asked for."""
    address = site if request.param == "http" else html_dir.as_uri()
    context = browser.new_context(viewport=SIZES["desktop"])
    page = context.new_page()
    asked = []
    page.on("request", lambda each: asked.append(each.url.split("/")[-1].split("?")[0]))
    page_name, name = where
    page.goto(f"{address}/{page_name}.html", wait_until="load")
    yield figure(page, name), name, asked
    context.close()


def run(found):
    """Press Run, and wait for the end."""
    found.get_by_role("button", name="Run").click()
    found.page.wait_for_function(
        "(e) => !e.querySelector('.run button').disabled",
        arg=found.element_handle(),
        timeout=120_000,
    )
    settled(found.page)


def test_networks_train_and_their_results_stay(lab):
    found, name, asked = lab
    assert not ON_RUN & set(asked)
    move(found, "Depth", 0)
    assert "Run trains" in summary(found.page, name)
    results = {}
    for option in ("none (plain)", "A: identity, zero padding"):
        choose(found, "Shortcut", option)
        run(found)
        results[option] = summary(found.page, name)
    assert set(asked) >= ON_RUN
    assert "plain-8: training error" in results["none (plain)"]
    assert "ResNet-8: training error" in results["A: identity, zero padding"]
    rows = found.locator(".results tbody tr")
    assert rows.count() == 2
    assert "plain-8, rate 0.02" in rows.first.inner_text()
    lines = found.locator(".chart .curves > g > path:nth-of-type(2)")
    assert lines.count() == 2
    assert all(line.get_attribute("d").count(",") >= 5 or line.get_attribute("d").count("L") >= 5
               for line in lines.all())  # fmt: skip


def test_training_can_be_stopped_and_run_again(lab):
    found = lab[0]
    move(found, "Depth", 8)  # 56 layers
    found.get_by_role("button", name="Run").click()
    found.page.wait_for_function(
        "(e) => e.querySelector('progress').value > 0", arg=found.element_handle(), timeout=60_000
    )
    found.get_by_role("button", name="Stop").click()
    found.page.wait_for_function(
        "(e) => e.querySelector('.told').textContent.includes('was stopped')",
        arg=found.element_handle(),
        timeout=60_000,
    )
    assert found.locator(".results tr").count() == 0
    move(found, "Depth", 0)
    run(found)
    assert found.locator(".results tbody tr").count() == 1


def test_browser_without_simd_is_reported_in_a_sentence(lab):
    found, name, _ = lab
    run(found)
    found.page.evaluate(WITHOUT_SIMD)
    run(found)
    assert "no WebAssembly with SIMD" in summary(found.page, name)


def test_script_that_does_not_load_is_reported_and_requested_again(lab):
    found, name, _ = lab
    found.page.evaluate("() => { resnetBook.loadBefore = resnetBook.load; }")
    found.page.evaluate("() => { resnetBook.load = () => Promise.reject(new Error('no')); }")
    run(found)
    assert "could not be loaded" in summary(found.page, name)
    found.page.evaluate("() => { resnetBook.load = resnetBook.loadBefore; }")
    move(found, "Depth", 0)
    run(found)
    assert "training error" in summary(found.page, name)
