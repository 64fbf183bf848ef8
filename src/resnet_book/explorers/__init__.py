"""Explorers: figures that a reader moves, in Jupyter, in Colab and on the plain website.

Their drawing is JavaScript, in ``js/``, bundled into ``static/explorers.js``; here is what they
show: the numbers, computed or read from records.
"""

from resnet_book.explorers.cost import CostExplorer
from resnet_book.explorers.degradation import DegradationExplorer
from resnet_book.explorers.identity import IdentityExplorer
from resnet_book.explorers.predict import Predict
from resnet_book.explorers.signal import SignalExplorer

__all__ = [
    "CostExplorer",
    "DegradationExplorer",
    "IdentityExplorer",
    "Predict",
    "SignalExplorer",
]
