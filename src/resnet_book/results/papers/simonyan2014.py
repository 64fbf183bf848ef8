"""Simonyan and Zisserman 2014, "Very Deep Convolutional Networks": tables 2 and 3."""

from __future__ import annotations

from resnet_book.results.papers.cells import table

VGG_TABLE_2 = table(
    "simonyan2014",
    2,
    ("parameters",),
    other={"A": (133,), "A-LRN": (133,), "B": (133,), "C": (134,), "D": (138,), "E": (144,)},
)

# Rows: the configuration and, in brackets, the shorter side of the training images.
VGG_TABLE_3 = table(
    "simonyan2014",
    3,
    ("top-1 error", "top-5 error"),
    other={
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
