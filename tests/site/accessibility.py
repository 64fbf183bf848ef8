"""What axe finds wrong with a part of a page."""

from axe_playwright_python.sync_playwright import Axe

# By default axe also collects the rules that pass; on a page with large drawings
# that takes most of its time. `preload` would fetch style sheets a second time.
OPTIONS = {"preload": False, "resultTypes": ["violations"]}


def violations(page, context, **options) -> str:
    """A report; empty if nothing is wrong.

    Args:
        context: a selector, or axe's own description of what to look at.
        options: more of axe's options, such as ``runOnly``.
    """
    found = Axe().run(page, context=context, options=OPTIONS | options)
    return found.generate_report() if found.violations_count else ""
