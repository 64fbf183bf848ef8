"""The scorecard's tiles: verdict in words first, the paper's figure, ours with its spread."""

import re
from html import unescape

import pytest

from resnet_book import addresses
from resnet_book.drawing import degradation_tiles, table_tiles, verdict_counts
from resnet_book.drawing.verdicts import LOOKS, SIGNS, STYLE
from resnet_book.models.network_specs import cifar_spec
from resnet_book.results import load_all, scorecard
from resnet_book.words import with_spread


@pytest.fixture(scope="module")
def recorded():
    return load_all()


@pytest.fixture(scope="module")
def rows(recorded):
    return scorecard.rows(recorded)


def tiles(html):
    """Class and text of each tile."""
    found = re.findall(r'<li class="tile (\S+)">(.*?)</li>', html, re.DOTALL)
    return [
        (kind, " ".join(unescape(re.sub(r"<[^>]+>", " ", tile)).split())) for kind, tile in found
    ]


def test_every_verdict_differs_in_words_and_in_shape_as_well_as_in_colour():
    assert set(SIGNS) == set(LOOKS) == set(scorecard.VERDICTS)
    assert len(set(LOOKS.values())) == len(scorecard.VERDICTS)
    for look in LOOKS.values():
        assert f".tile.{look}" in STYLE
    assert "--plain" not in STYLE  # orange is a plain stack's colour, never an error's


def test_counts_add_up_to_all_rows(rows):
    found = tiles(verdict_counts(rows).html())
    assert len(found) == len(scorecard.VERDICTS)
    numbers = [int(re.search(r"(\d+) \d+ counts?, \d+ error", text)[1]) for _, text in found]
    assert sum(numbers) == len(rows)
    assert f"Of {len(rows)} figures" in verdict_counts(rows).html()


def test_every_row_is_a_tile_or_in_the_list_of_its_table(rows):
    html = table_tiles(rows).html()
    found = tiles(html)
    attempted = [row for row in rows if row.verdict != "not attempted"]
    assert [kind for kind, _ in found] == [LOOKS[row.verdict] for row in attempted]
    for (_, text), row in zip(found, attempted, strict=True):
        cell = row.published
        start = f"{SIGNS[row.verdict]} {row.verdict} {cell.row}, {cell.metric} paper "
        assert text.startswith(f"{start}{cell.value:g} {cell.unit} ours ")
        if row.summary:
            assert f"ours {with_spread(row.summary.test_errors)} % recipe" in text
        else:
            assert f"ours {row.counted:.4g} {cell.unit} counted" in text
    assert html.count("<li>") == len(rows) - len(attempted)
    assert "dropout, test error: fail" in html


def test_figure_without_a_verdict_is_reported_too(recorded):
    shorter = [run for run in recorded if run.spec == cifar_spec(20) and run.recipe.name == "short"]
    ours = with_spread([run.test_error for run in shorter])
    html = table_tiles(scorecard.rows(shorter)).html()
    assert f"<li>ResNet-20, test error: 8.75 % (ours {ours} %, recipe short)</li>" in html


def test_degradation_has_both_depths_and_the_seeds(recorded):
    found = tiles(degradation_tiles(scorecard.degradation(recorded, "short")).html())
    for (_, text), row in zip(found, scorecard.degradation(recorded, "short"), strict=True):
        assert text.startswith(f"{SIGNS[row.verdict]} {row.verdict} {row.claim} 20 layers ")
        assert f"20 layers {with_spread(row.shallow.train_errors)} %" in text
        assert f"56 layers {with_spread(row.deep.train_errors)} %" in text
        assert text.endswith("3 seeds: 0, 1, 2")


def test_seeds_are_links_once_there_is_a_repository(monkeypatch, rows):
    monkeypatch.setenv(addresses.VARIABLE, "https://github.com/your_account/x")
    assert "<a " not in table_tiles(rows).html()
    monkeypatch.setenv(addresses.VARIABLE, "https://github.com/me/x")
    (link, *_) = re.findall(r'<a href="(.+?)">0</a>', table_tiles(rows).html())
    assert link.endswith("recorded/resnet-20-A_cifar10_paper_seed-0.json")
