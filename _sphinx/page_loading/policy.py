"""The content security policy of every page, and what on a page would break it."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

JAVASCRIPT = {"", "text/javascript", "module"}  # types of scripts that run; others are data


def policy(*inline: str) -> str:
    """The policy of a page whose inline scripts are these texts."""
    hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in inline]
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self' 'wasm-unsafe-eval'", *hashes]),
            "style-src 'self' 'unsafe-inline'",  # formulas and figures have style attributes
            "img-src 'self' data:",
            "worker-src 'self' blob:",  # over file:// a worker's source is a Blob
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ]
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.policy: str | None = None
        self.found: list[str] = []
        self.script: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if values.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = values.get("content", "")
        if tag == "script" and "src" not in values and values.get("type", "") in JAVASCRIPT:
            self.script = []
        for name, value in values.items():
            if name.startswith("on"):
                self.found.append(f'the attribute {name}="{value}" of <{tag}> would not run')
            if value.strip().lower().startswith("javascript:"):
                self.found.append(f'{name}="{value}" of <{tag}> would not run')
        address = values.get("src") or (values.get("href", "") if tag == "link" else "")
        loads = tag != "link" or {"stylesheet", "preload"} & set(values.get("rel", "").split())
        if loads and address.startswith(("http:", "https:", "//")):
            self.found.append(f"{address} is on another host")
        if values.get("data-bs-toggle", "dropdown") not in ("dropdown", "tooltip"):
            self.found.append(f"data-bs-toggle={values['data-bs-toggle']} needs Bootstrap's script")

    def handle_data(self, data: str) -> None:
        if self.script is not None:
            self.script.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self.script is not None:
            text = "".join(self.script)
            if policy(text).split("'sha256-")[1].split("'")[0] not in (self.policy or ""):
                beginning = " ".join(text.split())[:60]
                self.found.append(f"the inline script would not run: {beginning}")
            self.script = None


def problems(html: str) -> list[str]:
    """What would not run or load on a page under its policy; a sentence each."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return ([] if reader.policy else ["no content security policy"]) + reader.found
