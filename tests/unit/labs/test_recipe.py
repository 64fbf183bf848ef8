"""The lab about the recipe."""

import pytest

from resnet_book.labs.recipe import RecipeLab


@pytest.fixture
def lab():
    return RecipeLab("05a-recipe", depth=8, epochs=1)


def test_lab_trains_the_recipe_that_its_controls_say(lab):
    lab.weight_decay.value, lab.learning_rate.value = 1e-2, 0.05
    lab.warmup.value = lab.augment.value = True
    recipe = lab.recipe()
    assert recipe.weight_decay == 1e-2
    assert recipe.augment
    assert recipe.rate(0, 1437) == pytest.approx(0.005)
    assert recipe.rate(23, 1437) == pytest.approx(0.005)  # after half of all steps
    assert lab.run() is not None
    assert list(lab.results) == ["ResNet-8, run 1"]
    assert "05a-recipe.ipynb" in lab.html()
    assert "rate 0.05, decay 0.01, warm-up, augmented" in lab.html()


def test_lab_warms_up_and_returns_to_the_full_rate(lab):
    lab.warmup.value = True
    rates = [lab.recipe().rate(step, 1437) for step in range(44)]
    assert rates[0] == pytest.approx(0.01)
    assert max(rates) == pytest.approx(0.01)  # one epoch: half of it is the warm-up
    lab.epochs = 4
    rates = [lab.recipe().rate(step, 1437) for step in range(176)]
    assert rates[21] == pytest.approx(0.01)
    assert rates[22] == pytest.approx(0.1)
    assert rates[-1] == pytest.approx(0.001)


def test_lab_refuses_a_decay_that_it_does_not_offer():
    with pytest.raises(ValueError, match=r"weight_decay 5 is not one of: 0\.0"):
        RecipeLab("05a-recipe", weight_decay=5)
