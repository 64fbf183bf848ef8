"""The browser that benchmarks and tests read pages with."""

import os
import shutil

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Chromium without what shows windows, as Playwright's own browser: the same engine opens a page in
# half the processor time.
SHELL = "chromium-headless-shell"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def chromium(shell: bool = False) -> str | None:
    """The browser that CHROMIUM names, or the first that is installed; if `shell`, SHELL first."""
    names = (SHELL, *BROWSERS) if shell else BROWSERS
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
