"""Labs: cells with controls that train real networks, in the reader's kernel or browser.

- ``base``: what all labs share: run, draw, sum up, and a view without a kernel
- ``depth``: depth, shortcut and learning rate
- ``in_page``: the same, trained by the reader's browser where there is no kernel
- ``shortcut_and_order``: a factor on the shortcut, and the order of activation
- ``block_shape``: basic or bottleneck, and what each costs
- ``growth``: append blocks to a trained network and train on
- ``recipe``: weight decay, warm-up, augmentation
- ``ensemble``: several networks, averaged
"""

from resnet_book.labs.block_shape import BottleneckLab
from resnet_book.labs.depth import TrainingLab
from resnet_book.labs.ensemble import EnsembleLab
from resnet_book.labs.growth import GrowthLab
from resnet_book.labs.in_page import InPageLab
from resnet_book.labs.recipe import RecipeLab
from resnet_book.labs.shortcut_and_order import IdentityLab

__all__ = [
    "BottleneckLab",
    "EnsembleLab",
    "GrowthLab",
    "IdentityLab",
    "InPageLab",
    "RecipeLab",
    "TrainingLab",
]
