"""Explorers: figures that a reader moves, in Jupyter, in Colab and on the plain website.

Their drawing is JavaScript, in ``js/``, bundled into ``static/explorers.js``; here is what they
show: the numbers, computed or read from records.
"""

from resnet_book.widgets.cost import CostExplorer
from resnet_book.widgets.degradation import DegradationExplorer
from resnet_book.widgets.identity import IdentityExplorer
from resnet_book.widgets.predict import Predict
from resnet_book.widgets.signal import SignalExplorer

__all__ = [
    "CostExplorer",
    "DegradationExplorer",
    "IdentityExplorer",
    "Predict",
    "SignalExplorer",
]
