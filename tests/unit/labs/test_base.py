"""What all labs share: they train, draw and sum up, and without a kernel no slider is dead."""

import pytest

from resnet_book.addresses import VARIABLE
from resnet_book.labs import base
from resnet_book.labs import depth as labs


def test_curve_and_progress_move_with_every_epoch():
    lab = labs.TrainingLab("01-degradation", depth=8, shortcut="A", epochs=3)
    seen = []
    lab.curves.observe(lambda change: seen.append((lab.progress.value, len(change.new))), "value")
    lab.run()
    assert [progress for progress, _ in seen] == [1, 2, 3]
    assert lab.progress.max == 3
    assert lab.progress.bar_style == "success"
    assert not lab.button.disabled


def test_runs_stay_for_comparison_and_the_oldest_goes_first():
    lab = labs.TrainingLab("01-degradation", depth=8, shortcut="A", epochs=1)
    rates = [0.001, 0.002, 0.003, 0.004, 0.005]
    for rate in rates:
        lab.learning_rate.value = rate
        lab.run()
    names = [f"ResNet-8, rate {round(lab_rate, 4):g}" for lab_rate in rates]
    assert list(lab.results) == names[1:]
    assert all(name in lab.message.value for name in names[1:])


def test_finished_training_is_shown_and_not_trained_again(finished):
    lab = labs.TrainingLab("01-degradation", depth=8, shortcut="A", epochs=2)
    result = finished.results["ResNet-8, rate 0.02"]
    lab.add(finished.network(), finished.recipe(), result)
    assert lab.results == {"ResNet-8, rate 0.02": result}
    assert lab.picture.alt == finished.picture.alt
    assert f"{result.train_error:.1f} %" in lab.message.value
    assert lab.progress.value == 2
    assert not lab.button.disabled


def test_run_with_a_hopeless_rate_says_so_and_the_lab_goes_on(monkeypatch):
    lab = labs.TrainingLab("01-degradation", depth=8, shortcut="A", epochs=1)
    lab.run()

    def diverge(*arguments, **options):
        raise FloatingPointError("the loss is nan in epoch 1: learning rate 1 is too high")

    monkeypatch.setattr(base, "train", diverge)
    lab.learning_rate.value = 1.0
    assert lab.run() is None
    assert "learning rate 1 is too high" in lab.message.value
    assert not lab.button.disabled
    assert list(lab.results) == ["ResNet-8, rate 0.02"]


def test_interrupted_run_is_forgotten_and_the_lab_goes_on(monkeypatch):
    lab = labs.TrainingLab("01-degradation", depth=8, shortcut="A", epochs=1)

    def interrupt(*arguments, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(base, "train", interrupt)
        with pytest.raises(KeyboardInterrupt):
            lab.run()
    assert not lab.button.disabled
    assert "stopped" in lab.message.value
    lab.learning_rate.value = 0.01
    lab.run()
    assert list(lab.results) == ["ResNet-8, rate 0.01"]


def test_live_lab_says_how_its_two_training_errors_differ(finished):
    assert finished.children[-1].value == base.CURVE_AND_TABLE
    assert base.CURVE_AND_TABLE in finished.in_page().caption


def test_website_gets_the_result_and_a_link_and_no_control(finished, monkeypatch):
    monkeypatch.setenv(VARIABLE, "https://github.com/me/my-book")
    html = finished._repr_mimebundle_()["text/html"]
    result = finished.results["ResNet-8, rate 0.02"]
    assert f"<td>{result.train_error:.1f} %</td>" in html
    assert 'role="img"' in html
    address = "colab.research.google.com/github/me/my-book/blob/main/book/01-degradation.ipynb"
    assert f'<a href="https://{address}">open this chapter in Colab</a>' in html
    assert html.count(base.CURVE_AND_TABLE) == 1
    assert "<input" not in html
    assert "<button" not in html


def test_live_kernel_gets_the_widget_and_print_gets_a_picture(finished):
    views = finished._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in views
    assert views["image/png"].startswith(b"\x89PNG")


def test_website_without_a_repository_offers_the_notebook_to_download(finished, monkeypatch):
    monkeypatch.setenv(VARIABLE, "https://github.com/your_account/my-book")
    html = finished._repr_mimebundle_()["text/html"]
    link = '<a href="../_sources/book/01-degradation.ipynb" download>download this notebook</a>'
    assert link in html
    assert "<code>jupyter lab</code>" in html
    assert "your_account" not in html
