"""He et al. 2016, "Identity Mappings in Deep Residual Networks": tables 1 to 3."""

from __future__ import annotations

from resnet_book.results.papers.cells import FAIL, table

_MEDIAN = "median of 5 runs"


def _cell(value: float | str, note: str) -> dict[str, object]:
    return {"value": value, "note": f"{_MEDIAN}; {note}"}


IDENTITY_TABLE_1 = table(
    "he2016",
    1,
    ("test error",),
    residual={
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

IDENTITY_TABLE_2 = table(
    "he2016",
    2,
    ("ResNet-110 test error", "ResNet-164 test error"),
    residual={
        "original": (6.61, 5.93),
        "BN after addition": (8.17, 6.50),
        "ReLU before addition": (7.84, 6.14),
        "ReLU-only pre-activation": (6.71, 5.91),
        "full pre-activation": (6.37, 5.46),
    },
    runs=5,
    note=_MEDIAN,
)

IDENTITY_TABLE_3 = table(
    "he2016",
    3,
    (
        "CIFAR-10 test error, original",
        "CIFAR-10 test error, pre-activation",
        "CIFAR-100 test error, original",
        "CIFAR-100 test error, pre-activation",
    ),
    residual={
        "ResNet-110": (6.61, 6.37, None, None),
        "ResNet-164": (5.93, 5.46, 25.16, 24.33),
        "ResNet-1001": (7.61, 4.92, 27.82, 22.71),
    },
    runs=5,
    note=_MEDIAN,
)
