"""Recipes: lengths and learning rates against the paper."""

import pytest

from resnet_book.training.recipes import RECIPES, Recipe, recipe

CIFAR = 50_000


def test_paper_recipe_is_64_000_steps_of_128():
    paper = recipe("paper")
    assert paper.steps(CIFAR) == 64_000
    epochs = paper.steps(CIFAR) * paper.batch_size / CIFAR
    assert epochs == pytest.approx(163.84)
    assert (paper.momentum, paper.weight_decay, paper.batch_size) == (0.9, 1e-4, 128)


@pytest.mark.parametrize(
    ("step", "rate"), [(0, 0.1), (31_999, 0.1), (32_000, 0.01), (47_999, 0.01), (48_000, 0.001),
                       (63_999, 0.001)]
)  # fmt: skip
def test_paper_divides_the_rate_by_10_at_32k_and_48k(step, rate):
    assert recipe("paper").rate(step, CIFAR) == pytest.approx(rate)


def test_warmup_for_110_layers_holds_a_tenth_for_400_steps_and_then_returns_to_the_full_rate():
    warmup = recipe("paper-warmup")
    assert [warmup.rate(s, CIFAR) for s in (0, 399, 400, 31_999)] == pytest.approx(
        [0.01, 0.01, 0.1, 0.1]
    )


def test_short_grows_to_the_full_rate_in_one_epoch_and_keeps_the_papers_shape():
    short = recipe("short")
    assert short.steps(CIFAR) == 12 * 390
    rates = [short.rate(step, CIFAR) for step in range(short.steps(CIFAR))]
    assert rates[0] == pytest.approx(0.1 / 390)
    assert rates[389] == pytest.approx(0.1)
    assert rates[390] == rates[2339] == 0.1
    assert rates[2340] == pytest.approx(0.01)
    assert rates[3510] == pytest.approx(0.001)


def test_quick_is_110_steps_on_the_digits_with_a_cosine_to_zero():
    quick = recipe("quick")
    assert recipe(quick) is quick
    assert quick.steps(1437) == 110
    assert quick.rate(0, 1437) == 0.02
    assert quick.rate(55, 1437) == pytest.approx(0.01)
    assert 0 < quick.rate(109, 1437) < 1e-4


def test_changed_recipe_carries_another_label():
    changed = recipe("short").with_changes(epochs=1, learning_rate=None)
    assert changed.name == "short epochs=1"
    assert changed.steps(CIFAR) == 390
    assert recipe("short").with_changes(epochs=12) is recipe("short")
    assert recipe("short").with_changes(label_smoothing=0.1).name == "short label_smoothing=0.1"
    assert recipe("short").with_changes(label_smoothing=0.0) is recipe("short")


def test_other_number_of_epochs_replaces_the_number_of_iterations():
    assert recipe("paper").with_changes(epochs=2).steps(CIFAR) == 780


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"schedule": "none"}, "schedule 'none' is not one of: steps, cosine"),
        ({"warmup": "long"}, "warmup 'long' is not one of"),
        ({"precision": "float16"}, "precision 'float16' is not one of: auto, float32, bfloat16"),
        ({"epochs": 0}, "epochs 0 is below 1"),
        ({"batch_size": 0}, "batch_size 0 is below 1"),
        ({"iterations": -5}, "iterations -5 is below 1"),
        ({"momentum": -0.9}, "momentum -0.9 is not a finite number"),
        ({"label_smoothing": 1.0}, "label_smoothing 1.0 is not from 0 to below 1"),
        ({"nesterov": True, "momentum": 0.0}, "nesterov needs a momentum above 0"),
        ({"learning_rate": 0}, "learning_rate 0 is not a number above 0"),
    ],
)
def test_wrong_value_is_named(wrong, named):
    with pytest.raises(ValueError, match=named):
        Recipe("test", **wrong)


def test_unknown_recipe_is_named_with_those_there_are():
    with pytest.raises(ValueError, match="'slow' is not one of: paper, paper-warmup, short, quick"):
        recipe("slow")
    assert set(RECIPES) == {"paper", "paper-warmup", "short", "quick"}


def test_batch_larger_than_the_training_set_is_refused():
    with pytest.raises(ValueError, match="batch_size 128 is more than the 100 training images"):
        recipe("paper").steps_per_epoch(100)


def test_epochs_override_iterations_even_if_they_are_the_recipes_own_number():
    paper = recipe("paper")
    assert (paper.epochs, paper.iterations) == (164, 64_000)
    changed = paper.with_changes(epochs=164)
    assert (changed.name, changed.iterations) == ("paper epochs=164", None)
    assert changed.steps(CIFAR) == 164 * 390
    assert paper.with_changes(epochs=None) is paper


@pytest.mark.parametrize("name", ["epochs", "batch_size", "iterations"])
def test_number_of_steps_is_whole(name):
    with pytest.raises(ValueError, match=rf"^{name} 1\.5 is not a whole number$"):
        Recipe("mine", **{name: 1.5})
