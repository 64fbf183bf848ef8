"""The fingerprint of labelled images."""

import hashlib

import pytest
import torch

from resnet_book.data.labelled_images import Dataset, fingerprint


def test_fingerprint_is_the_documented_hash_of_label_and_pixels_channel_last():
    images = torch.arange(2 * 3 * 1 * 2, dtype=torch.uint8).reshape(2, 3, 1, 2)
    first = bytes([7, 0, 2, 4, 1, 3, 5])
    second = bytes([1, 6, 8, 10, 7, 9, 11])
    digests = sorted(hashlib.sha256(record).digest() for record in (first, second))
    expected = hashlib.sha256(b"".join(digests)).hexdigest()
    assert fingerprint(images, torch.tensor([7, 1])) == expected


def test_fingerprint_ignores_the_order_but_not_a_label_or_a_pixel():
    generator = torch.Generator().manual_seed(0)
    images = torch.randint(0, 256, (30, 3, 4, 4), generator=generator).to(torch.uint8)
    labels = torch.arange(30) % 10
    order = torch.randperm(30, generator=generator)
    known = fingerprint(images, labels)
    assert fingerprint(images[order], labels[order]) == known
    assert fingerprint(images, labels[order]) != known
    images[3, 1, 2, 2] ^= 1
    assert fingerprint(images, labels) != known


@pytest.mark.parametrize(
    ("images", "labels", "named"),
    [
        (torch.zeros(2, 1, 8, 8), torch.zeros(2), "torch.float32"),
        (torch.zeros(2, 8, 8, dtype=torch.uint8), torch.zeros(2), "3 axes"),
        (torch.zeros(2, 1, 8, 8, dtype=torch.uint8), torch.zeros(3), r"\(3,\)"),
        (torch.zeros(2, 1, 8, 8, dtype=torch.uint8), torch.tensor([0, 256]), "256"),
    ],
)
def test_fingerprint_refuses_what_it_cannot_hash(images, labels, named):
    with pytest.raises(ValueError, match=named):
        fingerprint(images, labels)


def test_data_set_has_one_fingerprint_a_split_and_says_its_channels():
    images = torch.arange(2 * 3 * 4 * 4, dtype=torch.uint8).reshape(2, 3, 4, 4)
    labels = torch.tensor([0, 1])
    data = Dataset("two", images, labels, images[:1], labels[:1], classes=("a", "b"))
    assert data.fingerprint == {
        "train": fingerprint(images, labels),
        "test": fingerprint(images[:1], labels[:1]),
    }
    assert data.channels == 3
