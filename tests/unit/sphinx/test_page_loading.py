"""What pages load: purged style sheets, the policy, the edits, descriptions."""

import importlib
import sys
from pathlib import Path

import pytest
import tinycss2
from docutils import nodes

FOLDER = Path(__file__).parents[3] / "_sphinx"


@pytest.fixture
def load(monkeypatch):
    """``load("purge")``: a module of the extension."""
    monkeypatch.syspath_prepend(str(FOLDER))
    yield lambda name: importlib.import_module(f"page_loading.{name}")
    for name in [name for name in sys.modules if name.split(".")[0] == "page_loading"]:
        del sys.modules[name]


def purge(load, css, page, script=""):
    use = load("use").Use.of([page], [script])
    return load("purge").purged({"a.css": css}, use)["a.css"]


def test_rules_of_what_is_on_no_page_go(load):
    css = ".on{color:red}.off,.on:hover{color:blue}#off{color:red}video{color:red}.by-script{top:0}"
    kept = purge(load, css, '<p class="on">text</p>', 'element.classList.add("by-script")')
    assert kept == ".on{color:red}\n.on:hover{color:blue}\n.by-script{top:0}"


def test_what_is_in_doubt_stays(load):
    css = '[data-theme="dark"] p::before{top:0}p:not(.off){top:1px}:is(.off,p) > *{top:2px}'
    assert purge(load, css, "<p>text</p>").count("top") == 3


def test_media_queries_properties_animations_and_fonts(load):
    css = (
        "@media print{.off{top:0}}@media print{p{top:0}}"
        ":root{--a:var(--b);--b:1px;--c:2px}p{left:var(--a);animation:go 1s}"
        "@keyframes go{to{top:0}}@keyframes stay{to{top:1px}}"
        "@font-face{font-family:Unused;src:url(x)}"
    )
    kept = purge(load, css, "<html><p></p>")
    assert kept.count("@media") == kept.count("@keyframes") == 1
    assert "--b:1px" in kept
    assert "--c" not in kept
    assert "Unused" not in kept


def test_imports_are_put_in_and_addresses_hold_one_level_up(load, tmp_path):
    (tmp_path / "styles").mkdir()
    (tmp_path / "basic.css").write_text("p{background:url(file.png)}")
    (tmp_path / "styles" / "a.css").write_text('@import "../basic.css";i{src:url("../f/x.woff2")}')
    css = load("purge").source(tmp_path, "styles/a.css")
    assert css == 'p{background:url(file.png)}i{src:url("f/x.woff2")}'


def test_css_that_cannot_be_parsed_is_an_error(load):
    with pytest.raises(ValueError, match="parsed"):
        purge(load, "p{} }", "<p>")


def test_selector_that_can_match(load):
    use = load("use").Use.of(['<p class="a"><i id="b">'], [])
    matches = {
        text: load("use").can_match(tinycss2.parse_component_value_list(text), use)
        for text in ("p.a > #b:hover", "p .c", "#c", "u", ":is(u, i)", ":is(u, s)", "p:not(.c)")
    }
    assert list(matches.values()) == [True, False, False, False, True, False, True]


def test_glyphs_are_the_characters_of_strings(load):
    assert load("icons").glyphs('.x{content:"\\f101a"}/* "b" */') == {0xF101A}


def test_style_sheet_without_the_icons_is_an_error(load, tmp_path):
    with pytest.raises(LookupError):
        load("icons").subset("p{top:0}", tmp_path)


def test_what_breaks_the_policy_is_found(load):
    policy = load("policy")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy.policy("f()")}">'
    assert policy.problems(meta + "<script>f()</script>") == []
    assert policy.problems(meta + '<script type="application/json">{}</script>') == []
    for fault in (
        "<script>g()</script>",
        '<b onclick="f()">',
        '<a href="javascript:f()">',
        '<script src="https://example.org/x.js"></script>',
        '<b data-bs-toggle="modal">',
    ):
        assert len(policy.problems(meta + fault)) == 1, fault
    assert policy.problems("<p>") == ["no content security policy"]


PAGE = """<html data-content_root="../"><head>
    <script data-cfasync="false">document.documentElement.dataset.theme = "";</script>
    <link rel="preload" as="script" href="../_static/scripts/bootstrap.js" />
    <link rel="stylesheet" href="../_static/a.css?v=1" />
    <link rel="stylesheet" href="../_static/b.css" />
    <script src="../_static/doctools.js"></script>
    <script src="../_static/vendor/fontawesome/6.5.2/js/all.min.js"></script>
</head><body><script>document.write(`<b>search</b>`);</script>
<button onclick="toggleFullScreen()"></button><pre>  onclick="f"  </pre>
<script src="../_static/scripts/bootstrap.js"></script></body></html>"""


def test_page_is_edited(load):
    files = load("pages").Files(("a.css", "b.css"), {"site.css": "12"}, {})
    html, missing = load("pages").edit(PAGE, files)
    assert missing == []
    assert load("policy").problems(html) == []
    assert html.count("stylesheet") == html.count('href="../_static/site.css?v=12"') == 1
    assert '<script defer src="../_static/doctools.js">' in html
    assert "bootstrap" not in html
    assert '<b>search</b>\n<button data-does="fullscreen">' in html
    assert '<pre>  onclick="f"  </pre>' in html


def test_theme_that_has_changed_is_told(load):
    files = load("pages").Files(("a.css", "b.css"), {"site.css": "12"}, {})
    _, missing = load("pages").edit(PAGE.replace("bootstrap", "other"), files)
    assert missing == ["the theme no longer has scripts/bootstrap.js"]


def test_style_sheets_of_all_pages_and_of_some(load):
    sheet = '<link rel="stylesheet" href="_static/{}" />'
    pages = [sheet.format("a.css") + sheet.format("b.css") + "</head>", sheet.format("a.css")]
    assert load("pages").style_sheets(pages) == (["a.css"], ["b.css"])


def test_description_is_how_the_text_begins(load):
    descriptions = load("descriptions")
    assert descriptions.shortened("Short. And more.") == "Short. And more."
    long = descriptions.shortened("word " * 100)
    assert len(long) <= descriptions.LONGEST
    assert long.endswith("word…")
    section = nodes.section("", nodes.paragraph(text="Why is deeper worse?"))
    section += nodes.paragraph(text="Nobody had expected it, and overfitting does not explain it.")
    document = nodes.container("", section)
    assert descriptions.beginning(document).startswith("Why is deeper worse? Nobody")
