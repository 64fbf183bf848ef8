"""How long each explorer of the built site takes to draw a frame while a slider is dragged.

Of a lab also the frames while it trains, and the tasks of the main thread over 50 ms meanwhile.

    jupyter-book build . -W -n --keep-going
    python benchmarks/explorer_frames.py               # all pages, desktop and phone
    python benchmarks/explorer_frames.py --rounds 20

A frame is what the page itself does: drawing, style and layout, in milliseconds. The raster is
another process's work, and slow without a GPU. Each slider of an explorer goes through all its
values, and each button that stays pressed is pressed and released, `rounds` times. Run it on an
idle machine; CHROMIUM names the browser, if it is not found.
"""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

from browser import FLAGS, chromium
from playwright.sync_api import Page, sync_playwright

from resnet_book.arguments import Parser, whole

ROOT = Path(__file__).parents[1]
HTML = ROOT / "_build" / "html"
SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}

# Times of all frames of one explorer, in ms.
FRAMES = """async ([name, rounds]) => {
  const figure = document.querySelector(`figure[data-name="${name}"]`);
  const frame = window.requestAnimationFrame;
  const times = [];
  window.requestAnimationFrame = (draw) => frame((now) => {
    const start = performance.now();
    draw(now);
    figure.querySelector(".board svg").getBBox();
    document.body.offsetHeight;
    times.push(performance.now() - start);
  });
  const sliders = [...figure.querySelectorAll("input[type=range]")].filter((e) => e.offsetParent);
  const toggles = [...figure.querySelectorAll("button[aria-pressed]")];
  const drawn = () => new Promise((resolve) => frame(() => setTimeout(resolve)));
  for (let round = 0; round < rounds; round++) {
    for (const input of sliders)
      for (let value = Number(input.min); value <= Number(input.max); value++) {
        input.value = value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
        await drawn();
      }
    for (const button of [...toggles, ...toggles]) {
      button.click();
      await drawn();
    }
  }
  window.requestAnimationFrame = frame;
  return times;
}"""
# The same while a lab trains 56 layers, and the milliseconds of long tasks.
TRAINING = """async (name) => {
  const figure = document.querySelector(`figure[data-name="${name}"]`);
  const frame = window.requestAnimationFrame;
  const [times, tasks] = [[], []];
  const observer = new PerformanceObserver((list) =>
    tasks.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ entryTypes: ["longtask"] });
  window.requestAnimationFrame = (draw) => frame((now) => {
    const start = performance.now();
    draw(now);
    document.body.offsetHeight;
    times.push(performance.now() - start);
  });
  const depth = figure.querySelector("input[type=range]");
  depth.value = depth.max;
  depth.dispatchEvent(new Event("input", { bubbles: true }));
  const run = figure.querySelector(".run button");
  run.click();
  do await new Promise((resolve) => setTimeout(resolve, 50)); while (run.disabled);
  window.requestAnimationFrame = frame;
  observer.disconnect();
  return [times, tasks];
}"""
LABS = """() => [...document.querySelectorAll("figure.explorer[data-kind=lab]")]
  .map((figure) => figure.dataset.name)"""
NAMES = """() => [...document.querySelectorAll("figure.explorer:not([data-kind=predict])")]
  .map((figure) => figure.dataset.name)"""

# No guess is wanted here.
LIFT = """() => {
  for (const part of document.querySelectorAll(".veil, .veiled")) {
    part.classList.add("lifted");
    part.removeAttribute("hidden");
  }
}"""

# Its scripts come when it is near the screen; a far block has no layout yet, so a jump may miss.
REACHED = """(name) => {
  const figure = document.querySelector(`figure[data-name="${name}"]`);
  if (!figure.matches(".mounted")) figure.scrollIntoView({ behavior: "instant" });
  return figure.matches(".mounted");
}"""


def measure(page: Page, name: str, rounds: int) -> list[float]:
    """Times of the frames of one explorer on an open page, in ms, sorted."""
    page.evaluate(LIFT)
    page.wait_for_function(REACHED, arg=name, polling=100)
    page.evaluate(FRAMES, [name, 1])  # compiled code, warm caches
    return sorted(page.evaluate(FRAMES, [name, rounds]))


def row(page: str, name: str, window: str, times: list[float]) -> str:
    """A line of the table; `times` sorted, in ms."""
    middle, most = quantile(times, 0.5), quantile(times, 0.95)
    return (
        f"| {page} | {name} | {window} | {len(times)} | {middle:.1f} ms | {most:.1f} ms "
        f"| {times[-1]:.1f} ms |"
    )


def quantile(times: list[float], share: float) -> float:
    """The time that this share of the frames stays within."""
    return times[min(len(times) - 1, int(len(times) * share))]


def built_pages(pattern: str = "*") -> list[Path]:
    """The book's pages whose address fits; not those that lead on from an old address."""
    return [
        path
        for path in sorted((HTML / "book").rglob("*.html"))
        if fnmatch(address(path), pattern)
        and 'http-equiv="refresh"' not in path.read_text(encoding="utf8")
    ]


def address(path: Path) -> str:
    """``evidence/01-degradation``."""
    return str(path.relative_to(HTML / "book").with_suffix(""))


def main() -> None:
    parser = Parser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--rounds", type=whole(1, 1000), default=10, help="times through all values"
    )
    parser.add_argument("--page", default="*", help="one page, such as 01-degradation")
    options = parser.parse_args()
    pages = built_pages(options.page)
    if not pages:
        parser.error(
            "no such page is built; build it with: jupyter-book build . -W -n --keep-going"
        )
    print("| page | explorer | window | frames | median | 95 % within | longest |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for path in pages:
            for window, size in SIZES.items():
                page = browser.new_page(viewport=size)
                page.goto(path.as_uri(), wait_until="load")
                for name in page.evaluate(NAMES):
                    times = measure(page, name, options.rounds)
                    print(row(address(path), name, window, times), flush=True)
                for name in page.evaluate(LABS):
                    times, tasks = page.evaluate(TRAINING, name)
                    label = f"{name}, training ({len(tasks)} tasks over 50 ms)"
                    print(row(address(path), label, window, sorted(times)), flush=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
