"""The papers' published numbers, as data; nothing here is computed.

    >>> published("he2015", 6, "ResNet-110", "test error").best
    6.43
    >>> [row.value for row in TABLE_2]
    [27.94, 28.54, 27.88, 25.03]

``TABLE_1`` … ``TABLE_8`` are those of He et al. 2015, ``IDENTITY_TABLE_1`` … ``IDENTITY_TABLE_3``
those of He et al. 2016, ``VGG_TABLE_2`` and ``VGG_TABLE_3`` those of Simonyan and Zisserman 2014.
A table is a tuple with one :class:`Published` for each of its cells, row by row. Errors and average
precisions are in percent, parameters in millions, multiply-adds in billions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

PAPERS: Mapping[str, str] = MappingProxyType(
    {
        "he2015": "He et al. 2015, arXiv:1512.03385",
        "he2016": "He et al. 2016, arXiv:1603.05027",
        "simonyan2014": "Simonyan and Zisserman 2014, arXiv:1409.1556",
    }
)


@dataclass(frozen=True)
class Published:
    """One cell of a table of a paper.

    Attributes:
        paper: a key of :data:`PAPERS`.
        table: its number in that paper.
        row, metric: the cell's row and column.
        value: the figure: where the paper gives several runs, their mean or median (the note
            says which), never the best. None if there is no figure; `status` says why.
        spread: the standard deviation over the runs, if given.
        best: the best of the runs, if given.
        runs: how many runs stand behind the value; None where the paper does not say.
        failed: the paper reports a failure in place of a figure.
        note: what to know about this cell.
    """

    paper: str
    table: int
    row: str
    metric: str
    value: float | None
    spread: float | None = None
    best: float | None = None
    runs: int | None = None
    failed: bool = False
    note: str = ""

    @property
    def status(self) -> str:
        """``reported``, ``failed`` (trained, but to no use) or ``not reported`` (an empty cell)."""
        if self.failed:
            return "failed"
        return "not reported" if self.value is None else "reported"

    @property
    def unit(self) -> str:
        """``million`` for parameters, ``billion`` for multiply-adds, otherwise ``%``."""
        return {"parameters": "million", "multiply-adds": "billion"}.get(self.metric, "%")

    @property
    def source(self) -> str:
        """Where to look it up: ``He et al. 2015, arXiv:1512.03385, Table 6``."""
        return f"{PAPERS[self.paper]}, Table {self.table}"


FAIL = "fail"  # a cell in which the paper itself writes "fail"
Cell = float | str | None | Mapping[str, object]


def _table(
    paper: str,
    table: int,
    metrics: tuple[str, ...],
    rows: Mapping[str, tuple[Cell, ...]],
    **common: object,
) -> tuple[Published, ...]:
    """One cell per row and metric; `common` holds for every figure of the table."""
    cells = []
    for row, values in rows.items():
        for metric, cell in zip(metrics, values, strict=True):
            more = dict(cell) if isinstance(cell, Mapping) else {"value": cell}
            if more["value"] == FAIL:
                more |= {"value": None, "failed": True}
            if more["value"] is not None or more.get("failed"):
                more = {**common, **more}
            cells.append(Published(paper, table, row, metric, **more))
    return tuple(cells)


# He et al. 2015, "Deep Residual Learning for Image Recognition" -------------------------------

TABLE_1 = _table(
    "he2015",
    1,
    ("multiply-adds",),
    {
        "ResNet-18": (1.8,),
        "ResNet-34": (3.6,),
        "ResNet-50": (3.8,),
        "ResNet-101": (7.6,),
        "ResNet-152": (11.3,),
    },
    note="the paper writes FLOPs and counts multiply-adds",
)

TABLE_2 = _table(
    "he2015",
    2,
    ("top-1 error",),
    {"plain-18": (27.94,), "plain-34": (28.54,), "ResNet-18": (27.88,), "ResNet-34": (25.03,)},
    note="10 crops; shortcut option A",
)

TABLE_3 = _table(
    "he2015",
    3,
    ("top-1 error", "top-5 error"),
    {
        "VGG-16": (28.07, 9.33),
        "GoogLeNet": (None, 9.15),
        "PReLU-net": (24.27, 7.38),
        "plain-34": (28.54, 10.02),
        "ResNet-34 A": (25.03, 7.76),
        "ResNet-34 B": (24.52, 7.46),
        "ResNet-34 C": (24.19, 7.40),
        "ResNet-50": (22.85, 6.71),
        "ResNet-101": (21.75, 6.05),
        "ResNet-152": (21.43, 5.71),
    },
    note="10 crops",
)

_TEST_SET = "on the test set, where the others are on the validation set"
TABLE_4 = _table(
    "he2015",
    4,
    ("top-1 error", "top-5 error"),
    {
        "VGG (ILSVRC'14)": (None, {"value": 8.43, "note": _TEST_SET}),
        "GoogLeNet (ILSVRC'14)": (None, 7.89),
        "VGG (v5)": (24.4, 7.1),
        "PReLU-net": (21.59, 5.71),
        "BN-inception": (21.99, 5.81),
        "ResNet-34 B": (21.84, 5.71),
        "ResNet-34 C": (21.53, 5.60),
        "ResNet-50": (20.74, 5.25),
        "ResNet-101": (19.87, 4.60),
        "ResNet-152": (19.38, 4.49),
    },
    note="single model, validation set",
)

TABLE_5 = _table(
    "he2015",
    5,
    ("top-5 error",),
    {
        "VGG (ILSVRC'14)": (7.32,),
        "GoogLeNet (ILSVRC'14)": (6.66,),
        "VGG (v5)": (6.8,),
        "PReLU-net": (4.94,),
        "BN-inception": (4.82,),
        "ResNet (ILSVRC'15)": (
            {"value": 3.57, "note": "ensemble of six residual nets, two of them 152 layers deep"},
        ),
    },
    note="ensembles, test set",
)

_MEAN = "mean; the paper's headline figure is the best of the runs"
TABLE_6 = _table(
    "he2015",
    6,
    ("test error", "parameters"),
    {
        "Maxout": (9.38, None),
        "NIN": (8.81, None),
        "DSN": (8.22, None),
        "FitNet-19": (8.39, 2.5),
        "Highway-19": ({"value": 7.72, "spread": 0.16, "best": 7.54, "note": _MEAN}, 2.3),
        "Highway-32": (8.80, 1.25),
        "ResNet-20": (8.75, 0.27),
        "ResNet-32": (7.51, 0.46),
        "ResNet-44": (7.17, 0.66),
        "ResNet-56": (6.97, 0.85),
        "ResNet-110": (
            {"value": 6.61, "spread": 0.16, "best": 6.43, "runs": 5, "note": _MEAN},
            1.7,
        ),
        "ResNet-1202": (7.93, 19.4),
    },
)

TABLE_7 = _table(
    "he2015",
    7,
    ("VOC 07 test mAP", "VOC 12 test mAP"),
    {"VGG-16": (73.2, 70.4), "ResNet-101": (76.4, 73.8)},
    note="baseline Faster R-CNN",
)

TABLE_8 = _table(
    "he2015",
    8,
    ("mAP@.5", "mAP@[.5, .95]"),
    {"VGG-16": (41.5, 21.2), "ResNet-101": (48.4, 27.2)},
    note="COCO validation set, baseline Faster R-CNN",
)


# He et al. 2016, "Identity Mappings in Deep Residual Networks" --------------------------------

_MEDIAN = "median of 5 runs"


def _cell(value: float | str, note: str) -> dict[str, object]:
    return {"value": value, "note": f"{_MEDIAN}; {note}"}


IDENTITY_TABLE_1 = _table(
    "he2016",
    1,
    ("test error",),
    {
        "original": (_cell(6.61, "shortcut × 1, branch × 1"),),
        "constant scaling (0, 1)": (_cell(FAIL, "shortcut × 0, branch × 1: a plain net"),),
        "constant scaling (0.5, 1)": (_cell(FAIL, "shortcut × 0.5, branch × 1"),),
        "constant scaling (0.5, 0.5)": (_cell(12.35, "both × 0.5: frozen gating"),),
        "exclusive gating (bias 0 to -5)": (_cell(FAIL, "shortcut × (1 - g), branch × g"),),
        "exclusive gating (bias -6)": (_cell(8.70, "shortcut × (1 - g), branch × g"),),
        "exclusive gating (bias -7)": (_cell(9.81, "shortcut × (1 - g), branch × g"),),
        "shortcut-only gating (bias 0)": (_cell(12.86, "shortcut × (1 - g), branch × 1"),),
        "shortcut-only gating (bias -6)": (_cell(6.91, "shortcut × (1 - g), branch × 1"),),
        "1x1 convolution": (_cell(12.22, "on every shortcut; branch × 1"),),
        "dropout": (_cell(FAIL, "rate 0.5 on the shortcut; branch × 1"),),
    },
    runs=5,
)

IDENTITY_TABLE_2 = _table(
    "he2016",
    2,
    ("ResNet-110 test error", "ResNet-164 test error"),
    {
        "original": (6.61, 5.93),
        "BN after addition": (8.17, 6.50),
        "ReLU before addition": (7.84, 6.14),
        "ReLU-only pre-activation": (6.71, 5.91),
        "full pre-activation": (6.37, 5.46),
    },
    runs=5,
    note=_MEDIAN,
)

IDENTITY_TABLE_3 = _table(
    "he2016",
    3,
    (
        "CIFAR-10 test error, original",
        "CIFAR-10 test error, pre-activation",
        "CIFAR-100 test error, original",
        "CIFAR-100 test error, pre-activation",
    ),
    {
        "ResNet-110": (6.61, 6.37, None, None),
        "ResNet-164": (5.93, 5.46, 25.16, 24.33),
        "ResNet-1001": (7.61, 4.92, 27.82, 22.71),
    },
    runs=5,
    note=_MEDIAN,
)


# Simonyan and Zisserman 2014, "Very Deep Convolutional Networks" ------------------------------

VGG_TABLE_2 = _table(
    "simonyan2014",
    2,
    ("parameters",),
    {"A": (133,), "A-LRN": (133,), "B": (133,), "C": (134,), "D": (138,), "E": (144,)},
)

# Rows: the configuration and, in brackets, the shorter side of the training images.
VGG_TABLE_3 = _table(
    "simonyan2014",
    3,
    ("top-1 error", "top-5 error"),
    {
        "A (256)": (29.6, 10.4),
        "A-LRN (256)": (29.7, 10.5),
        "B (256)": (28.7, 9.9),
        "C (256)": (28.1, 9.4),
        "C (384)": (28.1, 9.3),
        "C ([256;512])": (27.3, 8.8),
        "D (256)": (27.0, 8.8),
        "D (384)": (26.8, 8.7),
        "D ([256;512])": (25.6, 8.1),
        "E (256)": (27.3, 9.0),
        "E (384)": (26.9, 8.7),
        "E ([256;512])": (25.5, 8.0),
    },
    note="single test scale, validation set",
)

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
        ValueError: for a paper, table, row or metric that there is not; it lists those there are.
    """

    def check(what: str, value: object, known: list) -> None:
        if value not in known:
            raise ValueError(f"{what} {value!r} is not one of: {', '.join(map(str, known))}")

    check("paper", paper, list(PAPERS))
    check(f"table of {paper}", table, [number for name, number in TABLES if name == paper])
    cells = TABLES[paper, table]
    where = f"of {paper}, table {table},"
    check(f"row {where}", row, list(dict.fromkeys(cell.row for cell in cells)))
    check(f"metric {where}", metric, list(dict.fromkeys(cell.metric for cell in cells)))
    return next(cell for cell in cells if (cell.row, cell.metric) == (row, metric))


# The CIFAR-10 recipe -------------------------------------------------------------------------


@dataclass(frozen=True)
class CifarRecipe:
    """How He et al. 2015 trained on CIFAR-10 (section 4.2), as the paper states it."""

    source: str = f"{PAPERS['he2015']}, section 4.2"
    training_images: int = 45_000  # of the split (and 5,000 to validate) that chose the schedule
    batch_size: int = 128
    momentum: float = 0.9
    weight_decay: float = 1e-4
    learning_rate: float = 0.1
    learning_rate_divisor: int = 10
    milestones: tuple[int, ...] = (32_000, 48_000)  # iterations
    iterations: int = 64_000
    pad: int = 4
    crop: int = 32
    horizontal_flip: bool = True
    dropout: float = 0.0
    batch_norm: bool = True
    initialisation: str = "He et al. 2015, arXiv:1502.01852"
    shortcut: str = "A"
    # ResNet-110 only: until the training error is below 80 %, about 400 iterations.
    warmup_learning_rate: float = 0.01
    warmup_until_training_error: float = 80.0  # %
    warmup_iterations: int = 400


CIFAR_RECIPE = CifarRecipe()

# The revolution of depth ---------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """An entry of the ImageNet challenge (ILSVRC), image classification.

    Attributes:
        year: of the challenge.
        name: what the network, or the team where there is none, is known as.
        team: as it entered.
        depth: weight layers of the deepest network; None for the shallow methods before 2012.
        top5_error: on the test set, in %, with the challenge's own training images only.
        source: of the error and of the depth.
        note: what to know before comparing.
        won: False for a runner-up.
        ensemble: how many networks were averaged; None where the sources do not say.
    """

    year: int
    name: str
    team: str
    depth: int | None
    top5_error: float
    source: str
    note: str
    won: bool = True
    ensemble: int | None = None


_CHALLENGE = "Russakovsky et al. 2015, arXiv:1409.0575"

REVOLUTION_OF_DEPTH: tuple[Entry, ...] = (
    Entry(
        2010,
        "NEC-UIUC",
        "NEC-UIUC",
        depth=None,
        top5_error=28.2,
        source=_CHALLENGE,
        note="hand-made features (SIFT and LBP) with a linear classifier",
    ),
    Entry(
        2011,
        "XRCE",
        "XRCE",
        depth=None,
        top5_error=25.8,
        source=_CHALLENGE,
        note="hand-made features as Fisher vectors, with linear classifiers",
    ),
    Entry(
        2012,
        "AlexNet",
        "SuperVision",
        depth=8,
        top5_error=16.4,
        source=f"{_CHALLENGE}; depth: Krizhevsky et al. 2012",
        note="15.3 % with two more networks trained first on other ImageNet images",
        ensemble=5,
    ),
    Entry(
        2013,
        "Clarifai",
        "Clarifai",
        depth=8,
        top5_error=11.7,
        source=f"{_CHALLENGE}; depth: Zeiler and Fergus 2013, arXiv:1311.2901",
        note="often labelled ZFNet, which is another entry of that year, with a higher error; the "
        "winner's networks were designed with Zeiler and Fergus's method, and 8 layers is the "
        "depth of the networks in their paper; 11.2 % with outside images",
    ),
    Entry(
        2014,
        "VGG",
        "VGG",
        depth=19,
        top5_error=7.3,
        source=f"{_CHALLENGE}; depth: {PAPERS['simonyan2014']}",
        note="second in classification; 16 and 19 layers were its deepest networks",
        won=False,
        ensemble=7,
    ),
    Entry(
        2014,
        "GoogLeNet",
        "GoogLeNet",
        depth=22,
        top5_error=6.7,
        source=f"{_CHALLENGE}; depth: Szegedy et al. 2014, arXiv:1409.4842",
        note="22 layers with parameters, along the longest path",
        ensemble=7,
    ),
    Entry(
        2015,
        "ResNet",
        "MSRA",
        depth=152,
        top5_error=3.57,
        source=f"{PAPERS['he2015']}, Table 5",
        note="six residual nets, two of them 152 layers deep; one ResNet-152 alone has 4.49 % on "
        "the validation set (Table 4)",
        ensemble=6,
    ),
)
