"""The website's buttons: only for a repository that can exist."""

import os
from types import SimpleNamespace

import pytest

from resnet_book.addresses import VARIABLE


@pytest.fixture
def repository_links(monkeypatch, extension):
    monkeypatch.setenv(VARIABLE, "")  # put back at the end, whatever the extension sets
    return extension("repository_links")


def configuration(address):
    return SimpleNamespace(
        html_theme_options={
            "repository_url": address,
            "launch_buttons": {"colab_url": "https://colab.research.google.com"},
            "use_repository_button": True,
            "use_issues_button": True,
            "logo": {"text": "a book"},
        }
    )


def test_placeholder_takes_the_buttons_and_nothing_else(repository_links):
    found = configuration("https://github.com/your_account/my-book")
    repository_links.decide(None, found)
    assert found.html_theme_options == {"logo": {"text": "a book"}}


def test_real_address_keeps_the_buttons_and_reaches_the_notebooks(repository_links):
    found = configuration("https://github.com/me/my-book")
    repository_links.decide(None, found)
    assert (
        found.html_theme_options
        == configuration("https://github.com/me/my-book").html_theme_options
    )
    assert os.environ[VARIABLE] == "https://github.com/me/my-book"
