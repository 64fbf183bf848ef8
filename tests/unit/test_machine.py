"""What this machine cannot do is refused before it is begun."""

import os

import pytest

from resnet_book import machine
from resnet_book.models import cifar_spec

GIB = 2**30


@pytest.fixture
def memory(monkeypatch, tmp_path):
    """``memory(machine, container)``: its bytes, and those of the container's limit."""

    def have(physical, limit="max"):
        sizes = {"SC_PAGE_SIZE": 1, "SC_PHYS_PAGES": physical}
        monkeypatch.setattr(os, "sysconf", sizes.__getitem__)
        (tmp_path / "memory.max").write_text(f"{limit}\n")
        monkeypatch.setattr(machine, "LIMIT", tmp_path / "memory.max")

    return have


def test_network_that_fits_is_built(memory):
    memory(GIB)
    machine.check_size(cifar_spec(110), images=128, size=32)


@pytest.mark.parametrize("sizes", [(GIB // 4,), (64 * GIB, GIB // 4)])
def test_memory_is_the_machines_or_the_containers(memory, sizes):
    memory(*sizes)
    with pytest.raises(ValueError, match=r"take at least 0\.\d GiB to train, .* has 0\.2: choose"):
        machine.check_size(cifar_spec(110), images=128, size=32)


def test_activations_count_besides_weights(memory):
    memory(GIB)
    machine.check_size(cifar_spec(602), images=1, size=32)
    with pytest.raises(ValueError, match="depth 602 and width 16 take at least"):
        machine.check_size(cifar_spec(602), images=128, size=32)


def test_memory_is_unknown_where_the_system_does_not_tell(monkeypatch):
    monkeypatch.delattr(os, "sysconf")
    machine.check_size(cifar_spec(20, width=4096), images=128, size=32)


def test_network_that_takes_hours_to_build_is_refused():
    with pytest.raises(ValueError, match="depth 100004 is above 10,000: choose"):
        machine.check_size(cifar_spec(100_004, width=1), images=1, size=8)


@pytest.mark.parametrize(
    ("device", "threads", "message"),
    [("cpu", 0, "threads 0 is not from 1"), ("cpu", 10**6, "is not from 1"), ("tpu9", 1, "tpu9")],
)
def test_device_and_threads_are_those_of_the_machine(device, threads, message):
    with pytest.raises(ValueError, match=message):
        machine.choose_device(device, threads)


def test_folder_that_cannot_be_written_to_is_refused(tmp_path):
    machine.check_writable(tmp_path / "new" / "folder")
    (tmp_path / "file").touch()
    with pytest.raises(ValueError, match=r"nothing can be written to .*file"):
        machine.check_writable(tmp_path / "file")
