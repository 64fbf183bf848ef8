"""The content security policy of every page."""


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
