"""The lab that averages the networks that it has trained."""

import pytest
import torch

from resnet_book.labs.base import KEPT
from resnet_book.labs.ensemble import EnsembleLab


@pytest.fixture
def lab():
    return EnsembleLab("05b-paper-numbers", epochs=1)


def test_each_run_adds_a_network_begun_from_another_seed(lab):
    first, second = lab.run(), lab.run()
    assert first.test_error != second.test_error
    assert list(lab.results) == ["ResNet-8, run 1", "ResNet-8, run 2"]
    classes = [p.argmax(1) for p in lab.probabilities.values()]
    errors = [100 * (c != lab.data.test_labels).float().mean().item() for c in classes]
    assert errors == pytest.approx([first.test_error, second.test_error], abs=0.3)


def test_mean_of_the_probabilities_decides(lab):
    lab.run()
    lab.run()
    chosen = torch.stack(list(lab.probabilities.values())).mean(0).argmax(1)
    wrong = 100 * (chosen != lab.data.test_labels).float().mean().item()
    assert lab.together() == pytest.approx(wrong)
    assert "2 averaged</" in lab.message.value
    assert f"{wrong:.1f} %" in lab.message.value
    assert "2 averaged" in lab.html()


def test_only_the_networks_in_the_figure_are_averaged(lab):
    for _ in range(KEPT + 1):
        lab.run()
    assert list(lab.probabilities) == list(lab.results)
    assert len(lab.probabilities) == KEPT
    assert f"{KEPT} averaged" in lab.message.value


def test_one_network_is_no_ensemble(lab):
    with pytest.raises(ValueError, match="no network is trained yet"):
        lab.together()
    lab.run()
    assert "averaged" not in lab.message.value
