"""Checkpoints: whole or refused, and readable by later versions of the package."""

import dataclasses
from pathlib import Path

import pytest
import torch
from tiny_training import TINY, network, train

from resnet_book.models.resnet import cifar_resnet
from resnet_book.training.checkpoints import Checkpoint, CheckpointError, checksum
from resnet_book.training.recipes import recipe

# Written by commit 3cb9604, before designs had squeeze_excitation and files a checksum: two of
# three epochs of train(cifar_resnet(8, "B", width=4, in_channels=1, seed=3), digits(),
# recipe("quick").with_changes(epochs=3), seed=5, device="cpu").
OLD = Path(__file__).parent / "files" / "digits-resnet-8-B-width-4.pt"
OLD_LAST = (1.187363624572754, 23.863636363636363, 1.213834211561415, 27.22222222222222)


def test_checkpoint_of_another_training_is_refused_naming_what_differs(digits, tmp_path):
    path = tmp_path / "c.pt"
    train(network(), digits, dataclasses.replace(TINY, epochs=1), checkpoint=path)
    with pytest.raises(CheckpointError, match=r"c\.pt belongs to another .* recipe, seed\)"):
        train(network(), digits, TINY, seed=1, checkpoint=path)
    with pytest.raises(CheckpointError, match=r"differs in: network"):
        train(network(shortcut="none"), digits, TINY, checkpoint=path)


def test_network_without_a_spec_trains_but_has_no_checkpoint(digits, tmp_path):
    plain = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(64, 10))
    assert train(plain, digits, TINY).train_error < 50
    with pytest.raises(ValueError, match="the network has no spec"):
        train(plain, digits, TINY, checkpoint=tmp_path / "c.pt")


def test_unwritable_checkpoint_path_is_reported_before_training(digits, tmp_path):
    (tmp_path / "file").write_text("")
    epochs = []
    for path, message in [
        (tmp_path / "file" / "c.pt", "cannot be written"),
        (tmp_path, "is a folder"),
    ]:
        with pytest.raises(CheckpointError, match=message):
            train(network(), digits, TINY, checkpoint=path, on_epoch=epochs.append)
    assert not epochs


def test_failed_write_is_reported_and_leaves_the_old_checkpoint(digits, tmp_path, monkeypatch):
    path = tmp_path / "c.pt"
    once = dataclasses.replace(TINY, iterations=22)
    train(network(), digits, once, checkpoint=path)
    before = path.read_bytes()

    def full(*arguments):
        raise RuntimeError("[enforce fail at inline_container.cc] . PytorchStreamWriter failed")

    monkeypatch.setattr(torch, "save", full)
    checkpoint = Checkpoint(path, {"network": {}})
    model = network()
    with pytest.raises(CheckpointError, match=r"c\.pt cannot be written: the disk may be full"):
        checkpoint.save(model, torch.optim.SGD(model.parameters()), [])
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["c.pt"]


@pytest.mark.parametrize("content", [b"", b"not a checkpoint", b"PK\x03\x04 cut off"])
def test_damaged_checkpoint_is_named(digits, tmp_path, content):
    path = tmp_path / "c.pt"
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match="is not a checkpoint or is damaged"):
        train(network(), digits, TINY, checkpoint=path)


def test_changed_tensor_is_found_by_the_checksum(digits, tmp_path):
    path = tmp_path / "c.pt"
    train(network(), digits, dataclasses.replace(TINY, iterations=22), checkpoint=path)
    state = torch.load(path, weights_only=True)
    assert state["checksum"] == checksum(state)
    for part in (
        state["network"]["conv1.weight"],
        state["optimizer"]["state"][0]["momentum_buffer"],
    ):
        changed = part[0, 0, 0, 0].clone()
        part[0, 0, 0, 0] += 1e-3
        torch.save(state, path)
        with pytest.raises(CheckpointError, match="is damaged"):
            train(network(), digits, dataclasses.replace(TINY, iterations=22), checkpoint=path)
        part[0, 0, 0, 0] = changed


def test_checkpoint_of_the_first_edition_is_resumed(digits, tmp_path, monkeypatch):
    """It lacks a checksum, and fields that specs have gained; its steps go on as they did then."""
    path, trained = tmp_path / "old.pt", []
    path.write_bytes(OLD.read_bytes())
    before = torch.load(path, weights_only=True)
    assert "checksum" not in before
    assert "squeeze_excitation" not in before["identity"]["network"]["design"]
    # oneDNN's 1×1 convolutions of so few channels corrupt the memory on processors with AVX2 and
    # without AVX-512 (PyTorch 2.14.1, one thread).
    monkeypatch.setattr(torch.backends.mkldnn, "enabled", False)
    result = train(
        cifar_resnet(8, "B", width=4, in_channels=1, seed=3),
        digits,
        recipe("quick").with_changes(epochs=3),
        seed=5,
        checkpoint=path,
        on_epoch=trained.append,
    )
    assert [epoch.epoch for epoch in trained] == [3]
    assert [dataclasses.asdict(epoch) for epoch in result.epochs[:2]] == before["epochs"]
    last = (trained[0].train_loss, trained[0].train_error, result.test_loss, result.test_error)
    assert last == pytest.approx(OLD_LAST, rel=1e-3)  # other processors round differently
    assert torch.load(path, weights_only=True)["checksum"]


def test_old_checkpoint_of_another_design_is_refused(digits, tmp_path):
    path = tmp_path / "old.pt"
    path.write_bytes(OLD.read_bytes())
    other = cifar_resnet(8, "B", width=4, in_channels=1, seed=3, squeeze_excitation=2)
    with pytest.raises(CheckpointError, match="differs in: network"):
        train(other, digits, recipe("quick").with_changes(epochs=3), seed=5, checkpoint=path)
