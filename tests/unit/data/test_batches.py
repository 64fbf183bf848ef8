"""Mini-batches against a plain loop over images."""

import pytest
import torch
from torch.nn import functional

from resnet_book.data.batches import Batches, Standard


@pytest.fixture
def images():
    generator = torch.Generator().manual_seed(0)
    return torch.randint(0, 256, (50, 3, 8, 8), generator=generator, dtype=torch.uint8)


@pytest.fixture
def labels():
    return torch.arange(50)


def standardised(images):
    """The same by the textbook: per-pixel mean, per-channel deviation, in float64."""
    x = images.double()
    x = x - x.mean(0)
    return (x / x.square().mean((0, 2, 3), keepdim=True).sqrt()).float()


def test_standardised_images_have_mean_0_per_pixel_and_deviation_1_per_channel(images, labels):
    (x, _), = Batches(images, labels, Standard.of(images), 50).ordered()  # fmt: skip
    torch.testing.assert_close(x, standardised(images), atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(x.mean(0), torch.zeros(3, 8, 8), atol=1e-5, rtol=0)


def test_order_and_labels_are_kept_and_the_last_batch_is_the_rest(images, labels):
    parts = list(Batches(images, labels, Standard.of(images), 20).ordered())
    assert [len(y) for _, y in parts] == [20, 20, 10]
    assert torch.equal(torch.cat([y for _, y in parts]), labels)


def test_shuffled_epoch_shows_each_image_at_most_once_with_its_label(images, labels):
    batches = Batches(images, labels, Standard.of(images), 16)
    parts = list(batches.shuffled(torch.Generator().manual_seed(0)))
    seen = torch.cat([y for _, y in parts])
    assert len(seen) == 48  # the last, incomplete batch is dropped
    assert len(seen.unique()) == 48
    assert not torch.equal(seen, labels[:48])
    x = torch.cat([x for x, _ in parts])
    torch.testing.assert_close(x, standardised(images)[seen], atol=1e-5, rtol=1e-5)


def test_every_augmented_image_is_a_crop_of_the_padded_image_or_of_its_flip(images, labels):
    batches = Batches(images, labels, Standard.of(images), 10, augment=True)
    padded = functional.pad(standardised(images), (4, 4, 4, 4))  # zeros around
    flips = corners = 0
    for x, y in batches.shuffled(torch.Generator().manual_seed(0)):
        for image, label in zip(x, y, strict=True):
            found = [
                (flip, top, left)
                for flip in (False, True)
                for top in range(9)
                for left in range(9)
                if torch.allclose(
                    image.flip(-1) if flip else image,
                    padded[label, :, top : top + 8, left : left + 8],
                    atol=1e-4,
                )
            ]
            assert len(found) == 1
            flips += found[0][0]
            corners += found[0][1:] != (4, 4)
    assert 10 < flips < 40
    assert corners > 40


def test_test_images_are_not_augmented_even_where_batches_augment(images, labels):
    plain = Batches(images, labels, Standard.of(images), 50)
    augmenting = Batches(images, labels, Standard.of(images), 50, augment=True)
    (one, _), (two, _) = next(plain.ordered()), next(augmenting.ordered())
    assert torch.equal(one, two)


def test_same_generator_gives_the_same_epoch(images, labels):
    batches = Batches(images, labels, Standard.of(images), 10, augment=True)
    one = [x for x, _ in batches.shuffled(torch.Generator().manual_seed(7))]
    two = [x for x, _ in batches.shuffled(torch.Generator().manual_seed(7))]
    assert all(torch.equal(a, b) for a, b in zip(one, two, strict=True))


def test_batches_come_in_channels_last_memory(images, labels):
    x, _ = next(Batches(images, labels, Standard.of(images), 10).ordered())
    assert x.is_contiguous(memory_format=torch.channels_last)
    assert x.dtype == torch.float32


def test_constant_pixels_do_not_divide_by_zero():
    black = torch.zeros(10, 1, 4, 4, dtype=torch.uint8)
    x, _ = next(Batches(black, torch.zeros(10), Standard.of(black), 10).ordered())
    assert torch.equal(x, torch.zeros(10, 1, 4, 4))


def test_another_default_device_changes_nothing(images, labels):
    def epoch():
        batches = Batches(images, labels, Standard.of(images), 16, augment=True)
        return list(batches.shuffled(torch.Generator("cpu").manual_seed(0)))

    plain = epoch()
    with torch.device("meta"):  # as after torch.set_default_device("cuda")
        other = epoch()
    for (x, y), (x_again, y_again) in zip(plain, other, strict=True):
        assert torch.equal(x, x_again)
        assert torch.equal(y, y_again)
