"""Where the book lives; and that nothing links to a repository which does not exist."""

import sys

import pytest

from resnet_book import addresses

REAL = "https://github.com/me/my-book"
PLACEHOLDER = "https://github.com/your_account/my-book"


@pytest.mark.parametrize("address", [PLACEHOLDER, "https://github.com/", ""])
def test_address_that_nobody_can_own_is_a_placeholder(address):
    assert addresses.is_placeholder(address)


def test_address_of_an_account_is_not():
    assert not addresses.is_placeholder(REAL)
    assert not addresses.is_placeholder("https://github.com/me/my_book")


@pytest.mark.parametrize("address", [REAL, f"{REAL}/"])
def test_published_book_has_links(monkeypatch, address):
    monkeypatch.setenv(addresses.VARIABLE, address)
    assert addresses.repository() == REAL
    assert addresses.colab("01-degradation") == (
        "https://colab.research.google.com/github/me/my-book/blob/main/book/01-degradation.ipynb"
    )
    folder = f"{REAL}/blob/main/src/resnet_book/results/recorded"
    assert addresses.records() == folder
    assert addresses.record_link("a_seed-0.json", "0") == f"[0]({folder}/a_seed-0.json)"


def test_unpublished_book_has_none(monkeypatch):
    monkeypatch.setenv(addresses.VARIABLE, PLACEHOLDER)
    assert addresses.repository() is None
    assert addresses.colab("01-degradation") is None
    assert addresses.records() is None
    assert addresses.record_link("a_seed-0.json", "0") == "0"


def test_without_a_build_the_installed_package_says_the_address(monkeypatch):
    monkeypatch.delenv(addresses.VARIABLE, raising=False)

    class Metadata:
        @staticmethod
        def get_all(name):
            return ["Homepage, https://example.org", f"Repository, {REAL}"]

    monkeypatch.setattr(addresses, "metadata", lambda package: Metadata)
    assert addresses.repository() == REAL


def test_notebook_to_download_is_relative_to_its_page():
    assert addresses.notebook("01-degradation") == "../_sources/book/01-degradation.ipynb"
    assert addresses.notebook("evidence/01-x") == "../../_sources/book/evidence/01-x.ipynb"


def test_page_beside_is_a_page_on_the_website_and_a_notebook_elsewhere(monkeypatch):
    monkeypatch.setenv(addresses.VARIABLE, REAL)
    assert addresses.page("scorecard") == "scorecard.html"
    monkeypatch.delenv(addresses.VARIABLE)
    assert addresses.page("scorecard") == "scorecard.ipynb"


def test_page_beside_is_opened_by_colab_once_there_is_a_repository(monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", object())
    monkeypatch.delenv(addresses.VARIABLE, raising=False)
    assert addresses.page("scorecard") == "scorecard.ipynb"
    monkeypatch.setattr(addresses, "repository", lambda: REAL)
    assert addresses.page("scorecard") == (
        "https://colab.research.google.com/github/me/my-book/blob/main/book/scorecard.ipynb"
    )
