"""No link of the website leads to a repository that does not exist.

`resnet_book.addresses` decides whether there is one, from the address in `_config.yml`: the
notebooks get that address while they run, and the theme loses its buttons for Colab, the
repository and issues where the address is the placeholder.
"""

from __future__ import annotations

import os

from sphinx.application import Sphinx
from sphinx.config import Config

from resnet_book.addresses import VARIABLE, is_placeholder

BUTTONS = (
    "launch_buttons",
    "repository_url",
    "use_edit_page_button",
    "use_issues_button",
    "use_repository_button",
    "use_source_button",
)


def decide(app: Sphinx, config: Config) -> None:
    """Before any notebook runs and any page is written."""
    address = config.html_theme_options.get("repository_url", "")
    os.environ[VARIABLE] = address
    if is_placeholder(address):
        for option in BUTTONS:
            config.html_theme_options.pop(option, None)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", decide)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
