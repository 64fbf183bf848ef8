"""Training and testing networks.

- ``recipes``: hyperparameters and schedules: those of the papers, and shorter ones
- ``loop``: the training loop, for one process or many
- ``history``: what is known of a training: its epochs, its result
- ``evaluation``: loss and error on a whole set of images
- ``checkpoints``: a killed training resumes from its last epoch
- ``precision``: float32 or bfloat16
- ``processes``: training in several processes with ``torchrun``
- ``side_by_side``: several small trainings at a time, one thread each
- ``speed``: faster training steps; everything else works without that folder
"""

from resnet_book.training.evaluation import evaluate
from resnet_book.training.history import Epoch, Result
from resnet_book.training.loop import epoch_seed, train
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
