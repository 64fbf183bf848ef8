"""Pages that paint fast and obey a content security policy.

The theme loads twelve style sheets, ten scripts and an icon font of 157 kB before anything is seen.
When the pages are written, this extension rewrites them, one idea a module: ``purge`` keeps the CSS
rules that some page can use, ``icons`` the glyphs that they use, ``pages`` edits the HTML,
``policy`` states the content security policy and finds what would break it, ``descriptions`` gives
each page a description of its own. ``static/`` holds the scripts that replace Bootstrap's.

Where the theme no longer has what is replaced there is a warning, which the book's build takes for
an error.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from . import descriptions, icons, pages, policy, purge
from .use import Use

STATIC = Path(__file__).with_name("static")
# The theme makes every `pre` a tab stop or not, at the start and after every change of the page;
# scrolling.js does it better, and only where something scrolls.
THEME_SCRIPT = "scripts/pydata-sphinx-theme.js"
SCAN = '"complete"===document.readyState?T():window.addEventListener("load",T)'

log = logging.getLogger(__name__)


def write_all_pages(app: Sphinx, env) -> list[str]:
    """Let each build write every page anew, so that none is rewritten twice."""
    return sorted(env.found_docs) if app.builder.format == "html" else []


def rewrite(app: Sphinx, exception: Exception | None) -> None:
    """After the last page is written: style sheets, icons, theme script, then the pages."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    found = {path: path.read_text(encoding="utf8") for path in pages.written(out)}
    if not found:
        return
    try:
        files = _files(out / "_static", found)
    except pages.Unexpected as problem:
        log.warning("page_loading: %s", problem)
        return
    for path, html in found.items():
        edited, problems = pages.edit(html, files)
        problems += policy.problems(edited)
        for problem in problems:
            log.warning("page_loading: %s: %s", path.relative_to(out), problem)
        path.write_text(edited, encoding="utf8")


def _files(static: Path, found: dict[Path, str]) -> pages.Files:
    """Write what the pages will load, and return it with fingerprints for their addresses."""
    shared, own = pages.style_sheets(found.values())
    scripts = [
        path.read_text(encoding="utf8") for path in sorted(pages.scripts(static, found.values()))
    ]
    use = Use.of(found.values(), [*scripts, pages.FIRST])
    sheets = {name: purge.source(static, name) for name in own}
    sheets[pages.MERGED] = "\n".join(purge.source(static, name) for name in shared)
    try:
        purged = purge.purged(sheets, use)
        purged[pages.MERGED], font = icons.subset(purged[pages.MERGED], static)
    except (LookupError, ValueError) as problem:
        raise pages.Unexpected(str(problem)) from problem
    theme = (static / THEME_SCRIPT).read_text(encoding="utf8")
    if theme.count(SCAN) != 1:
        raise pages.Unexpected(f"{THEME_SCRIPT} no longer scans every pre as it did")
    written = {icons.FILE: font, "theme.js": theme.replace(SCAN, "0").encode()}
    written |= {pages.own_name(name): css.encode() for name, css in purged.items()}
    for name, content in written.items():
        (static / name).write_bytes(content)
    return pages.Files(
        shared=tuple(shared),
        versions={name: sha256(content).hexdigest()[:8] for name, content in written.items()},
        replaced={THEME_SCRIPT: "theme.js"} | {name: pages.own_name(name) for name in own},
    )


def add_static(app: Sphinx, config) -> None:
    config.html_static_path.append(str(STATIC))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", add_static)
    app.add_css_file("page.css")
    app.add_js_file("page.js", defer="defer")
    app.connect("html-page-context", descriptions.describe)
    app.connect("env-updated", write_all_pages)
    app.connect("build-finished", rewrite)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
