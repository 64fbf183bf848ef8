"""The lab about depth, shortcut and learning rate."""

from dataclasses import replace

import pytest

from resnet_book.labs import BottleneckLab, IdentityLab, RecipeLab, TrainingLab
from resnet_book.labs import depth as labs


def test_run_trains_what_the_controls_say():
    lab = labs.TrainingLab("01-degradation", depth=8, epochs=1)
    lab.depth.value, lab.shortcut.value, lab.learning_rate.value = 14, "B", 0.01
    lab.button.click()
    assert list(lab.results) == ["ResNet-14, option B, rate 0.01"]
    result = lab.results["ResNet-14, option B, rate 0.01"]
    assert len(result.epochs) == 1
    assert result.threads == 1
    assert result.epochs[0].train_error < 90


def test_controls_are_labelled(finished):
    for control in (finished.depth, finished.shortcut, finished.learning_rate, finished.button):
        assert control.description


def test_lab_refuses_a_depth_that_it_does_not_offer():
    with pytest.raises(ValueError, match="depth 21 is not one of: 8, 14, 20"):
        labs.TrainingLab("01-degradation", depth=21)
    with pytest.raises(ValueError, match="shortcut 'D' is not one of: none, A, B, C"):
        labs.TrainingLab("01-degradation", shortcut="D")
    with pytest.raises(ValueError, match="learning_rate 2 is not from"):
        labs.TrainingLab("01-degradation", learning_rate=2)


@pytest.mark.parametrize(
    "make",
    [TrainingLab, RecipeLab, BottleneckLab, IdentityLab],
    ids=lambda make: make.__name__,
)
def test_other_choices_about_the_blocks_are_arguments(make):
    lab = make("01-degradation", squeeze_excitation=4)
    design = lab.network().spec.design
    assert design.squeeze_excitation == 4
    assert design == replace(make("01-degradation").network().spec.design, squeeze_excitation=4)
    with pytest.raises(TypeError, match="'colour' is not an option"):
        make("01-degradation", colour="red")
