import dataclasses
from collections import Counter

import pytest

from resnet_book.results import papers
from resnet_book.results.papers import CIFAR_RECIPE, REVOLUTION_OF_DEPTH, published
from resnet_book.training.recipes import recipe

CELLS = [cell for table in papers.TABLES.values() for cell in table]

# Typed from the papers a second time, not from the module.
HEADLINES = [
    ("he2015", 1, "ResNet-152", "multiply-adds", 11.3),
    ("he2015", 2, "plain-34", "top-1 error", 28.54),
    ("he2015", 2, "ResNet-34", "top-1 error", 25.03),
    ("he2015", 3, "ResNet-34 C", "top-1 error", 24.19),
    ("he2015", 4, "ResNet-152", "top-5 error", 4.49),
    ("he2015", 5, "ResNet (ILSVRC'15)", "top-5 error", 3.57),
    ("he2015", 6, "ResNet-56", "test error", 6.97),
    ("he2015", 6, "ResNet-1202", "test error", 7.93),
    ("he2015", 7, "ResNet-101", "VOC 07 test mAP", 76.4),
    ("he2015", 8, "ResNet-101", "mAP@[.5, .95]", 27.2),
    ("he2016", 1, "shortcut-only gating (bias -6)", "test error", 6.91),
    ("he2016", 2, "full pre-activation", "ResNet-164 test error", 5.46),
    ("he2016", 3, "ResNet-1001", "CIFAR-10 test error, pre-activation", 4.92),
    ("simonyan2014", 2, "D", "parameters", 138),
    ("simonyan2014", 3, "E ([256;512])", "top-1 error", 25.5),
]


@pytest.mark.parametrize(("paper", "table", "row", "metric", "value"), HEADLINES)
def test_headline_numbers(paper, table, row, metric, value):
    cell = published(paper, table, row, metric)
    assert cell.value == value
    assert cell.status == "reported"


def test_resnet_110_is_the_mean_and_the_headline_is_the_best_of_five():
    cell = published("he2015", 6, "ResNet-110", "test error")
    assert (cell.value, cell.spread, cell.best, cell.runs) == (6.61, 0.16, 6.43, 5)
    assert cell.source == "He et al. 2015, arXiv:1512.03385, Table 6"


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        *[(papers.TABLE_1, 5), (papers.TABLE_2, 4), (papers.TABLE_3, 20), (papers.TABLE_4, 20)],
        *[(papers.TABLE_5, 6), (papers.TABLE_6, 24), (papers.TABLE_7, 4), (papers.TABLE_8, 4)],
        *[(papers.IDENTITY_TABLE_1, 11), (papers.IDENTITY_TABLE_2, 10)],
        *[(papers.IDENTITY_TABLE_3, 12), (papers.VGG_TABLE_2, 6), (papers.VGG_TABLE_3, 24)],
    ],
)
def test_cells_per_table(table, cells):
    assert len(table) == cells
    assert len({(cell.paper, cell.table) for cell in table}) == 1
    assert papers.TABLES[table[0].paper, table[0].table] is table


def test_every_table_has_a_caption_and_no_cell_stands_twice():
    assert set(papers.CAPTIONS) == set(papers.TABLES)
    assert len(papers.TABLES) == 13
    counts = Counter((cell.paper, cell.table, cell.row, cell.metric) for cell in CELLS)
    assert max(counts.values()) == 1


@pytest.mark.parametrize("cell", CELLS, ids=lambda c: f"{c.paper}-{c.table}-{c.row}-{c.metric}")
def test_cell_is_consistent(cell):
    assert cell.paper in papers.PAPERS
    assert cell.row
    assert cell.metric
    assert cell.source.startswith(papers.PAPERS[cell.paper])
    assert "arXiv:" in cell.source
    if cell.status == "reported":
        assert cell.value > 0
        if cell.unit == "%":
            assert cell.value < 100
    else:
        assert cell.value is None
        assert cell.spread is None
        assert cell.best is None
    if cell.status == "not reported":
        assert cell.runs is None
        assert not cell.note
    if cell.best is not None:
        assert cell.best <= cell.value
    if cell.spread is not None:
        assert 0 < cell.spread < cell.value
    assert cell.runs is None or cell.runs >= 2
    if cell.runs or cell.spread:
        assert cell.note.startswith(("mean", "median"))


def test_failed_runs_are_distinguished_from_unreported_ones():
    failed = [cell.row for cell in CELLS if cell.status == "failed"]
    assert failed == [
        "constant scaling (0, 1)",
        "constant scaling (0.5, 1)",
        "exclusive gating (bias 0 to -5)",
        "dropout",
    ]
    empty = Counter((c.paper, c.table) for c in CELLS if c.status == "not reported")
    assert empty == {("he2015", 3): 1, ("he2015", 4): 2, ("he2015", 6): 3, ("he2016", 3): 2}


def test_kinds_tell_the_papers_own_networks_from_others():
    kinds = {
        ("he2015", 3, "VGG-16", "top-1 error"): "other",
        ("he2015", 3, "plain-34", "top-1 error"): "plain",
        ("he2015", 3, "ResNet-34 A", "top-1 error"): "residual",
        ("he2015", 6, "Highway-19", "test error"): "other",
        ("he2016", 1, "dropout", "test error"): "residual",
        ("simonyan2014", 2, "D", "parameters"): "other",
    }
    for key, kind in kinds.items():
        assert published(*key).kind == kind
    for cell in CELLS:
        if cell.paper == "he2015":  # its rows begin with the kind
            begins = {"plain": "plain", "residual": "ResNet"}
            assert [k for k, word in begins.items() if cell.row.startswith(word)] == (
                [] if cell.kind == "other" else [cell.kind]
            )
        else:
            assert cell.kind == {"he2016": "residual", "simonyan2014": "other"}[cell.paper]


def test_top_5_errors_are_below_top_1_errors():
    for paper, table in [("he2015", 3), ("he2015", 4), ("simonyan2014", 3)]:
        for row in {cell.row for cell in papers.TABLES[paper, table]}:
            top1 = published(paper, table, row, "top-1 error").value
            top5 = published(paper, table, row, "top-5 error").value
            assert top1 is None or top5 < top1


def test_tables_agree_where_they_report_the_same_network():
    def value(*key):
        return published(*key).value

    assert value("he2015", 2, "plain-34", "top-1 error") == 28.54
    assert value("he2015", 3, "plain-34", "top-1 error") == 28.54
    resnet = value("he2015", 2, "ResNet-34", "top-1 error")
    assert value("he2015", 3, "ResNet-34 A", "top-1 error") == resnet
    original = value("he2016", 1, "original", "test error")
    assert value("he2016", 2, "original", "ResNet-110 test error") == original
    assert value("he2016", 3, "ResNet-110", "CIFAR-10 test error, original") == original
    assert value("he2015", 6, "ResNet-110", "test error") == original
    full = value("he2016", 2, "full pre-activation", "ResNet-164 test error")
    assert value("he2016", 3, "ResNet-164", "CIFAR-10 test error, pre-activation") == full


def test_units():
    assert published("he2015", 6, "ResNet-20", "parameters").unit == "million"
    assert published("he2015", 1, "ResNet-18", "multiply-adds").unit == "billion"
    assert published("he2015", 8, "VGG-16", "mAP@.5").unit == "%"


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (
            ("he2017", 1, "original", "test error"),
            "paper 'he2017' is not one of: he2015, he2016, simonyan2014",
        ),
        (("he2016", 9, "original", "test error"), "table of he2016 9 is not one of: 1, 2, 3"),
        (
            ("he2015", 2, "ResNet-50", "top-1 error"),
            "row of he2015, table 2, 'ResNet-50' is not one of: "
            "plain-18, plain-34, ResNet-18, ResNet-34",
        ),
        (
            ("he2015", 6, "ResNet-20", "top-5 error"),
            "metric of he2015, table 6, 'top-5 error' is not one of: test error, parameters",
        ),
    ],
)
def test_a_bad_key_is_named_with_the_allowed_ones(key, message):
    with pytest.raises(ValueError, match="is not one of") as caught:
        published(*key)
    assert str(caught.value) == message


def test_nothing_can_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        papers.TABLE_2[0].value = 0
    with pytest.raises(TypeError):
        papers.TABLES["he2015", 2] = ()


def test_the_revolution_of_depth():
    winners = [entry for entry in REVOLUTION_OF_DEPTH if entry.won]
    assert [entry.year for entry in winners] == list(range(2010, 2016))
    assert [entry.top5_error for entry in winners] == [28.2, 25.8, 16.4, 11.7, 6.7, 3.57]
    assert [entry.depth for entry in winners] == [None, None, 8, 8, 22, 152]
    (second,) = [entry for entry in REVOLUTION_OF_DEPTH if not entry.won]
    assert (second.name, second.depth, second.top5_error) == ("VGG", 19, 7.3)
    years = [entry.year for entry in REVOLUTION_OF_DEPTH]
    errors = [entry.top5_error for entry in REVOLUTION_OF_DEPTH]
    assert years == sorted(years)
    assert errors == sorted(errors, reverse=True)
    assert all("arXiv:" in entry.source and entry.note for entry in REVOLUTION_OF_DEPTH)


def test_the_revolution_of_depth_agrees_with_table_5():
    for name, row in [
        ("VGG", "VGG (ILSVRC'14)"),
        ("GoogLeNet", "GoogLeNet (ILSVRC'14)"),
        ("ResNet", "ResNet (ILSVRC'15)"),
    ]:
        (entry,) = [entry for entry in REVOLUTION_OF_DEPTH if entry.name == name]
        exact = published("he2015", 5, row, "top-5 error").value
        assert abs(exact - entry.top5_error) < 0.05


def test_the_cifar_recipe():
    paper = CIFAR_RECIPE
    assert (paper.batch_size, paper.momentum, paper.weight_decay) == (128, 0.9, 1e-4)
    assert (paper.learning_rate, paper.learning_rate_divisor) == (0.1, 10)
    assert paper.milestones == (32_000, 48_000)
    assert paper.milestones[-1] < paper.iterations == 64_000
    epochs = paper.iterations * paper.batch_size / paper.training_images
    assert round(epochs) == 182
    assert paper.warmup_learning_rate < paper.learning_rate


def test_recipes_of_the_package_are_the_papers():
    ours = recipe("paper")
    for field in ("batch_size", "momentum", "weight_decay", "learning_rate", "iterations"):
        assert getattr(ours, field) == getattr(CIFAR_RECIPE, field)
    steps = [fraction * ours.iterations for fraction in ours.milestones]
    assert steps == list(CIFAR_RECIPE.milestones)
    warmup = recipe("paper-warmup")
    assert warmup.rate(0, 50_000) == pytest.approx(CIFAR_RECIPE.warmup_learning_rate)
