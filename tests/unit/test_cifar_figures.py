"""The figures and the lab of chapter 5."""

import pytest

from resnet_book.labs.recipe import RecipeLab
from resnet_book.papers import TABLE_3, TABLE_5
from resnet_book.plots import cifar as plots


def test_one_removed_marks_what_is_apart_and_says_all():
    picture = plots.one_removed({"whole": [2.0, 3.0], "without": [5.0, 6.0], "same": [2.5, 4.0]})
    assert "without: 5.0 to 6.0 %" in picture.alt
    lines = picture.figure.axes[0].lines
    assert [line.get_marker() for line in lines] == ["o", "D", "s"]


def test_training_errors_are_smoothed_backwards():
    picture = plots.training_errors({"a": [[100.0, 0.0, 50.0]]}, smooth=2)
    assert list(picture.figure.axes[0].lines[0].get_ydata()) == [100, 50, 25]
    assert "over steps, averaged over 2 of them" in picture.alt
    assert "a ends at 25.0 %" in picture.alt


def test_training_errors_over_epochs_are_drawn_as_they_are():
    picture = plots.training_errors({"a": [[3.0, 1.0], [5.0, 2.0]]}, unit="epoch")
    assert list(picture.figure.axes[0].lines[0].get_ydata()) == [4, 1.5]
    assert picture.figure.axes[0].get_xlabel() == "epoch"
    assert picture.alt.startswith("Training error over epochs, mean and range")


def test_both_errors_end_at_the_last_step():
    curves = {"resnet-20-A": ([30.0, 9.0], [35.0, 12.0]), "plain-20": ([40.0, 10.0], [45.0, 13.0])}
    picture = plots.both_errors(curves, steps=64_000, per_epoch=40_000)
    thin, test, *_ = picture.figure.axes[0].lines
    assert list(thin.get_xdata()) == list(test.get_xdata()) == [40, 64]
    assert list(thin.get_ydata()) == [30, 9]
    assert list(test.get_ydata()) == [35, 12]
    assert thin.get_linewidth() < test.get_linewidth()
    assert "resnet-20-A ends at 9.00 % and 12.00 %; plain-20 ends at 10.00 %" in picture.alt


def test_responses_are_drawn_in_order_and_ranked():
    picture = plots.response_curves({"plain-20": [1.0, 3.0, 2.0], "resnet-20-A": [0.5, 0.7]})
    order, ranked = picture.figure.axes
    assert list(order.lines[0].get_ydata()) == [1, 3, 2]
    assert list(ranked.lines[0].get_ydata()) == [3, 2, 1]
    assert "plain-20: 1.00 to 3.00, mean 2.00" in picture.alt


@pytest.mark.parametrize("table", [TABLE_3, TABLE_5])
def test_published_errors_leave_out_empty_cells_and_name_the_source(table):
    metric = table[0].metric
    picture = plots.published_errors([cell for cell in table if cell.metric == metric])
    assert "He et al. 2015" in picture.alt
    assert "None" not in picture.alt


def test_ensemble_errors_say_mean_and_range():
    picture = plots.ensemble_errors({1: [3.0, 2.0], 2: [1.0]})
    assert "1: 2.50 % (2.0 to 3.0)" in picture.alt


@pytest.fixture
def lab():
    return RecipeLab("05-cifar", depth=8, epochs=1)


def test_lab_trains_the_recipe_that_its_controls_say(lab):
    lab.weight_decay.value, lab.learning_rate.value = 1e-2, 0.05
    lab.warmup.value = lab.augment.value = True
    recipe = lab.recipe()
    assert recipe.weight_decay == 1e-2
    assert recipe.augment
    assert recipe.rate(0, 1437) == pytest.approx(0.005)
    assert recipe.rate(23, 1437) == pytest.approx(0.005)  # after half of all steps
    assert lab.run() is not None
    assert list(lab.results) == ["resnet-8-A, run 1"]
    assert "05-cifar.ipynb" in lab.html()
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
        RecipeLab("05-cifar", weight_decay=5)
