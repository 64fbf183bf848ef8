"""How long each explorer of the built site takes to draw a frame while a slider is dragged.

    jupyter-book build . -W -n --keep-going
    python benchmarks/explorer_frames.py               # all pages, desktop and phone
    python benchmarks/explorer_frames.py --rounds 20

A frame is what the page itself does: drawing, style and layout, in milliseconds. The raster is
another process's work, and slow without a GPU. Each slider of an explorer goes through all its
values, `rounds` times. Run it on an idle machine; CHROMIUM names the browser, if it is not found.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
HTML = ROOT / "_build" / "html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
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
  for (let round = 0; round < rounds; round++)
    for (const input of sliders)
      for (let value = Number(input.min); value <= Number(input.max); value++) {
        input.value = value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((resolve) => frame(() => setTimeout(resolve)));
      }
  window.requestAnimationFrame = frame;
  return times;
}"""
NAMES = """() => [...document.querySelectorAll("figure.explorer:not([data-kind=predict])")]
  .map((figure) => figure.dataset.name)"""


def measure(page: Page, name: str, rounds: int) -> list[float]:
    """Times of the frames of one explorer on an open page, in ms, sorted."""
    page.locator(f'figure[data-name="{name}"]').evaluate("(figure) => figure.scrollIntoView()")
    page.locator(f'figure[data-name="{name}"].mounted').wait_for()
    page.evaluate(FRAMES, [name, 1])  # compiled code, warm caches
    return sorted(page.evaluate(FRAMES, [name, rounds]))


def quantile(times: list[float], share: float) -> float:
    """The time that this share of the frames stays within."""
    return times[min(len(times) - 1, int(len(times) * share))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=10, help="times through all values")
    parser.add_argument("--page", default="*", help="one page, such as 01-degradation")
    options = parser.parse_args()
    pages = sorted((HTML / "book").glob(f"{options.page}.html"))
    if not pages:
        sys.exit("no built site; build it with: jupyter-book build . -W -n --keep-going")
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    print("| page | explorer | window | frames | median | 95 % within | longest |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        for path in pages:
            for window, size in SIZES.items():
                page = browser.new_page(viewport=size)
                page.goto(path.as_uri(), wait_until="load")
                for name in page.evaluate(NAMES):
                    times = measure(page, name, options.rounds)
                    middle, most = quantile(times, 0.5), quantile(times, 0.95)
                    print(
                        f"| {path.stem} | {name} | {window} | {len(times)} | {middle:.1f} ms "
                        f"| {most:.1f} ms | {times[-1]:.1f} ms |",
                        flush=True,
                    )
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
