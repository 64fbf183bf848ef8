"""What several tests of labs use."""

import pytest

from resnet_book.labs import TrainingLab


@pytest.fixture(scope="module")
def finished():
    lab = TrainingLab("01-degradation", depth=8, shortcut="A", epochs=2)
    lab.run()
    return lab
