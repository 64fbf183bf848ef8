"""What is learned from: sets of labelled images, and mini-batches of them.

- ``datasets``: every data set is one entry there; ``load`` finds one by name
- ``cifar_files``: read CIFAR from its official files, or from folders of images
- ``download``: fetch an archive, check it, keep it
- ``batches``: standardise, shuffle, crop and flip
"""

from resnet_book.data.batches import Batches, Standard
from resnet_book.data.cifar_files import DataError
from resnet_book.data.datasets import Dataset, cifar10, digits, fingerprint, load

__all__ = [
    "Batches",
    "DataError",
    "Dataset",
    "Standard",
    "cifar10",
    "digits",
    "fingerprint",
    "load",
]
