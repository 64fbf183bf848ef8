"""Where the built site is, which pages it has, and the browser that reads them."""

import os
from pathlib import Path
from typing import NoReturn

import pytest
import yaml

ROOT = Path(__file__).parents[2]
NO_CHROMIUM = "no Chromium; install it with: apt-get install chromium, or name one in CHROMIUM"
HTML = ROOT / "_build" / "html"


def toc_pages() -> list[str]:
    """Every page of the table of contents, as a path without suffix."""

    def walk(entry):
        if isinstance(entry, dict):
            for key, value in entry.items():
                if key in ("root", "file"):
                    yield value
                else:
                    yield from walk(value)
        elif isinstance(entry, list):
            for value in entry:
                yield from walk(value)

    return list(walk(yaml.safe_load((ROOT / "_toc.yml").read_text())))


def unavailable(reason: str) -> NoReturn:
    """Skip with the reason; where nothing may be skipped (CI), fail with it."""
    if os.environ.get("CI") == "true" or os.environ.get("RESNET_BOOK_NO_SKIP") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
