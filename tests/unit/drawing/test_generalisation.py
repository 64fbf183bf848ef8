"""Test error over training error."""

import pytest
from readable import check

from resnet_book.drawing import generalisation_curves
from resnet_book.models.resnet import cifar_spec
from resnet_book.training.history import Epoch


def epochs(*errors):
    return [
        Epoch(i, 0.1, 0.1, train, 0.1, test, 1.0) for i, (train, test) in enumerate(errors, start=1)
    ]


def test_every_epoch_is_a_point_and_training_errors_fall_to_the_right():
    plain, residual = cifar_spec(20, "none"), cifar_spec(20)
    picture = generalisation_curves(
        {plain: epochs((20, 25), (5, 11)), residual: epochs((15, 20), (2, 9))}, marked=[5], top=30
    )
    check(picture)
    axes = picture.figure.axes[0]
    assert [list(line.get_xdata()) for line in axes.lines] == [[20, 5], [15, 2], [5, 5]]
    left, right = axes.get_xlim()
    assert left > 20 > 2 > right
    assert "plain-20 from 20.0 % training and 25.0 % test error to 5.0 % and 11.0 %" in picture.alt
    assert "Lines at training errors of 5 %." in picture.alt


def test_epoch_without_a_test_error_is_refused():
    with pytest.raises(ValueError, match="epoch 1 has no test error"):
        generalisation_curves({"plain": epochs((20, None))})
