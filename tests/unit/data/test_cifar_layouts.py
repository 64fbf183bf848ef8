"""The layouts as they are declared, and whether arrays match them."""

import errno
from pathlib import Path

import numpy as np
import pytest

from resnet_book.data.datasets import DATASETS


def test_official_files_have_their_documented_names_and_sizes(cifar, declared):
    layout = declared[cifar.name].layout
    assert layout.title == cifar.title
    assert layout.binary_folder == cifar.binary_folder
    assert layout.python_folder == cifar.python_folder
    assert layout.label_key == cifar.label_key
    documented = {
        "cifar10": {**{f"data_batch_{i}": 10_000 for i in range(1, 6)}, "test_batch": 10_000},
        "cifar100": {"train": 50_000, "test": 10_000},
    }
    assert list(layout.file_sizes.items()) == list(documented[cifar.name].items())


@pytest.mark.parametrize(
    ("name", "file", "size"),
    [
        ("cifar10", "cifar-10-batches-bin/data_batch_1.bin", "30,730,000"),
        ("cifar100", "cifar-100-binary/train.bin", "153,700,000"),
    ],
)
def test_binary_files_have_their_documented_lengths(tmp_path, declared, said, name, file, size):
    (tmp_path / file).parent.mkdir()
    (tmp_path / file).write_bytes(b"")
    assert f"has 0 bytes instead of {size}" in said(declared[name].load, tmp_path)


def test_only_arrays_of_the_right_shape_type_and_labels_match(cifar):
    layout, truth = DATASETS[cifar.name].layout, cifar.truth
    last = len(cifar.classes) - 1
    assert layout.matches(truth)
    for wrong in (
        {"train_images": truth.train_images[:-1]},
        {"train_images": truth.train_images[..., 1:]},
        {"train_labels": truth.train_labels[:-1]},
        {"test_images": truth.test_images.astype(np.int64)},
        {"test_labels": truth.test_labels.astype(np.int32)},
        {"test_labels": truth.test_labels + 1},
        {"test_labels": truth.test_labels - 1},
        {"train_labels": np.minimum(truth.train_labels, last - 1)},
        {"train_labels": np.maximum(truth.train_labels, 1)},
    ):
        assert not layout.matches(truth._replace(**wrong))


def test_neither_data_set_is_taken_for_the_other(cifar_and_other):
    one, other = cifar_and_other
    assert not DATASETS[one.name].layout.matches(other.truth)


def test_missing_and_unreadable_files_have_sentences_of_their_own(cifar):
    layout, path = DATASETS[cifar.name].layout, Path("somewhere")
    missing = layout.unreadable(path, FileNotFoundError(errno.ENOENT, "No such file"))
    assert str(missing) == f"{cifar.title} is incomplete, somewhere is missing: copy it there."
    other = layout.unreadable(path, PermissionError(errno.EACCES, "Permission denied"))
    assert str(other).startswith("somewhere cannot be read (Permission denied)")
