"""What a training frees is kept for its next step, and given back at the end."""

import resource
import subprocess
import sys
from pathlib import Path

import torch

from resnet_book.memory import kept_memory

BLOCKS, SIZE = 12, 8 * 2**20  # in bytes, each


def step():
    """A step's activations, as far as memory sees them."""
    return len([torch.ones(SIZE, dtype=torch.uint8) for _ in range(BLOCKS)])


def faults(steps=5):
    """Pages that the operating system had to find, after a first step."""
    step()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(steps):
        step()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def in_use():
    """Memory of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def test_memory_is_kept_inside_and_given_back_afterwards():
    outside = faults()
    with kept_memory():
        inside = faults()
        kept = in_use()
    assert inside < outside / 10
    assert kept - in_use() > BLOCKS * SIZE / 2


TRAINING = """
import resource
import torch
from resnet_book.data import Dataset
from resnet_book.networks import cifar_resnet
from resnet_book.recipes import recipe
from resnet_book.training import train

pixels, labels = torch.zeros((256, 3, 32, 32), dtype=torch.uint8), torch.arange(256) % 10
data = Dataset("x", pixels, labels, pixels[:2], labels[:2], tuple("0123456789"))
chosen = recipe("short").with_changes(iterations=8, batch_size=128, warmup_epochs=0)
faults = lambda _=None: print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
faults()
train(cifar_resnet(8), data, chosen, progress=False, on_epoch=faults)
"""


def test_training_keeps_its_memory():
    # In a process of its own: a trace of the options stays in this one.
    command = [sys.executable, "-c", TRAINING]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    before, first, *_, last = map(int, printed.split())
    assert last - first < (first - before) / 10
