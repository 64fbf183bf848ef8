"""Folders of images as a data set."""

import numpy as np
from PIL import Image

from resnet_book.data.datasets import DATASETS
from resnet_book.data.image_trees import holds_tree


def test_images_are_ordered_by_class_then_by_file_name(tmp_path, cifar):
    dataset = cifar.load(cifar.write_tree(tmp_path))
    order = np.argsort(cifar.truth.train_labels, kind="stable")
    assert np.array_equal(dataset.train_labels, cifar.truth.train_labels[order])
    assert np.array_equal(dataset.train_images, cifar.truth.train_images[order])


def test_image_tree_may_hold_lossless_webp_and_stray_files(tmp_path, cifar):
    cifar.write_tree(tmp_path / "png")
    cifar.write_tree(tmp_path / "webp", ".webp")
    for stray in (".DS_Store", "._00001.webp", "labels.txt"):
        (tmp_path / "webp/train" / cifar.classes[3] / stray).write_bytes(b"\0")
    webp, png = cifar.load(tmp_path / "webp"), cifar.load(tmp_path / "png")
    assert webp.fingerprint == png.fingerprint


def test_image_tree_of_jpeg_is_read_though_its_pixels_differ(tmp_path, cifar):
    dataset = cifar.load(cifar.write_tree(tmp_path, ".jpg"))
    assert sorted(dataset.test_labels.tolist()) == sorted(cifar.truth.test_labels)
    assert dataset.test_images.shape == (20, 3, 32, 32)


def test_image_tree_with_a_missing_class_or_image_is_incomplete(tmp_path, cifar, said):
    cifar.write_tree(tmp_path)
    next((tmp_path / "test" / cifar.classes[-1]).iterdir()).unlink()
    message = said(cifar.load, tmp_path)
    assert "holds 19 images instead of 20" in message
    assert f"incomplete or not {cifar.title}" in message
    folder = tmp_path / "train" / cifar.classes[6]
    folder.rename(tmp_path / "train/renamed")
    message = said(cifar.load, tmp_path)
    assert message == f"{cifar.title} is incomplete, {folder} is missing: copy it there."


def test_image_tree_without_one_of_its_splits_is_incomplete(tmp_path, cifar, said):
    cifar.write_tree(tmp_path)
    (tmp_path / "test").rename(tmp_path / "validation")
    assert f"{cifar.title} is incomplete, {tmp_path / 'test'}" in said(cifar.load, tmp_path)


def test_image_of_another_size_or_without_an_image_in_it_is_named(tmp_path, cifar, said):
    cifar.write_tree(tmp_path)
    path = next((tmp_path / "test" / cifar.classes[-1]).iterdir())
    content = path.read_bytes()
    Image.new("RGB", (32, 48)).save(path)
    message = said(cifar.load, tmp_path)
    assert f"{path} is 32×48, but {cifar.title}'s images are 32×32" in message
    for broken in (b"", b"no image", content[: len(content) // 2]):
        path.write_bytes(broken)
        assert f"{path} is not a readable image" in said(cifar.load, tmp_path)


def test_tree_is_recognised_by_a_single_class_and_only_by_its_own(tmp_path, cifar_and_other):
    wanted, other = (DATASETS[sample.name].layout for sample in cifar_and_other)
    (tmp_path / "train/something").mkdir(parents=True)
    assert not holds_tree(tmp_path, wanted)
    (tmp_path / "test" / wanted.classes[-1]).mkdir(parents=True)
    assert holds_tree(tmp_path, wanted)
    assert not holds_tree(tmp_path, other)
