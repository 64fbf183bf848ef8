"""Which network each cell of the papers' tables is about."""

import pytest

from resnet_book.results import papers
from resnet_book.results.paper_networks import count, published_error, subjects
from resnet_book.results.papers import published


@pytest.mark.parametrize(
    ("options", "value"),
    [
        ({"depth": 20}, 8.75),
        ({"depth": 110}, 6.61),
        ({"depth": 110, "order": "full-preactivation"}, 6.37),
        ({"depth": 110, "shortcut": "shortcut-gating=-6"}, 6.91),
        ({"depth": 20, "shortcut": "none"}, None),
        ({"depth": 26}, None),
        ({"depth": 20, "width": 32}, None),
        ({"depth": 20, "classes": 100}, None),
        ({"depth": 20, "squeeze_excitation": 16}, None),
        ({"depth": 20, "stride_on": "3x3"}, None),
        ({"depth": 20, "batch_norm": False}, None),
        ({"depth": 20, "data": "digits"}, None),
        ({"depth": 56, "order": "full-preactivation"}, None),
        (
            {"depth": 110, "order": "full-preactivation", "shortcut": "shortcut-gating=-6"},
            None,
        ),
    ],
)
def test_published_number_is_that_of_the_very_network(make_run, options, value):
    run = make_run(**options)
    found = published_error(run.spec, run.data.name)
    assert (found.value if found else None) == value


def test_failed_runs_of_the_paper_are_published_without_a_number(make_run):
    run = make_run(110, "dropout=0.5")
    assert published_error(run.spec, run.data.name).status == "failed"


def test_tables_that_quote_each_other_have_one_subject():
    cells = [
        ("he2015", 6, "ResNet-110", "test error"),
        ("he2016", 1, "original", "test error"),
        ("he2016", 2, "original", "ResNet-110 test error"),
        ("he2016", 3, "ResNet-110", "CIFAR-10 test error, original"),
    ]
    assert len({subjects()[published(*cell)] for cell in cells}) == 1
    cells = [
        ("he2016", 2, "full pre-activation", "ResNet-110 test error"),
        ("he2016", 3, "ResNet-110", "CIFAR-10 test error, pre-activation"),
    ]
    assert len({subjects()[published(*cell)] for cell in cells}) == 1


def test_subjects_are_named_as_their_rows():
    for cell, subject in subjects().items():
        if (cell.paper, cell.table) == ("he2015", 6):
            assert cell.row == f"ResNet-{subject.spec.depth}"
        else:
            assert subject.spec.depth == 110
        assert subject.spec.in_channels == 3
        assert subject.spec.classes == 10


def test_counts_are_in_the_units_of_their_cells():
    for table in papers.TABLES.values():
        for cell in table:
            if cell.metric in ("parameters", "multiply-adds") and cell.kind == "residual":
                assert count(cell) == pytest.approx(cell.value, rel=0.05)
            elif cell.kind == "residual":
                assert count(cell) is None
