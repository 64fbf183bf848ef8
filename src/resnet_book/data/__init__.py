"""Data sets of labelled images, and mini-batches of them.

- ``datasets``: the only list of data sets, one entry each; ``load`` finds one by name
- ``labelled_images``: a data set in memory, and its fingerprint
- ``cifar_layouts``: how CIFAR's files are described: an entry fills in names, labels, checksums
- ``cifar_readers``, ``image_trees``: read any such files, or folders of images
- ``safe_pickle``: unpickle arrays from untrusted files
- ``download``: fetch an archive, check it, keep it
- ``batches``: standardise, shuffle, crop and flip
"""

from resnet_book.data.batches import Batches, Standard
from resnet_book.data.cifar_layouts import DataError
from resnet_book.data.datasets import DATASETS, NAMES, cifar10, cifar100, digits, load
from resnet_book.data.labelled_images import Dataset, fingerprint

__all__ = [
    "DATASETS",
    "NAMES",
    "Batches",
    "DataError",
    "Dataset",
    "Standard",
    "cifar10",
    "cifar100",
    "digits",
    "fingerprint",
    "load",
]
