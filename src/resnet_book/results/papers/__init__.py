"""The papers' published numbers, as data; nothing here is computed.

    >>> published("he2015", 6, "ResNet-110", "test error").best
    6.43
    >>> [row.value for row in TABLE_2]
    [27.94, 28.54, 27.88, 25.03]

``TABLE_1`` … ``TABLE_8`` are those of He et al. 2015, ``IDENTITY_TABLE_1`` … ``IDENTITY_TABLE_3``
those of He et al. 2016, ``VGG_TABLE_2`` and ``VGG_TABLE_3`` those of Simonyan and Zisserman 2014.
A table is a tuple with one :class:`Published` for each of its cells, row by row. Errors and average
precisions are in percent, parameters in millions, multiply-adds in billions.

- ``cells``: one cell of a table, with its source
- ``he2015``, ``he2016``, ``simonyan2014``: the tables of each paper
- ``imagenet_challenge``: the winners by year, with their depths
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from resnet_book.choices import one_of
from resnet_book.results.papers.cells import PAPERS, Published
from resnet_book.results.papers.he2015 import (
    CIFAR_RECIPE,
    TABLE_1,
    TABLE_2,
    TABLE_3,
    TABLE_4,
    TABLE_5,
    TABLE_6,
    TABLE_7,
    TABLE_8,
    CifarRecipe,
)
from resnet_book.results.papers.he2016 import (
    IDENTITY_TABLE_1,
    IDENTITY_TABLE_2,
    IDENTITY_TABLE_3,
)
from resnet_book.results.papers.imagenet_challenge import REVOLUTION_OF_DEPTH, Entry
from resnet_book.results.papers.simonyan2014 import VGG_TABLE_2, VGG_TABLE_3

__all__ = [
    "CAPTIONS",
    "CIFAR_RECIPE",
    "IDENTITY_TABLE_1",
    "IDENTITY_TABLE_2",
    "IDENTITY_TABLE_3",
    "PAPERS",
    "REVOLUTION_OF_DEPTH",
    "TABLES",
    "TABLE_1",
    "TABLE_2",
    "TABLE_3",
    "TABLE_4",
    "TABLE_5",
    "TABLE_6",
    "TABLE_7",
    "TABLE_8",
    "VGG_TABLE_2",
    "VGG_TABLE_3",
    "CifarRecipe",
    "Entry",
    "Published",
    "published",
]

TABLES: Mapping[tuple[str, int], tuple[Published, ...]] = MappingProxyType(
    {
        (table[0].paper, table[0].table): table
        for table in (
            *(TABLE_1, TABLE_2, TABLE_3, TABLE_4, TABLE_5, TABLE_6, TABLE_7, TABLE_8),
            *(IDENTITY_TABLE_1, IDENTITY_TABLE_2, IDENTITY_TABLE_3),
            *(VGG_TABLE_2, VGG_TABLE_3),
        )
    }
)

CAPTIONS: Mapping[tuple[str, int], str] = MappingProxyType(
    {
        ("he2015", 1): "Multiply-adds of the ImageNet architectures, in billions",
        ("he2015", 2): "Plain against residual: top-1 error on ImageNet's validation set, %",
        ("he2015", 3): "Errors on ImageNet's validation set, 10 crops, %",
        ("he2015", 4): "Errors of single models on ImageNet's validation set, %",
        ("he2015", 5): "Top-5 errors of ensembles on ImageNet's test set, %",
        ("he2015", 6): "Errors on CIFAR-10's test set, %, and parameters, in millions",
        ("he2015", 7): "Detection on PASCAL VOC: mean average precision, %",
        ("he2015", 8): "Detection on COCO's validation set: mean average precision, %",
        ("he2016", 1): "Kinds of shortcut in ResNet-110: errors on CIFAR-10, %; fail: above 20",
        ("he2016", 2): "Orders of activation: errors on CIFAR-10, %",
        ("he2016", 3): "Original against pre-activation units: errors on CIFAR-10 and CIFAR-100, %",
        ("simonyan2014", 2): "Parameters of the VGG configurations, in millions",
        ("simonyan2014", 3): "Errors of the VGG configurations on ImageNet's validation set, %",
    }
)


def published(paper: str, table: int, row: str, metric: str) -> Published:
    """The cell of a paper's table.

    Raises:
        ValueError: unknown paper, table, row or metric; lists the known ones.
    """
    one_of("paper", paper, list(PAPERS))
    one_of(f"table of {paper}", table, [number for name, number in TABLES if name == paper])
    cells = TABLES[paper, table]
    where = f"of {paper}, table {table},"
    one_of(f"row {where}", row, list(dict.fromkeys(cell.row for cell in cells)))
    one_of(f"metric {where}", metric, list(dict.fromkeys(cell.metric for cell in cells)))
    return next(cell for cell in cells if (cell.row, cell.metric) == (row, metric))
