"""Test error at equal training errors."""

import pytest
from readable import check

from resnet_book.drawing import generalisation_curves
from resnet_book.models.network_specs import cifar_spec

PLAIN, RESIDUAL = cifar_spec(20, "none"), cifar_spec(20)
LEVELS = (1.3, 1.5, 2, 2.5, 3, 3.5)


def test_each_network_has_a_mark_at_each_level_and_training_errors_fall_to_the_right():
    plain = dict(zip(LEVELS, (9.9, 9.8, 9.6, 10.2, 10.0, 9.8), strict=True))
    picture = generalisation_curves({PLAIN: plain, RESIDUAL: dict.fromkeys(LEVELS, 8.4)})
    check(picture)
    axes = picture.figure.axes[0]
    assert list(axes.lines[0].get_ydata()) == [9.8, 10.0, 10.2, 9.6, 9.8, 9.9]
    assert [text.get_text() for text in axes.get_xticklabels()] == [
        f"{level:g}" for level in LEVELS[::-1]
    ]
    assert "plain-20 and ResNet-20 at equal training errors: at 3.5 %" in picture.alt
    assert "at 1.3 % training error 9.90 and 8.40 %" in picture.alt


def test_gap_is_written_between_the_marks():
    axes = generalisation_curves({PLAIN: {2: 10.0}, RESIDUAL: {2: 8.6}}).figure.axes[0]
    (gap,) = [text for text in axes.texts if text.get_text() == "1.4"]
    assert gap.get_position() == (0, pytest.approx(9.3))


@pytest.mark.parametrize(
    "courses", [{PLAIN: {2: 10.0}}, {PLAIN: {2: 10.0}, RESIDUAL: {2: 8.6, 3: 8.5}}]
)
def test_what_cannot_be_compared_is_refused(courses):
    with pytest.raises(ValueError, match="two with the same training errors"):
        generalisation_curves(courses)
