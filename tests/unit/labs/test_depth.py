"""The lab: its controls drive real trainings, and without a kernel it is never a dead slider."""

import pytest

from resnet_book.addresses import colab, repository
from resnet_book.labs import depth as labs


@pytest.fixture(scope="module")
def finished():
    lab = labs.TrainingLab("01-degradation", depth=8, shortcut="A", epochs=2)
    lab.run()
    return lab


def test_run_trains_what_the_controls_say():
    lab = labs.TrainingLab("01-degradation", depth=8, epochs=1)
    lab.depth.value, lab.shortcut.value, lab.learning_rate.value = 14, "B", 0.01
    lab.button.click()
    assert list(lab.results) == ["resnet-14-B, rate 0.01"]
    result = lab.results["resnet-14-B, rate 0.01"]
    assert len(result.epochs) == 1
    assert result.threads == 1
    assert result.epochs[0].train_error < 90


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
    names = [f"resnet-8-A, rate {round(lab_rate, 4):g}" for lab_rate in rates]
    assert list(lab.results) == names[1:]
    assert all(name in lab.message.value for name in names[1:])


def test_run_with_a_hopeless_rate_says_so_and_the_lab_goes_on(monkeypatch):
    lab = labs.TrainingLab("01-degradation", depth=8, shortcut="A", epochs=1)
    lab.run()

    def diverge(*arguments, **options):
        raise FloatingPointError("the loss is nan in epoch 1: learning rate 1 is too high")

    monkeypatch.setattr(labs, "train", diverge)
    lab.learning_rate.value = 1.0
    assert lab.run() is None
    assert "learning rate 1 is too high" in lab.message.value
    assert not lab.button.disabled
    assert list(lab.results) == ["resnet-8-A, rate 0.02"]


def test_interrupted_run_is_forgotten_and_the_lab_goes_on(monkeypatch):
    lab = labs.TrainingLab("01-degradation", depth=8, shortcut="A", epochs=1)

    def interrupt(*arguments, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(labs, "train", interrupt)
        with pytest.raises(KeyboardInterrupt):
            lab.run()
    assert not lab.button.disabled
    assert "stopped" in lab.message.value
    lab.learning_rate.value = 0.01
    lab.run()
    assert list(lab.results) == ["resnet-8-A, rate 0.01"]


def test_website_gets_the_result_and_a_link_and_no_control(finished):
    html = finished._repr_mimebundle_()["text/html"]
    result = finished.results["resnet-8-A, rate 0.02"]
    assert f"<td>{result.train_error:.1f} %</td>" in html
    assert 'role="img"' in html
    assert f'href="{colab("01-degradation")}"' in html
    assert "<input" not in html
    assert "<button" not in html


def test_live_kernel_gets_the_widget_and_print_gets_a_picture(finished):
    views = finished._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in views
    assert views["image/png"].startswith(b"\x89PNG")


def test_controls_are_labelled(finished):
    for control in (finished.depth, finished.shortcut, finished.learning_rate, finished.button):
        assert control.description


def test_colab_opens_the_notebook_of_the_configured_repository():
    assert repository().startswith("https://github.com/")
    owner_and_name = repository().removeprefix("https://github.com/")
    assert colab("01-degradation") == (
        f"https://colab.research.google.com/github/{owner_and_name}/blob/main/book/"
        "01-degradation.ipynb"
    )


def test_lab_refuses_a_depth_that_it_does_not_offer():
    with pytest.raises(ValueError, match="depth 21 is not one of: 8, 14, 20"):
        labs.TrainingLab("01-degradation", depth=21)
    with pytest.raises(ValueError, match="shortcut 'D' is not one of: none, A, B, C"):
        labs.TrainingLab("01-degradation", shortcut="D")
    with pytest.raises(ValueError, match="learning_rate 2 is not from"):
        labs.TrainingLab("01-degradation", learning_rate=2)
