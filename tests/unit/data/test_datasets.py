"""The declared data sets: what they hold, how they are chosen, and folders that hold another."""

import numpy as np
import pytest
import torch

from resnet_book import data as package
from resnet_book.data.cifar_layouts import DataError
from resnet_book.data.datasets import DATASETS, NAMES, digits, load

SUPERCLASSES = """
beaver dolphin otter seal whale
aquarium_fish flatfish ray shark trout
orchid poppy rose sunflower tulip
bottle bowl can cup plate
apple mushroom orange pear sweet_pepper
clock keyboard lamp telephone television
bed chair couch table wardrobe
bee beetle butterfly caterpillar cockroach
bear leopard lion tiger wolf
bridge castle house road skyscraper
cloud forest mountain plain sea
camel cattle chimpanzee elephant kangaroo
fox porcupine possum raccoon skunk
crab lobster snail spider worm
baby boy girl man woman
crocodile dinosaur lizard snake turtle
hamster mouse rabbit shrew squirrel
maple_tree oak_tree palm_tree pine_tree willow_tree
bicycle bus motorcycle pickup_truck train
lawn_mower rocket streetcar tank tractor
"""  # Krizhevsky's page, in file names' spelling


def test_digits_have_the_documented_shapes_types_and_grey_levels():
    dataset = digits()
    assert dataset.train_images.shape == (1437, 1, 8, 8)
    assert dataset.test_images.shape == (360, 1, 8, 8)
    assert dataset.train_images.dtype == dataset.test_images.dtype == torch.uint8
    assert dataset.train_labels.dtype == dataset.test_labels.dtype == torch.int64
    levels = torch.cat([dataset.train_images, dataset.test_images]).unique()
    assert levels.tolist() == [round(count * 255 / 16) for count in range(17)]
    assert dataset.classes == tuple("0123456789")
    assert dataset.channels == 1


def test_digits_split_keeps_every_class_in_proportion():
    dataset = digits()
    train = torch.bincount(dataset.train_labels, minlength=10)
    test = torch.bincount(dataset.test_labels, minlength=10)
    assert len(train) == len(test) == 10
    assert torch.allclose(test / (train + test), torch.tensor(360 / 1797), atol=0.006)


def test_digits_are_always_the_same_images_in_the_same_split():
    assert digits().fingerprint == {
        "train": "b4b31b22e9ef44a14ca4aa97c71001a1b2935894eecfc1681c77bd677b56367c",
        "test": "09f8df41260c604140e9b00aa0a544e1b55cb6e965dadedd22e7515d297f8b35",
    }
    assert torch.equal(digits().train_labels, digits().train_labels)


def test_every_entry_is_found_by_its_own_name_and_says_whether_it_is_built_in(declared):
    assert NAMES == ("digits", "cifar10", "cifar100")
    assert all(entry.name == name for name, entry in declared.items())
    assert [name for name, entry in declared.items() if entry.built_in] == ["digits"]


def test_load_finds_each_data_set_by_name_and_names_the_allowed_ones(tmp_path, cifar):
    cifar.write("binary", tmp_path)
    assert load("digits").name == "digits"
    with pytest.raises(DataError, match=r"digits come with a package, .* leave it out"):
        load("digits", tmp_path)
    assert load(cifar.name, tmp_path).name == cifar.name
    for name, found in (("digits", digits()), (cifar.name, load(cifar.name, tmp_path))):
        assert found.train_images.shape[2:] == 2 * (DATASETS[name].size,)
    with pytest.raises(ValueError, match=r"'mnist'.*digits, cifar10, cifar100"):
        load("mnist")


def test_package_exports_every_data_set_and_no_name_of_a_module():
    assert set(NAMES) < set(package.__all__)
    for name in package.__all__:
        assert type(getattr(package, name)).__name__ != "module"


def test_classes_are_the_official_ones_in_the_official_order(declared):
    classes = declared["cifar100"].layout.classes
    assert list(classes) == sorted(SUPERCLASSES.split())
    assert len(classes) == 100
    assert " ".join(classes[i] for i in (0, 19, 49, 75, 99)) == "apple cattle mountain skunk worm"
    ten = "airplane automobile bird cat deer dog frog horse ship truck"
    assert " ".join(declared["cifar10"].layout.classes) == ten


@pytest.mark.parametrize(
    ("name", "file", "md5", "size"),
    [
        ("cifar10", "cifar-10-python", "c58f30108f718f92721af3b95e74349a", 170_498_071),
        ("cifar100", "cifar-100-python", "eb9058c3a382ffc7106e4002c42a8d85", 169_001_437),
    ],
)
def test_archives_are_the_official_ones(declared, name, file, md5, size):
    archive = declared[name].archive
    assert (archive.file, archive.md5, archive.size) == (f"{file}.tar.gz", md5, size)
    assert archive.urls[-1] == f"https://www.cs.toronto.edu/~kriz/{file}.tar.gz"
    assert all(url.endswith(f"/{file}.tar.gz") for url in archive.urls)


# A folder named by an argument or in the environment


def test_environment_variable_names_the_folder_and_the_argument_goes_before_it(
    tmp_path, cifar, monkeypatch
):
    cifar.write("binary", tmp_path / "one")
    cifar.truth = cifar.truth._replace(test_labels=np.zeros_like(cifar.truth.test_labels))
    cifar.write("binary", tmp_path / "two")
    monkeypatch.setenv("RESNET_BOOK_DATA", str(tmp_path / "two"))
    assert cifar.load().test_labels.sum() == 0
    assert cifar.load(tmp_path / "one").test_labels.sum() > 0
    assert not (tmp_path / "cache").exists()  # local folders are never copied


def test_one_folder_may_hold_both_data_sets(tmp_path, cifar_and_other, monkeypatch):
    for sample in cifar_and_other:
        sample.write("python", tmp_path)
    monkeypatch.setenv("RESNET_BOOK_DATA", str(tmp_path))
    for sample in cifar_and_other:
        dataset = load(sample.name)
        assert len(dataset.classes) == len(sample.classes)
        assert np.array_equal(dataset.test_images, sample.truth.test_images)
        assert np.array_equal(dataset.test_labels, sample.truth.test_labels)


@pytest.mark.parametrize("layout", ["binary", "python", "tree"])
def test_folder_of_the_other_data_set_is_refused_in_one_sentence(
    tmp_path, cifar_and_other, layout, said, monkeypatch
):
    wanted, other = cifar_and_other
    inside = other.write(layout, tmp_path)
    sentence = f"holds {other.title}, not {wanted.title}: give one that holds {wanted.title}"
    for folder in (tmp_path, inside):
        message = said(wanted.load, folder)
        assert message.startswith(f"The folder {folder} {sentence}")
        assert message.endswith(f"or ask for {other.name}.")
    monkeypatch.setenv("RESNET_BOOK_DATA", str(tmp_path))
    message = said(wanted.load)
    assert message.startswith(f"RESNET_BOOK_DATA is set to {tmp_path}: The folder")
    assert sentence in message


def test_official_files_go_before_an_image_tree_of_the_other_data_set(tmp_path, cifar_and_other):
    wanted, other = cifar_and_other
    wanted.write("binary", tmp_path)
    other.write("tree", tmp_path)
    assert np.array_equal(wanted.load(tmp_path).train_images, wanted.truth.train_images)
    assert other.load(tmp_path).classes == other.classes
