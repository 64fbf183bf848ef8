"""How a network is trained, and how it is tested.

- ``recipes``: how long, how fast, with what: the papers' and shorter ones
- ``loop``: the training loop, for one process or many
- ``evaluation``: loss and error on a whole set of images
- ``checkpoints``: a training that is killed resumes from its last epoch
- ``precision``: float32 or bfloat16
- ``processes``: training in several processes with ``torchrun``
- ``side_by_side``: several small trainings at a time, one thread each
- ``speed``: makes all of this faster; without that folder nothing else is lost
"""

from resnet_book.training.evaluation import evaluate
from resnet_book.training.loop import Epoch, Result, epoch_seed, train
from resnet_book.training.recipes import RECIPES, Recipe, recipe
from resnet_book.training.side_by_side import by_seed, one_thread

__all__ = [
    "RECIPES",
    "Epoch",
    "Recipe",
    "Result",
    "by_seed",
    "epoch_seed",
    "evaluate",
    "one_thread",
    "recipe",
    "train",
]
