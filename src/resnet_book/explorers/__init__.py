"""Explorers: interactive figures, in Jupyter, in Colab and on the plain website.

Each consists of two modules: one in Python, which computes the numbers or reads them from records,
and one in JavaScript, in ``js/src/kinds/``, which draws them. The build finds all of these by
itself and writes ``static/``; the tests of all explorers have an entry for each
(``test_explorer.py``, ``test_common_words.py``). ``js/engine/`` trains networks in the page.

- ``explorer``: what all explorers share: one state, four views of it
- ``common_words``: the sentences that all explorers share
- ``block_builder``: a block that the reader chooses, and a digit that flows through it
- ``degradation``: training curves, by depth and shortcut; ``recorded_networks`` finds all recorded
  networks
- ``signal``: signals and gradients in a network before training
- ``network_map``: every layer of the papers' networks; ``map_layers``: the numbers of each layer
- ``identity``: a factor on every shortcut, and what reaches the first block
- ``paths``: branches that can be cut, and the 2ⁿ paths through n blocks
- ``looks``: colours, marks and dashes of lines; those of plain networks and of each shortcut
- ``predict``: a guess before the measurement is shown
"""

from resnet_book.explorers.block_builder import BlockBuilder
from resnet_book.explorers.degradation import DegradationExplorer
from resnet_book.explorers.identity import IdentityExplorer
from resnet_book.explorers.network_map import NetworkMap
from resnet_book.explorers.paths import PathsExplorer
from resnet_book.explorers.predict import Predict
from resnet_book.explorers.signal import SignalExplorer

__all__ = [
    "BlockBuilder",
    "DegradationExplorer",
    "IdentityExplorer",
    "NetworkMap",
    "PathsExplorer",
    "Predict",
    "SignalExplorer",
]
