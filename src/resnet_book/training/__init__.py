"""Training and testing networks.

- ``recipes``: the choices about a training, one field each, and the recipes made of them: those of
  the papers, and shorter ones; names, records and command line (``test_command_line.py``) read
  the fields
- ``loop``: the one training loop, and its loss
- ``history``: the epochs and the result of a training
- ``evaluation``: loss and error on a whole set of images
- ``checkpoints``: a killed training resumes from its last epoch
- ``precision``: float32 or bfloat16
- ``processes``: several processes, on one machine or on many, with ``torchrun``
- ``one_step``: the first step of SGD alone
- ``equal_steps``: steps that move every convolution by the same fraction of its weights
- ``regression``: teaching a small network a function
- ``running_statistics``: batch norm's statistics, measured again or kept
- ``side_by_side``: several small trainings in parallel, one thread each
- ``speed``: faster training steps; everything else works without that folder
"""

from resnet_book.training.equal_steps import train_equally
from resnet_book.training.evaluation import error_of_average, evaluate, probabilities
from resnet_book.training.history import Epoch, Result
from resnet_book.training.loop import epoch_seed, train
from resnet_book.training.one_step import first_step
from resnet_book.training.recipes import RECIPES, Recipe, recipe
from resnet_book.training.regression import learn
from resnet_book.training.running_statistics import fix_statistics, renew_statistics
from resnet_book.training.side_by_side import by_seed, one_thread

__all__ = [
    "RECIPES",
    "Epoch",
    "Recipe",
    "Result",
    "by_seed",
    "epoch_seed",
    "error_of_average",
    "evaluate",
    "first_step",
    "fix_statistics",
    "learn",
    "one_thread",
    "probabilities",
    "recipe",
    "renew_statistics",
    "train",
    "train_equally",
]
