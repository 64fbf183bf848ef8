"""What a training frees is kept for its next step, and given back at the end.

Each measurement is made in a process of its own: a trace of the options stays in it.
"""

import subprocess
import sys

BLOCKS, SIZE = 12, 8 * 2**20  # in bytes, each

# Blocks as large as a step's activations: pages that the operating system had to find for them
# after a first step, outside and inside, and the memory in use inside and afterwards.
STEPS = f"""
import resource
from pathlib import Path
import torch
from resnet_book.training.speed.memory import kept_memory

def step():
    return len([torch.ones({SIZE}, dtype=torch.uint8) for _ in range({BLOCKS})])

def faults():
    step()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(5):
        step()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

def in_use():
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * resource.getpagesize()

outside = faults()
with kept_memory():
    inside, kept = faults(), in_use()
print(outside, inside, kept, in_use())
"""


def printed(script):
    """The whole numbers that a script prints."""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
    return [int(number) for number in done.stdout.split()]


def test_memory_is_kept_inside_and_given_back_afterwards():
    outside, inside, kept, afterwards = printed(STEPS)
    assert inside < outside / 10
    assert kept - afterwards > BLOCKS * SIZE / 2


TRAINING = """
import resource
import torch
from resnet_book.data import Dataset
from resnet_book.models.resnet import cifar_resnet
from resnet_book.training.recipes import recipe
from resnet_book.training.loop import train

pixels, labels = torch.zeros((256, 3, 32, 32), dtype=torch.uint8), torch.arange(256) % 10
data = Dataset("x", pixels, labels, pixels[:2], labels[:2], tuple("0123456789"))
chosen = recipe("short").with_changes(iterations=16, batch_size=128, warmup_epochs=0)
faults = lambda _=None: print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
faults()
train(cifar_resnet(8), data, chosen, progress=False, on_epoch=faults)
"""


def test_training_keeps_its_memory():
    # After some epochs: in the second and third, now and then a few more pages are found.
    before, first, *_, settled, _, _, _, last = printed(TRAINING)
    assert last - settled < (first - before) / 10
