"""The browser that benchmarks and tests read pages with."""

import os
import shutil

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def chromium() -> str | None:
    """The browser that CHROMIUM names, or the first that is installed."""
    found = filter(None, map(shutil.which, BROWSERS))
    return os.environ.get("CHROMIUM") or next(found, None)
