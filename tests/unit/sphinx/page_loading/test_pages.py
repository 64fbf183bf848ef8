"""The edits of a page: one style sheet, deferred scripts."""

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


def test_changed_theme_is_reported(load):
    files = load("pages").Files(("a.css", "b.css"), {"site.css": "12"}, {})
    _, missing = load("pages").edit(PAGE.replace("bootstrap", "other"), files)
    assert missing == ["the theme no longer has scripts/bootstrap.js"]


def test_style_sheets_of_all_pages_and_of_some(load):
    sheet = '<link rel="stylesheet" href="_static/{}" />'
    pages = [sheet.format("a.css") + sheet.format("b.css") + "</head>", sheet.format("a.css")]
    assert load("pages").style_sheets(pages) == (["a.css"], ["b.css"])
