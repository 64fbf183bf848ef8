"""The engine that trains in the page: the same curve in Chromium's worker as in node."""

from dataclasses import asdict

import pytest
from engine_in_node import run
from page_figures import WITHOUT_SIMD

from resnet_book.explorers.explorer import STATIC
from resnet_book.models import cifar_spec
from resnet_book.training import recipe

PAGE = """<!doctype html><meta charset="utf-8"><title>Engine</title>
<script>globalThis.resnetBook = {};</script>
<script src="engine.js"></script><script src="digits.js"></script>"""
# All losses of a training, and its result; or, after `stop` steps, how it ended.
TRAIN = """async ({ stop, ...job }) => {
  const { engine, digits } = resnetBook;
  const losses = [];
  const last = await new Promise((resolve) => {
    const { stop: end } = engine.start({ ...job, digits }, (message) => {
      if (!message.step) resolve(message);
      else if (losses.push(message.step.loss) === stop) end();
    });
  });
  return { losses, ...last };
}"""


def job(depth, shortcut, *, seed=0, **changes):
    spec = cifar_spec(depth, shortcut, width=8, in_channels=1)
    chosen = recipe("quick").with_changes(epochs=1, **changes)
    return {"spec": asdict(spec), "recipe": asdict(chosen), "seed": seed}


# Together they use every kernel whose result exp, log or a random number has a part in.
JOBS = {
    "plain-20": job(20, "none"),
    "resnet-20": job(20, "A", seed=3),
    "gates": job(8, "exclusive-gating=-1"),
    "dropout-and-augmentation": job(8, "dropout=0.5", augment=True, warmup_epochs=0.5),
}


@pytest.fixture
def page(browser, tmp_path, serve):
    for name in ("engine.js", "digits.js"):
        (tmp_path / name).symlink_to(STATIC / "site" / name)
    (tmp_path / "index.html").write_text(PAGE)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{serve(tmp_path)}/index.html")
    yield page
    context.close()


@pytest.fixture(scope="module")
def in_node(tmp_path_factory):
    jobs = [({"kind": "train", **each}, {}) for each in JOBS.values()]
    found = run(tmp_path_factory.mktemp("node"), jobs)
    return dict(zip(JOBS, (result for result, _ in found), strict=True))


@pytest.mark.parametrize("name", JOBS)
def test_curve_is_the_same_to_the_last_bit(name, page, in_node):
    found, expected = page.evaluate(TRAIN, JOBS[name]), in_node[name]
    assert len(found["losses"]) == 22
    assert found["losses"] == expected["losses"]
    for split in ("train", "test"):
        assert found["result"][split] == expected[split]


def test_training_stops_between_steps(page):
    found = page.evaluate(TRAIN, JOBS["resnet-20"] | {"stop": 3})
    assert found["stopped"]
    assert 3 <= len(found["losses"]) < 22


def test_divergence_is_reported(page):
    found = page.evaluate(TRAIN, job(56, "none", learning_rate=1e30))
    assert found["diverged"]
    assert "loss" in found["failed"]


def test_browser_without_simd_is_recognised(page):
    page.evaluate(WITHOUT_SIMD)
    assert page.evaluate(TRAIN, JOBS["plain-20"]) == {"losses": [], "unsupported": True}
