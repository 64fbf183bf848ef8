"""The official files: what is read is what was written, and every failure is one clear sentence."""

import pickle

import numpy as np
import pytest
import torch

from resnet_book.data.cifar_layouts import DataError
from resnet_book.data.labelled_images import fingerprint

LAYOUTS = ("binary", "python", "tree")
OFFICIAL = ("binary", "python")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_images_and_labels_that_were_written(tmp_path, cifar, layout):
    cifar.write(layout, tmp_path)
    dataset = cifar.load(tmp_path)
    wanted = [torch.from_numpy(array) for array in cifar.truth]
    expected = {"train": fingerprint(*wanted[:2]), "test": fingerprint(*wanted[2:])}
    assert dataset.fingerprint == expected
    assert dataset.train_images.shape == (100, 3, 32, 32)
    assert dataset.test_images.shape == (20, 3, 32, 32)
    assert dataset.train_images.dtype == torch.uint8
    assert dataset.train_labels.dtype == dataset.test_labels.dtype == torch.int64
    assert dataset.train_images.is_contiguous()
    assert dataset.test_images.is_contiguous()
    assert (dataset.name, dataset.classes) == (cifar.name, cifar.classes)
    assert dataset.channels == 3


@pytest.mark.parametrize("layout", OFFICIAL)
def test_official_layouts_keep_their_order_and_may_be_named_themselves(tmp_path, cifar, layout):
    inside = cifar.write(layout, tmp_path)
    for folder in (tmp_path, inside):
        dataset = cifar.load(folder)
        assert np.array_equal(dataset.train_images, cifar.truth.train_images)
        assert np.array_equal(dataset.train_labels, cifar.truth.train_labels)
        assert np.array_equal(dataset.test_images, cifar.truth.test_images)
        assert np.array_equal(dataset.test_labels, cifar.truth.test_labels)


@pytest.mark.parametrize("protocol", [2, 4])
def test_python_layout_pickled_anew_by_python_3_is_read_too(tmp_path, cifar, protocol):
    inside = cifar.write("python", tmp_path)
    for file, pixels, labels, _ in cifar.files():
        content = {b"data": pixels, cifar.label_key: labels.tolist()}
        (inside / file).write_bytes(pickle.dumps(content, protocol=protocol))
    assert np.array_equal(cifar.load(tmp_path).train_images, cifar.truth.train_images)


@pytest.mark.parametrize("cifar", ["cifar100"], indirect=True)
@pytest.mark.parametrize("layout", OFFICIAL)
def test_labels_are_the_fine_ones_whatever_the_superclasses(tmp_path, cifar, layout):
    cifar.write(layout, tmp_path)
    dataset = cifar.load(tmp_path)
    coarse = next(coarse for file, _, _, coarse in cifar.files() if file == "test")
    assert np.array_equal(dataset.test_labels, cifar.truth.test_labels)
    assert not np.array_equal(dataset.test_labels, coarse)
    assert dataset.train_labels.max() == 99


@pytest.mark.parametrize("cifar", ["cifar100"], indirect=True)
def test_binary_record_is_superclass_then_class_then_red_green_and_blue(tmp_path, cifar):
    inside = cifar.write("binary", tmp_path)
    pixels = bytes(range(256)) * 12
    whole = bytearray((inside / "test.bin").read_bytes())
    whole[:3074] = bytes([200, 73]) + pixels  # 200 is no superclass, and is not looked at
    (inside / "test.bin").write_bytes(whole)
    dataset = cifar.load(tmp_path)
    assert dataset.test_labels[0] == 73
    assert dataset.classes[73] == "shark"
    assert dataset.test_images[0].numpy().tobytes() == pixels


def test_folder_without_the_data_set_is_said_to_hold_none(tmp_path, cifar, said):
    (tmp_path / "empty").mkdir()
    message = said(cifar.load, tmp_path / "empty")
    assert f"holds no {cifar.title}: " in message
    assert cifar.binary_folder in message
    assert cifar.python_folder in message
    message = said(cifar.load, tmp_path / "nowhere")
    assert f"does not exist: give one that holds {cifar.title}." in message


@pytest.mark.parametrize("layout", OFFICIAL)
def test_missing_and_truncated_files_are_named(tmp_path, cifar, layout, said):
    inside = cifar.write(layout, tmp_path)
    for path in sorted(inside.iterdir()):
        whole = path.read_bytes()
        for length in (len(whole) - 1, cifar.record_bytes, 0):
            path.write_bytes(whole[:length])
            message = said(cifar.load, tmp_path)
            assert str(path) in message
            assert "truncated" in message
            assert cifar.title in message
        path.unlink()
        message = said(cifar.load, tmp_path)
        assert message == f"{cifar.title} is incomplete, {path} is missing: copy it there."
        path.write_bytes(whole)


@pytest.mark.parametrize("layout", OFFICIAL)
def test_damaged_layout_is_not_passed_over_for_a_whole_one(tmp_path, cifar, layout, said):
    inside = cifar.write(layout, tmp_path)
    cifar.write_tree(tmp_path)
    next(inside.iterdir()).unlink()
    assert f"{cifar.title} is incomplete, {inside}" in said(cifar.load, tmp_path)


@pytest.mark.parametrize("layout", OFFICIAL)
def test_file_that_is_a_folder_is_said_to_be_unreadable(tmp_path, cifar, layout, said):
    path = sorted(cifar.write(layout, tmp_path).iterdir())[0]
    path.unlink()
    path.mkdir()
    assert f"{path} cannot be read" in said(cifar.load, tmp_path)


@pytest.mark.parametrize("layout", OFFICIAL)
def test_label_out_of_range_is_named(tmp_path, cifar, layout, said):
    count = len(cifar.classes)
    cifar.truth.test_labels[5] = count
    cifar.write(layout, tmp_path)
    sentence = f"has the label {count}, but {cifar.title}'s are 0 to {count - 1}"
    assert sentence in said(cifar.load, tmp_path)


class Call:
    """Pickles as a call of `function`, which runs where it is unpickled."""

    def __init__(self, function, *args):
        self.call = (function, args)

    def __reduce__(self):
        return self.call


@pytest.mark.parametrize(
    "batch",
    [
        [1, 2, 3],
        {b"data": b"\0" * 3072, b"KEY": [0]},
        {b"data": np.zeros((20, 3072), np.uint8)},
        {b"data": np.zeros((20, 3072), np.uint8), b"coarse_labels": [0] * 20},
        {b"data": np.zeros((20, 3072), np.uint8), b"KEY": [0.5] * 20},
        {b"data": np.zeros((20, 3072), np.uint8), b"KEY": [0] * 19},
        {b"data": np.zeros((20, 3072), np.uint8), b"KEY": [[0], [0, 1]] * 10},
        {b"data": np.zeros((20, 3071), np.uint8), b"KEY": [0] * 20},
        {b"data": np.zeros((20, 3072), np.float32), b"KEY": [0] * 20},
        {b"data": Call(np.ndarray, (20, 3072)), b"KEY": [0] * 20},
    ],
)
def test_pickle_of_anything_but_a_batch_is_refused(tmp_path, cifar, batch, said):
    inside = cifar.write("python", tmp_path)
    if isinstance(batch, dict):
        batch = {cifar.label_key if key == b"KEY" else key: batch[key] for key in batch}
    (inside / list(cifar.sizes)[-1]).write_bytes(pickle.dumps(batch, protocol=2))
    assert f"not a batch of {cifar.title}" in said(cifar.load, tmp_path)


def test_file_of_the_other_data_set_under_the_right_name_is_refused(
    tmp_path, cifar_and_other, said
):
    wanted, other = cifar_and_other
    for layout, suffix in (("binary", ".bin"), ("python", "")):
        inside = wanted.write(layout, tmp_path)
        donor = other.write(layout, tmp_path / "other")
        path = inside / f"{list(wanted.sizes)[-1]}{suffix}"
        path.write_bytes((donor / f"{list(other.sizes)[-1]}{suffix}").read_bytes())
        message = said(wanted.load, inside)
        assert str(path) in message
        assert f"not {wanted.title}" in message or f"not a batch of {wanted.title}" in message


def test_damaged_pickles_never_end_in_anything_but_a_clear_sentence(tmp_path, cifar):
    inside = cifar.write("python", tmp_path)
    path = inside / list(cifar.sizes)[-1]
    whole = path.read_bytes()
    pixels = cifar.truth.test_images.tobytes()  # damage within these cannot be seen
    start = whole.index(pixels)
    first = max(whole.find(cifar.label_key) - 2, 0) if cifar.fine else 0  # nor in file names
    places = [*range(first, start), *range(start + len(pixels), len(whole))]
    refused = 0
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 0x15
        path.write_bytes(damaged)
        try:
            cifar.load(tmp_path)
        except DataError:
            refused += 1
    assert refused > len(places) / 2
