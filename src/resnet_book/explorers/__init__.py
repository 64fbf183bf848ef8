"""Explorers: figures that a reader moves, in Jupyter, in Colab and on the plain website.

Their drawing is JavaScript, in ``js/``; ``static/`` has the scripts that are made of it. The
modules compute the numbers, or read them from records:

- ``explorer``: what all explorers share: one state, four views of it
- ``common_words``: what all explorers say
- ``cost``: parameters and multiply-adds, stage by stage
- ``degradation``: recorded training curves, by depth and shortcut
- ``signal``: what gets through a network before training
- ``identity``: a factor on every shortcut, and what reaches the first block
- ``predict``: a guess before the measurement is shown
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
