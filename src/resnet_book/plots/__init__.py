"""The book's figures, drawn from results; each comes with the words that stand for it.

Nothing here trains or measures. A module is about one kind of result.
"""

from resnet_book.plots.curves import (
    by_layer,
    error_by_depth,
    last_errors,
    look,
    revolution_of_depth,
    training_curves,
)
from resnet_book.plots.records import recorded_curves

__all__ = [
    "by_layer",
    "error_by_depth",
    "last_errors",
    "look",
    "recorded_curves",
    "revolution_of_depth",
    "training_curves",
]
