"""Several processes: the same losses as one process with the same batch."""

import subprocess
import sys

import pytest
import torch

from resnet_book.__main__ import main
from resnet_book.data.batches import Batches, Standard
from resnet_book.data.datasets import digits
from resnet_book.training.processes import Processes


def test_two_processes_give_the_losses_of_one_with_the_same_batch(tmp_path):
    """Two real processes on gloo; without batch normalisation, which sees its part alone."""

    def command(name):
        return [
            "train", "--depth", "8", "--no-batch-norm", "--learning-rate", "0.01", "--epochs", "2",
            "--device", "cpu", "--threads", "1", "--checkpoint", str(tmp_path / name),
        ]  # fmt: skip

    done = subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2",
         "-m", "resnet_book", *command("two.pt")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("last epoch (2)") == 1  # one of them speaks
    threads = torch.get_num_threads()
    try:
        assert main(command("one.pt")) == 0
    finally:
        torch.set_num_threads(threads)
    one, two = (torch.load(tmp_path / name, weights_only=True) for name in ("one.pt", "two.pt"))
    for single, shared in zip(one["epochs"], two["epochs"], strict=True):
        assert shared["train_loss"] == pytest.approx(single["train_loss"], rel=1e-3)
        assert shared["train_error"] == pytest.approx(single["train_error"], abs=0.3)
    for name, value in one["network"].items():
        torch.testing.assert_close(two["network"][name], value, atol=1e-3, rtol=1e-2)


# One of two processes is killed after the first epoch; each has a folder of its own, as on two
# machines that share none.
IN_TWO_FOLDERS = """
import os, sys
from pathlib import Path
import torch
from resnet_book.data import digits
from resnet_book.models import cifar_resnet
from resnet_book.training import train
from resnet_book.training.processes import Processes, group
from resnet_book.training.recipes import recipe

torch.set_num_threads(1)

class Killed(Exception):
    pass

def stop(epoch):
    if epoch.epoch == 1:
        raise Killed

with group("cpu") as device:
    rank = Processes.current().rank
    folder = Path(sys.argv[1], str(rank))
    folder.mkdir()
    options = {"device": device, "progress": False, "checkpoint": folder / "c.pt", "seed": 1}
    chosen = recipe("quick").with_changes(epochs=2, learning_rate=0.01)

    def network():
        return cifar_resnet(8, in_channels=1, batch_norm=False)

    try:
        train(network(), digits(), chosen, on_epoch=stop, **options)
    except Killed:
        Processes.current().wait()
    resumed, epochs = network(), []
    train(resumed, digits(), chosen, on_epoch=lambda epoch: epochs.append(epoch.epoch), **options)
    whole = network()
    train(whole, digits(), chosen, **options | {"checkpoint": None})
    torch.save([epochs, resumed.state_dict(), whole.state_dict()], folder / "left.pt")
"""


def test_two_processes_in_two_folders_resume_from_the_same_epoch(tmp_path):
    script, left = tmp_path / "both.py", tmp_path / "left"
    left.mkdir()
    script.write_text(IN_TWO_FOLDERS, encoding="utf8")
    done = subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2",
         str(script), str(left)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert [(left / rank / "c.pt").exists() for rank in "01"] == [True, False]
    for rank in "01":
        epochs, resumed, whole = torch.load(left / rank / "left.pt", weights_only=True)
        assert epochs == [2]  # both go on after the first
        for name, value in whole.items():
            torch.testing.assert_close(resumed[name], value)


def test_parts_of_a_batch_make_up_the_batch():
    data = digits()
    standard = Standard.of(data.train_images)
    batches = Batches(data.train_images, data.train_labels, standard, 64, augment=True)

    def first(part):
        return next(batches.shuffled(torch.Generator().manual_seed(0), part))

    whole, labels = first(slice(None))
    for rank in range(4):
        mine, my_labels = first(Processes(rank, 4).part(64))
        assert torch.equal(mine, whole[rank::4])
        assert torch.equal(my_labels, labels[rank::4])


def test_batch_that_cannot_be_dealt_out_evenly_is_refused():
    with pytest.raises(ValueError, match="batch_size 128 cannot be divided evenly among 3"):
        Processes(0, 3).part(128)


def test_lone_process_is_the_first_and_its_sums_are_its_own():
    lone, value = Processes.current(), torch.tensor(2.0)
    lone.total(value)
    assert lone == Processes(0, 1)
    assert lone.first
    assert value == 2
    assert lone.from_first(lambda: 3) == 3
    assert lone.joined(torch.nn.Linear(1, 1)).__class__ is torch.nn.Linear
