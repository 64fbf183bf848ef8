"""Trainings that take a second, for the tests of this folder."""

import torch

from resnet_book.models.resnet import cifar_resnet
from resnet_book.training import loop
from resnet_book.training.recipes import Recipe

TINY = Recipe("tiny", batch_size=64, epochs=2, learning_rate=0.05, schedule="cosine",
              augment=False, precision="float32")  # fmt: skip


def train(*arguments, **options):
    """The loop on the CPU, where equal means equal to the last bit, and without a bar."""
    return loop.train(*arguments, device="cpu", progress=False, **options)


def network(seed=0, shortcut="A", depth=8):
    return cifar_resnet(depth, shortcut, in_channels=1, seed=seed)


def weights(model):
    return torch.cat([value.flatten().double() for value in model.state_dict().values()])
