"""Labs: cells with controls that train real networks in the reader's kernel.

- ``base``: what all labs share: run, draw, sum up, and a view without a kernel
- ``depth``: depth, shortcut and learning rate
- ``shortcut_and_order``: a factor on the shortcut, and the order of activation
- ``block_shape``: basic or bottleneck, and what each costs
- ``growth``: append blocks to a trained network and train on
- ``recipe``: weight decay, warm-up, augmentation
"""

from resnet_book.labs.block_shape import BottleneckLab
from resnet_book.labs.depth import TrainingLab
from resnet_book.labs.growth import GrowthLab
from resnet_book.labs.recipe import RecipeLab
from resnet_book.labs.shortcut_and_order import IdentityLab

__all__ = ["BottleneckLab", "GrowthLab", "IdentityLab", "RecipeLab", "TrainingLab"]
