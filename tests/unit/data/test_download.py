"""Downloading and caching: each data set once, whole or not at all."""

import hashlib
import http.server
import io
import os
import subprocess
import sys
import tarfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

import resnet_book
from resnet_book.data import download
from resnet_book.data.datasets import DATASETS, load

CLOSED = "http://127.0.0.1:9/archive.tar.gz"  # the discard port: nothing listens there


class Server(http.server.ThreadingHTTPServer):
    """Serves `content`, or only its first `stop_at` bytes; keeps the paths asked for.

    After `stop_at` bytes it closes the connection or, given an event as `stall`, waits for it.
    """

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.content, self.stop_at, self.stall = b"", None, None
        self.asked: list[str] = []
        self.half_sent = threading.Event()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        if "missing" in self.path:
            self.send_error(404)
            return
        content = b"not the archive" if "wrong" in self.path else self.server.content
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: self.server.stop_at])
        if self.server.stop_at is not None:
            self.wfile.flush()
            self.server.half_sent.set()
        if self.server.stall is not None:
            self.server.stall.wait(30)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.05,))
        thread.start()
        yield running
        if running.stall is not None:
            running.stall.set()
        running.shutdown()
        thread.join()


def redeclare(monkeypatch, name: str, **changes) -> None:
    """Change fields of a data set's archive."""
    entry = DATASETS[name]
    archive = replace(entry.archive, **changes)
    monkeypatch.setitem(DATASETS, name, replace(entry, archive=archive))


def serve(server: Server, monkeypatch, name: str, content: bytes) -> None:
    """Let `server` serve this content, and make its MD5 the known one."""
    server.content = content
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    redeclare(monkeypatch, name, md5=digest)


@pytest.fixture
def archive(tmp_path, cifar, server, monkeypatch) -> bytes:
    """A small archive of the official layout, served by `server` as mirror and as original."""
    inside = cifar.write("python", tmp_path / "source")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        tar.add(inside, inside.name)
    serve(server, monkeypatch, cifar.name, packed.getvalue())
    redeclare(monkeypatch, cifar.name, urls=(server.url("mirror"), server.url("original")))
    return server.content


def left_in_cache(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "cache").glob("**/*"))


@pytest.mark.usefixtures("archive")
def test_download_comes_from_the_mirror_is_cached_and_is_not_repeated(
    tmp_path, cifar, server, monkeypatch, capfd
):
    first = cifar.load()
    assert server.asked == ["/mirror"]
    assert np.array_equal(first.train_images, cifar.truth.train_images)
    assert left_in_cache(tmp_path) == [f"{cifar.name}.npz"]
    redeclare(monkeypatch, cifar.name, urls=(CLOSED,))
    again = cifar.load()
    assert again.fingerprint == first.fingerprint
    assert torch.equal(again.test_images, first.test_images)
    assert cifar.load(download=False).fingerprint == first.fingerprint
    assert "%" not in capfd.readouterr().err  # no progress bar where there is no terminal


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("bad", ["wrong", "missing", "closed"])
def test_original_host_is_asked_when_the_mirror_fails(tmp_path, cifar, server, monkeypatch, bad):
    mirror = CLOSED if bad == "closed" else server.url(bad)
    redeclare(monkeypatch, cifar.name, urls=(mirror, server.url("original")))
    assert np.array_equal(cifar.load().test_images, cifar.truth.test_images)
    assert server.asked[-1] == "/original"
    assert left_in_cache(tmp_path) == [f"{cifar.name}.npz"]


@pytest.mark.usefixtures("archive")
def test_when_both_hosts_fail_the_sentence_says_how_each_did(
    tmp_path, cifar, server, monkeypatch, said
):
    redeclare(monkeypatch, cifar.name, urls=(server.url("wrong"), server.url("missing")))
    message = said(cifar.load)
    assert message.startswith(f"{cifar.title} is not on this machine and could not be downloaded")
    assert "wrong checksum from 127.0.0.1" in message
    assert "127.0.0.1 answered 404" in message
    assert left_in_cache(tmp_path) == []


def test_without_network_the_sentence_says_what_to_do_and_the_digits_go_on(tmp_path, cifar, said):
    message = said(cifar.load)
    for part in ("no connection", CLOSED, "--folder", "RESNET_BOOK_DATA", "the digits go on"):
        assert part in message
    assert left_in_cache(tmp_path) == []
    assert len(load("digits").test_images) == 360


@pytest.mark.usefixtures("archive")
def test_download_that_is_not_wanted_is_not_made(tmp_path, cifar, server, said):
    message = said(cifar.load, download=False)
    assert f"{cifar.title} is not on this machine" in message
    assert "--folder" in message
    assert server.asked == []
    assert not (tmp_path / "cache").exists()


@pytest.mark.usefixtures("archive")
def test_named_folder_without_the_data_set_is_said_and_nothing_is_downloaded(
    tmp_path, cifar, monkeypatch, server, said
):
    (tmp_path / "empty").mkdir()
    assert f"holds no {cifar.title}" in said(cifar.load, tmp_path / "empty")
    assert "does not exist" in said(cifar.load, tmp_path / "nowhere")
    monkeypatch.setenv("RESNET_BOOK_DATA", str(tmp_path / "nowhere"))
    assert "RESNET_BOOK_DATA is set" in said(cifar.load)
    assert server.asked == []


def test_connection_that_breaks_halfway_leaves_nothing_behind(
    tmp_path, cifar, server, archive, said
):
    server.stop_at = len(archive) // 2
    assert "could not be downloaded" in said(cifar.load)
    assert server.asked == ["/mirror", "/original"]
    assert left_in_cache(tmp_path) == []


def test_host_that_stops_sending_is_given_up(tmp_path, cifar, server, archive, monkeypatch, said):
    monkeypatch.setattr(download, "TIMEOUT", 0.2)
    server.stop_at, server.stall = len(archive) // 2, threading.Event()
    start = time.monotonic()
    assert "no connection" in said(cifar.load)
    assert time.monotonic() - start < 20  # not the minute of two hosts at 30 s each
    assert left_in_cache(tmp_path) == []


@pytest.mark.parametrize("cifar", ["cifar100"], indirect=True)  # it imports torch: once is enough
def test_process_killed_while_downloading_leaves_no_cache_file(tmp_path, cifar, server, archive):
    server.stop_at, server.stall = len(archive) // 2, threading.Event()
    code = f"""
from dataclasses import replace
from resnet_book.data.datasets import DATASETS, load
entry = DATASETS[{cifar.name!r}]
archive = replace(entry.archive, urls={DATASETS[cifar.name].archive.urls})
DATASETS[entry.name] = replace(entry, archive=archive)
load(entry.name)
"""
    source = Path(resnet_book.__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(source)}
    with subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stderr=subprocess.DEVNULL
    ) as process:
        half_sent = server.half_sent.wait(120)
        process.kill()
    assert half_sent
    assert f"{cifar.name}.npz" not in left_in_cache(tmp_path)
    server.stall.set()
    server.stop_at = None
    assert np.array_equal(cifar.load().train_images, cifar.truth.train_images)


@pytest.mark.usefixtures("archive")
def test_interruption_while_the_cache_is_written_leaves_nothing_behind(
    tmp_path, cifar, monkeypatch
):
    def interrupted(path, **arrays):
        Path(path).write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez", interrupted)
    with pytest.raises(KeyboardInterrupt):
        cifar.load()
    assert left_in_cache(tmp_path) == []


@pytest.mark.usefixtures("archive")
def test_damaged_cache_is_noticed_and_rebuilt(tmp_path, cifar, server):
    cifar.load()
    path = tmp_path / f"cache/{cifar.name}.npz"
    whole = path.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1  # one bit of one pixel
    for damaged in (whole[:-100], bytes(flipped), b"", b"no zip"):
        path.write_bytes(damaged)
        with pytest.warns(UserWarning, match=rf"{cifar.name}\.npz is damaged"):
            dataset = cifar.load()
        assert np.array_equal(dataset.train_images, cifar.truth.train_images)
        assert path.read_bytes() == whole
    assert server.asked == ["/mirror"] * 5


def test_cache_with_other_arrays_in_it_is_not_used(tmp_path, cifar_and_other, said):
    cifar, other = cifar_and_other
    (tmp_path / "cache").mkdir()
    path = tmp_path / f"cache/{cifar.name}.npz"
    truth = cifar.truth
    for wrong in (
        truth._replace(test_labels=truth.test_labels + 1),
        truth._replace(train_images=truth.train_images[:-1]),
        truth._replace(test_images=truth.test_images.astype(np.int64)),
        other.truth,
    ):
        np.savez(path, **wrong._asdict())
        with pytest.warns(UserWarning, match="is damaged"):
            said(cifar.load, download=False)


def test_each_data_set_has_a_cache_file_of_its_own(tmp_path, cifar_and_other, said):
    cifar, other = cifar_and_other
    (tmp_path / "cache").mkdir()
    np.savez(tmp_path / f"cache/{cifar.name}.npz", **cifar.truth._asdict())
    assert np.array_equal(cifar.load(download=False).test_images, cifar.truth.test_images)
    assert other.title in said(other.load, download=False)
    np.savez(tmp_path / f"cache/{other.name}.npz", **other.truth._asdict())
    for sample in (cifar, other):
        assert np.array_equal(sample.load().test_labels, sample.truth.test_labels)


@pytest.mark.usefixtures("archive")
def test_cache_folder_that_cannot_be_written_is_named(tmp_path, cifar, monkeypatch, said):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("RESNET_BOOK_CACHE", str(tmp_path / "file/cache"))
    message = said(cifar.load)
    assert str(tmp_path / "file/cache") in message
    assert "cannot be written" in message


def test_archive_with_a_missing_file_or_damaged_content_is_refused(
    tmp_path, cifar, server, archive, monkeypatch, said
):
    missing = f"{cifar.python_folder}/{list(cifar.sizes)[1]}"
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        members = {m.name: tar.extractfile(m).read() for m in tar if m.isfile()}
    del members[missing]
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo(missing)
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    serve(server, monkeypatch, cifar.name, packed.getvalue())
    assert f"holds no {missing}" in said(cifar.load)
    for damaged in (archive[: len(archive) // 2], archive[:-2000], b"no archive", b""):
        serve(server, monkeypatch, cifar.name, damaged)
        said(cifar.load)
    assert left_in_cache(tmp_path) == []


def test_archive_of_the_other_data_set_is_refused(
    tmp_path, cifar_and_other, server, monkeypatch, said
):
    wanted, other = cifar_and_other
    inside = other.write("python", tmp_path)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        tar.add(inside, inside.name)
    serve(server, monkeypatch, wanted.name, packed.getvalue())
    redeclare(monkeypatch, wanted.name, urls=(server.url("mirror"),))
    assert f"holds no {wanted.python_folder}" in said(wanted.load)
    assert left_in_cache(tmp_path) == []
