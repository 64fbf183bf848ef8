"""The training loop: what it computes, what it reports, and that a kill changes nothing."""

import dataclasses
import json
import signal
import subprocess
import sys
from itertools import islice, pairwise

import pytest
import torch
from tiny_training import TINY, network, train, weights
from torch.nn import functional

from resnet_book.__main__ import main
from resnet_book.data.batches import Batches, Standard
from resnet_book.training.recipes import recipe


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"nesterov": True},
        {"label_smoothing": 0.1},
        {"decay_vectors": False, "weight_decay": 0.3},
    ],
    ids=lambda options: next(iter(options), "default"),
)
def test_loop_equals_a_textbook_loop(digits, options):
    """The same steps, written out: SGD with momentum and weight decay by hand."""
    ours, theirs = network(), network()
    # More would only compare rounding errors. Smoothing is in the first gradient; after it a ReLU
    # may fall to this side of 0 or to that, on one processor or another.
    steps = 1 if "label_smoothing" in options else 3 if options else 5
    few = dataclasses.replace(TINY, iterations=steps, **options)
    ahead, smooth = few.nesterov, few.label_smoothing
    result = train(ours, digits, few)
    batches = Batches(
        digits.train_images, digits.train_labels, Standard.of(digits.train_images), 64
    )
    theirs.to(memory_format=torch.channels_last).train()
    velocity = {p: torch.zeros_like(p) for p in theirs.parameters()}
    losses = []
    shuffled = islice(batches.shuffled(torch.Generator().manual_seed(0)), steps)
    for step, (x, y) in enumerate(shuffled):
        scores = theirs(x).log_softmax(1)
        target = (1 - smooth) * functional.one_hot(y, 10) + smooth / 10
        loss = -(target * scores).sum(1).mean()
        theirs.zero_grad()
        loss.backward()
        with torch.no_grad():
            for p, v in velocity.items():
                decayed = few.decay_vectors or p.ndim > 1
                g = p.grad + (few.weight_decay * p if decayed else 0)
                v.mul_(0.9).add_(g)
                p.sub_(few.rate(step, 1437) * (g + 0.9 * v if ahead else v))
        losses.append(loss.item())
    torch.testing.assert_close(weights(ours), weights(theirs), atol=1e-5, rtol=1e-4)
    assert result.epochs[0].train_loss == pytest.approx(sum(losses) / len(losses), rel=1e-4)


def test_result_is_the_last_epoch_and_the_curve_agrees_with_it(digits):
    seen = []
    model = network()
    result = train(model, digits, TINY, test_curve=True, on_epoch=seen.append)
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
    result = train(network(), digits, TINY)
    assert all(epoch.test_error is None for epoch in result.epochs)


def test_training_learns_the_digits(digits):
    result = train(network(), digits, recipe("quick"))
    errors = [epoch.train_error for epoch in result.epochs]
    assert errors[0] > 15
    assert result.train_error < 3
    assert all(later < earlier for earlier, later in pairwise(errors))


def test_same_seed_gives_the_same_weights_and_another_seed_others(digits):
    def trained(seed):
        model = network(shortcut="dropout=0.5")
        train(model, digits, TINY, seed=seed)
        return weights(model)

    assert torch.equal(trained(1), trained(1))
    assert not torch.equal(trained(1), trained(2))


def test_training_leaves_the_callers_randomness_alone(digits):
    torch.manual_seed(5)
    before = torch.get_rng_state()
    train(network(), digits, TINY)
    assert torch.equal(torch.get_rng_state(), before)


def test_bfloat16_trains_as_well_as_float32(digits):
    result = train(network(), digits, recipe("quick").with_changes(precision="bfloat16"))
    assert result.precision == "bfloat16"
    assert result.train_error < 5


def test_last_epoch_may_be_a_part_of_one(digits):
    part = dataclasses.replace(TINY, iterations=30)
    result = train(network(), digits, part)
    assert len(result.epochs) == 2
    assert result.images_per_second == pytest.approx(30 * 64 / result.seconds)


def test_loss_that_is_not_finite_stops_with_the_rate_named(digits):
    wild = dataclasses.replace(TINY, learning_rate=1e6)
    with pytest.raises(FloatingPointError, match="learning rate 1e\\+06 is too high"):
        train(network(shortcut="none"), digits, wild)


def test_every_epoch_has_another_order_and_only_training_is_augmented(digits, monkeypatch):
    orders, made = [], []
    shuffled, ordered = Batches.shuffled, Batches.ordered

    def watch_shuffled(self, *arguments):
        made.append(("shuffled", self.padding))
        parts = list(shuffled(self, *arguments))
        orders.append(torch.cat([labels for _, labels in parts]))
        return iter(parts)

    def watch_ordered(self):
        made.append(("ordered", self.padding))
        return ordered(self)

    monkeypatch.setattr(Batches, "shuffled", watch_shuffled)
    monkeypatch.setattr(Batches, "ordered", watch_ordered)
    train(network(), digits, dataclasses.replace(TINY, augment=True))
    assert not torch.equal(orders[0], orders[1])
    assert [padding for kind, padding in made if kind == "shuffled"] == [4, 4]


def test_stopped_training_goes_on_to_the_same_weights(digits, tmp_path):
    class Stop(Exception):
        pass

    def stop(epoch):
        raise Stop

    whole, stopped = network(), network()
    reference = train(whole, digits, TINY)
    with pytest.raises(Stop):
        train(stopped, digits, TINY, checkpoint=tmp_path / "c.pt", on_epoch=stop)
    resumed = network(seed=9)  # its weights are replaced by the checkpoint's
    result = train(resumed, digits, TINY, checkpoint=tmp_path / "c.pt")
    assert torch.equal(weights(resumed), weights(whole))
    assert result.train_loss == reference.train_loss
    assert [p.name for p in tmp_path.iterdir()] == ["c.pt"]


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
@pytest.mark.parametrize("shortcut", ["dropout=0.5", "B"])
def test_resumed_training_is_bit_exact_with_all_that_is_random(
    digits, tmp_path, precision, shortcut
):
    class Stop(Exception):
        pass

    def stop(epoch):
        raise Stop

    chosen = dataclasses.replace(
        TINY, augment=True, precision=precision, warmup_epochs=1.5, iterations=40
    )
    options = {"seed": -3}
    whole, stopped = network(shortcut=shortcut), network(shortcut=shortcut)
    train(whole, digits, chosen, **options)
    with pytest.raises(Stop):
        train(stopped, digits, chosen, checkpoint=tmp_path / "c.pt", on_epoch=stop, **options)
    train(stopped, digits, chosen, checkpoint=tmp_path / "c.pt", **options)
    assert torch.equal(weights(stopped), weights(whole))


def test_finished_training_is_not_repeated(digits, tmp_path):
    one = train(network(), digits, TINY, checkpoint=tmp_path / "c.pt")
    two = train(network(), digits, TINY, checkpoint=tmp_path / "c.pt")
    assert one == two


KILLED_IN_THE_MIDDLE = """
import os, signal, sys
from resnet_book.__main__ import main
from resnet_book.data.batches import Batches

make, made = Batches._make, 0

def make_or_die(self, *arguments):
    global made
    made += 1
    if made == 48:  # in the fourth epoch: it is 11 batches of 128 to train and 3 to test
        os.kill(os.getpid(), signal.SIGKILL)
    return make(self, *arguments)

Batches._make = make_or_die
main(sys.argv[1:])
"""


def test_kill_at_any_moment_and_the_same_command_end_with_the_same_record(tmp_path):
    """A real SIGKILL in the middle of an epoch, with augmentation, dropout and a warm-up."""

    def command(name):
        return [
            "record", "--depth", "8", "--shortcut", "dropout=0.5", "--recipe", "short", "--epochs",
            "6", "--device", "cpu", "--checkpoint", str(tmp_path / f"{name}.pt"), "--weights",
            "--out", str(tmp_path / name), "--threads", str(torch.get_num_threads()),
        ]  # fmt: skip

    killed = subprocess.run(
        [sys.executable, "-c", KILLED_IN_THE_MIDDLE, *command("killed")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert len(torch.load(tmp_path / "killed.pt", weights_only=True)["epochs"]) == 3
    assert main(command("killed")) == 0
    assert main(command("whole")) == 0
    resumed, whole = (
        torch.load(tmp_path / f"{name}.pt", weights_only=True) for name in ("killed", "whole")
    )
    for name, value in whole["network"].items():
        assert torch.equal(value, resumed["network"][name]), name
    records = [
        json.loads(next((tmp_path / name).glob("*.json")).read_text())
        for name in ("killed", "whole")
    ]
    for record in records:  # all but the time that it took is the same, the kept weights too
        assert len(record["epochs"]) == 6
        for part in (record["final"], *record["epochs"]):
            part["seconds"] = part["images_per_second"] = None
    assert records[0] == records[1]
    assert {path.name for path in tmp_path.glob("*.*")} == {"whole.pt", "killed.pt"}
