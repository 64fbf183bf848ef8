"""What pages and scripts use, and which selectors can match it."""

import tinycss2


def test_selector_that_can_match(load):
    use = load("use").Use.of(['<p class="a"><i id="b">'], [])
    matches = {
        text: load("use").can_match(tinycss2.parse_component_value_list(text), use)
        for text in ("p.a > #b:hover", "p .c", "#c", "u", ":is(u, i)", ":is(u, s)", "p:not(.c)")
    }
    assert list(matches.values()) == [True, False, False, False, True, False, True]
