"""Trainings side by side give what they give one after the other."""

from __future__ import annotations

import threading
import time

import pytest
import torch

from resnet_book.data.datasets import digits
from resnet_book.models.resnet import cifar_resnet
from resnet_book.training.loop import train
from resnet_book.training.recipes import recipe
from resnet_book.training.side_by_side import by_seed


@pytest.fixture
def two_threads(monkeypatch):
    """PyTorch with two threads, as on two cores without a GPU."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


def trained(shortcut: str, seed: int) -> tuple[torch.Tensor, float, int]:
    """The first weights after two steps, the test loss, and with how many threads."""
    network = cifar_resnet(8, shortcut, in_channels=1, seed=seed)
    two_steps = recipe("quick").with_changes(iterations=2, augment=True)
    result = train(network, digits(), two_steps, seed=seed, device="cpu", progress=False)
    return network.conv1.weight.detach(), result.test_loss, result.threads


@pytest.mark.usefixtures("two_threads")
def test_values_are_those_of_one_thread_to_the_last_bit():
    found = by_seed(trained, ("none", "A"))
    torch.set_num_threads(1)
    assert list(found) == ["none", "A"]
    for shortcut, values in found.items():
        assert len(values) == 3
        for seed, (weight, loss, threads) in enumerate(values):
            expected_weight, expected_loss, _ = trained(shortcut, seed)
            assert torch.equal(weight, expected_weight)
            assert loss == expected_loss
            assert threads == 1


@pytest.mark.usefixtures("two_threads")
def test_dropout_is_the_same_again_where_one_call_runs_at_a_time():
    first, second = (by_seed(trained, ["dropout=0.5"], at_once=1) for _ in range(2))
    losses = [[loss for _, loss, _ in runs["dropout=0.5"]] for runs in (first, second)]
    assert losses[0] == losses[1]


@pytest.mark.usefixtures("two_threads")
def test_two_calls_run_at_the_same_time():
    both = threading.Barrier(2, timeout=60)  # passes when two calls have come to it
    assert by_seed(lambda case, seed: both.wait() >= 0, "ab", 1) == {"a": [True], "b": [True]}


@pytest.mark.usefixtures("two_threads")
def test_settings_and_random_numbers_are_afterwards_as_before(monkeypatch):
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", True)
    torch.manual_seed(3)
    expected = torch.rand(4)
    torch.manual_seed(3)
    by_seed(trained, ("A",), 2)
    assert torch.equal(torch.rand(4), expected)
    assert torch.get_num_threads() == 2
    assert torch.backends.cudnn.allow_tf32


@pytest.mark.usefixtures("two_threads")
def test_the_first_error_comes_out():
    def fails(case: str, seed: int) -> None:
        raise ValueError(f"{case}{seed}")

    with pytest.raises(ValueError, match=r"^a0$"):
        by_seed(fails, "ab", 2)
    assert torch.get_num_threads() == 2


@pytest.mark.usefixtures("two_threads")
@pytest.mark.parametrize("reason", ["one thread", "a GPU", "at_once"])
def test_calls_come_one_after_the_other(monkeypatch, reason):
    if reason == "one thread":
        torch.set_num_threads(1)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: reason == "a GPU")
    running, seen = [], []

    def call(case: str, seed: int) -> None:
        running.append((case, seed))
        time.sleep(0.01)
        seen.append(len(running))
        running.remove((case, seed))

    by_seed(call, "ab", 2, at_once=1 if reason == "at_once" else 4)
    assert seen == [1, 1, 1, 1]


def test_no_cases_and_a_bad_value():
    assert by_seed(lambda case, seed: None, []) == {}
    with pytest.raises(ValueError, match=r"^at_once 0 is below 1$"):
        by_seed(lambda case, seed: None, [1], at_once=0)
