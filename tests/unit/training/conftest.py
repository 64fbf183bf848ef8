"""What several tests of trainings use."""

import pytest

from resnet_book.data import datasets


@pytest.fixture(scope="module")
def digits():
    return datasets.digits()
