"""Style sheets without the rules that nothing needs."""

import pytest


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
