"""What a page's figures and wide boxes need: colours, scripts and pictures.

- The colours of `resnet_book.palette` become a style sheet of custom properties.
- A page with explorers gets their loader; a page without gets nothing for them.
- The picture inside each explorer, which stands for it where no script runs, becomes a file that a
  browser asks for only where it is shown.
"""

from __future__ import annotations

import re
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

from sphinx.application import Sphinx

from resnet_book import palette, words

EXPLORER = '<figure class="explorer"'
PICTURE = re.compile(r'src="data:image/png;base64,([\w+/=]+)"(?= width="\d+" height="\d+">)')


def write_palette(app: Sphinx) -> None:
    """Write the colours into a static folder of the build's own."""
    if app.builder.format != "html":
        return
    folder = Path(app.outdir).parent / "palette"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "palette.css").write_text(palette.css(), encoding="utf8")
    app.config.html_static_path.append(str(folder))
    app.add_css_file("palette.css")
    app.add_js_file("scrolling.js", defer="defer", **box_names())


def box_names() -> dict[str, str]:
    """The names of boxes that scroll, as attributes of the script that makes them tab stops."""
    return {f"data-{kind}": name for kind, name in words.BOXES.items()}


def add_loader(app: Sphinx, page: str, template: str, context: dict, tree) -> None:
    """On pages with explorers: their script, and their pictures as files."""
    body = context.get("body") or ""
    if app.builder.format != "html" or EXPLORER not in body:
        return
    app.add_js_file("loader.js", defer="defer")  # for this page, not for all
    context["body"] = PICTURE.sub(lambda found: f'src="{_write(app, context, found)}"', body)


def _write(app: Sphinx, context: dict, found: re.Match) -> str:
    """Write a picture; returns its address, relative to the page."""
    data = b64decode(found[1])
    name = f"explorer-{sha256(data).hexdigest()[:16]}.png"
    folder = Path(app.outdir) / app.builder.imagedir
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    return context["pathto"](f"{app.builder.imagedir}/{name}", resource=True)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", write_palette)
    app.connect("html-page-context", add_loader)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
