"""Figures of the papers' own numbers."""

import pytest

from resnet_book import drawing as plots
from resnet_book.results.papers import TABLE_3, TABLE_5


@pytest.mark.parametrize("table", [TABLE_3, TABLE_5])
def test_published_errors_leave_out_empty_cells_and_name_the_source(table):
    metric = table[0].metric
    picture = plots.published_errors([cell for cell in table if cell.metric == metric])
    assert "He et al. 2015" in picture.alt
    assert "None" not in picture.alt
