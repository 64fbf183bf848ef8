"""The training loop: what it computes, what it reports, and that a kill changes nothing."""

import dataclasses
import os
import signal
import subprocess
import sys
import time
from itertools import islice, pairwise

import pytest
import torch
from torch.nn import functional

from resnet_book import data
from resnet_book.batches import Batches, Standard
from resnet_book.checkpoints import CheckpointError
from resnet_book.networks import cifar_resnet
from resnet_book.recipes import Recipe, recipe
from resnet_book.training import choose_precision, evaluate, train

TINY = Recipe("tiny", batch_size=64, epochs=2, learning_rate=0.05, schedule="cosine",
              augment=False, precision="float32")  # fmt: skip


@pytest.fixture(scope="module")
def digits():
    return data.digits()


def network(seed=0, shortcut="A", depth=8):
    return cifar_resnet(depth, shortcut, in_channels=1, seed=seed)


def weights(model):
    return torch.cat([value.flatten().double() for value in model.state_dict().values()])


def test_loop_equals_a_textbook_loop(digits):
    """The same steps, written out: SGD with momentum and weight decay by hand."""
    ours, theirs = network(), network()
    few = dataclasses.replace(TINY, iterations=5)  # more would only compare rounding errors
    result = train(ours, digits, few, progress=False)
    batches = Batches(
        digits.train_images, digits.train_labels, Standard.of(digits.train_images), 64
    )
    theirs.to(memory_format=torch.channels_last).train()
    velocity = {p: torch.zeros_like(p) for p in theirs.parameters()}
    losses = []
    shuffled = islice(batches.shuffled(torch.Generator().manual_seed(0)), 5)
    for step, (x, y) in enumerate(shuffled):
        loss = functional.cross_entropy(theirs(x), y)
        theirs.zero_grad()
        loss.backward()
        with torch.no_grad():
            for p, v in velocity.items():
                v.mul_(0.9).add_(p.grad + 1e-4 * p)
                p.sub_(few.rate(step, 1437) * v)
        losses.append(loss.item())
    torch.testing.assert_close(weights(ours), weights(theirs), atol=1e-5, rtol=1e-4)
    assert result.epochs[0].train_loss == pytest.approx(sum(losses) / len(losses), rel=1e-4)


def test_result_is_the_last_epoch_and_the_curve_agrees_with_it(digits):
    seen = []
    model = network()
    result = train(model, digits, TINY, test_curve=True, on_epoch=seen.append, progress=False)
    assert result.epochs == tuple(seen)
    assert [e.epoch for e in seen] == [1, 2]
    assert result.test_error == seen[-1].test_error
    assert result.test_loss == seen[-1].test_loss
    wrong = 0
    standard = Standard.of(digits.train_images)
    for x, y in Batches(digits.test_images, digits.test_labels, standard, 50).ordered():
        wrong += (model.eval()(x).argmax(1) != y).sum().item()
    assert result.test_error == pytest.approx(100 * wrong / 360)
    assert result.seconds == pytest.approx(sum(e.seconds for e in seen))


def test_test_images_are_read_once_unless_a_curve_is_asked_for(digits):
    result = train(network(), digits, TINY, progress=False)
    assert all(epoch.test_error is None for epoch in result.epochs)


def test_training_learns_the_digits(digits):
    result = train(network(), digits, recipe("quick"), progress=False)
    errors = [epoch.train_error for epoch in result.epochs]
    assert errors[0] > 15
    assert result.train_error < 3
    assert all(later < earlier for earlier, later in pairwise(errors))


def test_same_seed_gives_the_same_weights_and_another_seed_others(digits):
    def trained(seed):
        model = network(shortcut="dropout=0.5")
        train(model, digits, TINY, seed=seed, progress=False)
        return weights(model)

    assert torch.equal(trained(1), trained(1))
    assert not torch.equal(trained(1), trained(2))


def test_training_leaves_the_callers_randomness_alone(digits):
    torch.manual_seed(5)
    before = torch.get_rng_state()
    train(network(), digits, TINY, progress=False)
    assert torch.equal(torch.get_rng_state(), before)


def test_bfloat16_trains_as_well_as_float32(digits):
    result = train(network(), digits, recipe("quick").with_changes(precision="bfloat16"),
                   progress=False)  # fmt: skip
    assert result.precision == "bfloat16"
    assert result.train_error < 5


def test_last_epoch_may_be_a_part_of_one(digits):
    part = dataclasses.replace(TINY, iterations=30)
    result = train(network(), digits, part, progress=False)
    assert len(result.epochs) == 2
    assert result.images_per_second == pytest.approx(30 * 64 / result.seconds)


def test_evaluation_does_not_change_the_network(digits):
    model = network().train()
    before = weights(model)
    standard = Standard.of(digits.train_images)
    evaluate(model, Batches(digits.test_images, digits.test_labels, standard, 64))
    assert model.training
    assert torch.equal(weights(model), before)


def test_loss_that_is_not_finite_stops_with_the_rate_named(digits):
    wild = dataclasses.replace(TINY, learning_rate=1e6)
    with pytest.raises(FloatingPointError, match="learning rate 1e\\+06 is too high"):
        train(network(shortcut="none"), digits, wild, progress=False)


def test_precision_asked_for_is_taken_and_auto_chooses_one():
    cpu = torch.device("cpu")
    assert choose_precision("bfloat16", cpu) == "bfloat16"
    assert choose_precision("auto", cpu) in ("float32", "bfloat16")


def test_stopped_training_goes_on_to_the_same_weights(digits, tmp_path):
    class Stop(Exception):
        pass

    def stop(epoch):
        raise Stop

    whole, stopped = network(), network()
    reference = train(whole, digits, TINY, progress=False)
    with pytest.raises(Stop):
        train(stopped, digits, TINY, checkpoint=tmp_path / "c.pt", on_epoch=stop, progress=False)
    resumed = network(seed=9)  # its weights are replaced by the checkpoint's
    result = train(resumed, digits, TINY, checkpoint=tmp_path / "c.pt", progress=False)
    assert torch.equal(weights(resumed), weights(whole))
    assert result.train_loss == reference.train_loss
    assert [p.name for p in tmp_path.iterdir()] == ["c.pt"]


def test_finished_training_is_not_repeated(digits, tmp_path):
    one = train(network(), digits, TINY, checkpoint=tmp_path / "c.pt", progress=False)
    two = train(network(), digits, TINY, checkpoint=tmp_path / "c.pt", progress=False)
    assert one == two


def test_checkpoint_of_another_training_is_refused_naming_what_differs(digits, tmp_path):
    path = tmp_path / "c.pt"
    train(network(), digits, dataclasses.replace(TINY, epochs=1), checkpoint=path, progress=False)
    with pytest.raises(CheckpointError, match=r"c\.pt belongs to another .* recipe, seed\)"):
        train(network(), digits, TINY, seed=1, checkpoint=path, progress=False)
    with pytest.raises(CheckpointError, match=r"differs in: network"):
        train(network(shortcut="none"), digits, TINY, checkpoint=path, progress=False)


@pytest.mark.parametrize("content", [b"", b"not a checkpoint", b"PK\x03\x04 cut off"])
def test_damaged_checkpoint_is_named(digits, tmp_path, content):
    path = tmp_path / "c.pt"
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match="is not a checkpoint or is damaged"):
        train(network(), digits, TINY, checkpoint=path, progress=False)


def test_kill_at_any_moment_and_the_same_command_end_with_the_same_weights(tmp_path):
    """A real SIGKILL of the command line, in the middle of an epoch."""

    def command(name):
        return [
            sys.executable, "-m", "resnet_book", "train", "--depth", "8", "--epochs", "6",
            "--threads", "1", "--checkpoint", str(tmp_path / name),
        ]  # fmt: skip

    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    unbroken = subprocess.Popen(command("whole.pt"), **quiet)
    process = subprocess.Popen(command("killed.pt"), **quiet)
    while not (tmp_path / "killed.pt").exists():
        time.sleep(0.005)
        assert process.poll() is None
    time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    cut = torch.load(tmp_path / "killed.pt", weights_only=True)
    assert 1 <= len(cut["epochs"]) < 6
    subprocess.run(command("killed.pt"), check=True, **quiet)
    assert unbroken.wait() == 0
    whole, killed = (
        torch.load(tmp_path / name, weights_only=True) for name in ("whole.pt", "killed.pt")
    )
    assert len(killed["epochs"]) == 6
    for name, value in whole["network"].items():
        assert torch.equal(value, killed["network"][name]), name
    curves = [[e["train_loss"] for e in state["epochs"]] for state in (whole, killed)]
    assert curves[0] == curves[1]
