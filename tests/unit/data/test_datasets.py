"""The datasets: what is read is what was written, and every failure is one clear sentence."""

import hashlib
import http.server
import io
import os
import pickle
import struct
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from resnet_book.data import cifar_files
from resnet_book.data import datasets as data
from resnet_book.data.cifar_files import BATCH_NAMES, CLASSES, Arrays, DataError
from resnet_book.data.datasets import cifar10, digits, fingerprint, load

SMALL = 20  # images in each of the six files, instead of 10,000
CLOSED = "http://127.0.0.1:9/cifar-10-python.tar.gz"  # the discard port: nothing listens there
LAYOUTS = ("binary", "python", "tree")


@pytest.fixture(autouse=True)
def _small_and_offline(monkeypatch, tmp_path):
    """Small files, an empty cache of its own, and no way out of this machine."""
    monkeypatch.setattr(cifar_files, "BATCH_SIZE", SMALL)
    monkeypatch.setattr(data, "URLS", (CLOSED, CLOSED))
    monkeypatch.setenv("RESNET_BOOK_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("RESNET_BOOK_DATA", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def truth() -> Arrays:
    """Random images with all ten labels in each split."""
    rng = np.random.default_rng(0)

    def split(count):
        images = rng.integers(0, 256, (count, 3, 32, 32), dtype=np.uint8)
        return images, rng.permutation(np.arange(count) % 10)

    return Arrays(*split(5 * SMALL), *split(SMALL))


def batches(truth: Arrays):
    """(file name, uint8 (SMALL, 3072), list of labels) for the six official files."""
    pixels = np.concatenate([truth.train_images, truth.test_images]).reshape(6, SMALL, 3072)
    labels = np.concatenate([truth.train_labels, truth.test_labels]).reshape(6, SMALL)
    return zip(BATCH_NAMES, pixels, labels.tolist(), strict=True)


def python2_pickle(pixels: np.ndarray, labels: list[int]) -> bytes:
    """A batch, opcode by opcode as Python 2 and NumPy 1 wrote the files of 2009."""

    def text(value: bytes) -> bytes:
        return b"U" + bytes([len(value)]) + value  # SHORT_BINSTRING: Python 2's str

    array = (
        (b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85")
        + (text(b"b") + b"\x87R(K\x01" + b"M" + struct.pack("<H", len(pixels)) + b"M\0\x0c\x86")
        + (b"cnumpy\ndtype\n" + text(b"u1") + b"K\0K\x01\x87R")
        + (b"(K\x03" + text(b"|") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb")
        + (b"\x89T" + struct.pack("<i", pixels.size) + pixels.tobytes() + b"tb")
    )
    numbers = b"](" + b"".join(b"K" + bytes([label]) for label in labels) + b"e"
    name = text(b"batch_label") + text(b"training batch 1 of 5")
    return b"\x80\x02}(" + name + text(b"labels") + numbers + text(b"data") + array + b"u."


def write_binary(folder: Path, truth: Arrays) -> Path:
    inside = folder / "cifar-10-batches-bin"
    inside.mkdir(parents=True)
    for name, pixels, labels in batches(truth):
        records = np.concatenate([np.array(labels, dtype=np.uint8)[:, None], pixels], axis=1)
        records.tofile(inside / f"{name}.bin")
    return inside


def write_python(folder: Path, truth: Arrays) -> Path:
    inside = folder / "cifar-10-batches-py"
    inside.mkdir(parents=True)
    for name, pixels, labels in batches(truth):
        (inside / name).write_bytes(python2_pickle(pixels, labels))
    return inside


def write_tree(folder: Path, truth: Arrays, suffix: str = ".png") -> Path:
    for split, images, labels in (("train", *truth[:2]), ("test", *truth[2:])):
        for i, (image, label) in enumerate(zip(images, labels, strict=True)):
            path = folder / split / CLASSES[label] / f"{i:05d}{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(image.transpose(1, 2, 0)).save(path, lossless=True)
    return folder


WRITERS = {"binary": write_binary, "python": write_python, "tree": write_tree}


def said(call, *args, **options) -> str:
    """The message of the DataError that the call raises: one sentence, no chained traceback."""
    with pytest.raises(DataError) as caught:
        call(*args, **options)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message
    return message


# What a dataset is


def child() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(data.__file__).parents[2])}


def test_fingerprint_is_the_documented_hash_of_label_and_pixels_channel_last():
    images = torch.arange(2 * 3 * 1 * 2, dtype=torch.uint8).reshape(2, 3, 1, 2)
    first = bytes([7, 0, 2, 4, 1, 3, 5])
    second = bytes([1, 6, 8, 10, 7, 9, 11])
    digests = sorted(hashlib.sha256(record).digest() for record in (first, second))
    expected = hashlib.sha256(b"".join(digests)).hexdigest()
    assert fingerprint(images, torch.tensor([7, 1])) == expected


def test_fingerprint_ignores_the_order_but_not_a_label_or_a_pixel():
    generator = torch.Generator().manual_seed(0)
    images = torch.randint(0, 256, (30, 3, 4, 4), generator=generator).to(torch.uint8)
    labels = torch.arange(30) % 10
    order = torch.randperm(30, generator=generator)
    known = fingerprint(images, labels)
    assert fingerprint(images[order], labels[order]) == known
    assert fingerprint(images, labels[order]) != known
    images[3, 1, 2, 2] ^= 1
    assert fingerprint(images, labels) != known


@pytest.mark.parametrize(
    ("images", "labels", "named"),
    [
        (torch.zeros(2, 1, 8, 8), torch.zeros(2), "torch.float32"),
        (torch.zeros(2, 8, 8, dtype=torch.uint8), torch.zeros(2), "3 axes"),
        (torch.zeros(2, 1, 8, 8, dtype=torch.uint8), torch.zeros(3), r"\(3,\)"),
        (torch.zeros(2, 1, 8, 8, dtype=torch.uint8), torch.tensor([0, 256]), "256"),
    ],
)
def test_fingerprint_refuses_what_it_cannot_hash(images, labels, named):
    with pytest.raises(ValueError, match=named):
        fingerprint(images, labels)


def test_digits_have_the_documented_shapes_types_and_grey_levels():
    dataset = digits()
    assert dataset.train_images.shape == (1437, 1, 8, 8)
    assert dataset.test_images.shape == (360, 1, 8, 8)
    assert dataset.train_images.dtype == dataset.test_images.dtype == torch.uint8
    assert dataset.train_labels.dtype == dataset.test_labels.dtype == torch.int64
    levels = torch.cat([dataset.train_images, dataset.test_images]).unique()
    assert levels.tolist() == [round(count * 255 / 16) for count in range(17)]
    assert dataset.classes == tuple("0123456789")
    assert dataset.channels == 1


def test_digits_split_keeps_every_class_in_proportion():
    dataset = digits()
    train = torch.bincount(dataset.train_labels, minlength=10)
    test = torch.bincount(dataset.test_labels, minlength=10)
    assert len(train) == len(test) == 10
    assert torch.allclose(test / (train + test), torch.tensor(360 / 1797), atol=0.006)


def test_digits_are_always_the_same_images_in_the_same_split():
    assert digits().fingerprint == {
        "train": "b4b31b22e9ef44a14ca4aa97c71001a1b2935894eecfc1681c77bd677b56367c",
        "test": "09f8df41260c604140e9b00aa0a544e1b55cb6e965dadedd22e7515d297f8b35",
    }
    assert torch.equal(digits().train_labels, digits().train_labels)


def test_load_finds_both_datasets_by_name_and_names_the_allowed_ones(tmp_path, truth):
    write_binary(tmp_path, truth)
    assert load("digits").name == "digits"
    assert load("cifar10", tmp_path).name == "cifar10"
    with pytest.raises(ValueError, match=r"'mnist'.*digits, cifar10"):
        load("mnist")


# The three layouts


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_images_and_labels_that_were_written(tmp_path, truth, layout):
    WRITERS[layout](tmp_path, truth)
    dataset = cifar10(tmp_path)
    wanted = [torch.from_numpy(array) for array in truth]
    expected = {"train": fingerprint(*wanted[:2]), "test": fingerprint(*wanted[2:])}
    assert dataset.fingerprint == expected
    assert dataset.train_images.shape == (5 * SMALL, 3, 32, 32)
    assert dataset.test_images.shape == (SMALL, 3, 32, 32)
    assert dataset.train_images.dtype == torch.uint8
    assert dataset.train_labels.dtype == dataset.test_labels.dtype == torch.int64
    assert dataset.train_images.is_contiguous()
    assert dataset.test_images.is_contiguous()
    assert (dataset.name, dataset.classes, dataset.channels) == ("cifar10", CLASSES, 3)


@pytest.mark.parametrize("layout", ["binary", "python"])
def test_official_layouts_keep_their_order_and_may_be_named_themselves(tmp_path, truth, layout):
    inside = WRITERS[layout](tmp_path, truth)
    dataset = cifar10(inside)
    assert np.array_equal(dataset.train_images, truth.train_images)
    assert np.array_equal(dataset.train_labels, truth.train_labels)
    assert np.array_equal(dataset.test_images, truth.test_images)
    assert np.array_equal(dataset.test_labels, truth.test_labels)


@pytest.mark.parametrize("protocol", [2, 4])
def test_python_layout_pickled_anew_by_python_3_is_read_too(tmp_path, truth, protocol):
    inside = write_python(tmp_path, truth)
    for name, pixels, labels in batches(truth):
        content = pickle.dumps({b"data": pixels, b"labels": labels}, protocol=protocol)
        (inside / name).write_bytes(content)
    assert np.array_equal(cifar10(tmp_path).train_images, truth.train_images)


def test_image_tree_may_hold_lossless_webp_and_stray_files(tmp_path, truth):
    write_tree(tmp_path / "png", truth)
    write_tree(tmp_path / "webp", truth, ".webp")
    for stray in (".DS_Store", "._00001.webp", "labels.txt"):
        (tmp_path / "webp/train/cat" / stray).write_bytes(b"\0")
    assert cifar10(tmp_path / "webp").fingerprint == cifar10(tmp_path / "png").fingerprint


def test_image_tree_of_jpeg_is_read_though_its_pixels_differ(tmp_path, truth):
    write_tree(tmp_path, truth, ".jpg")
    dataset = cifar10(tmp_path)
    assert sorted(dataset.test_labels.tolist()) == sorted(truth.test_labels)
    assert dataset.test_images.shape == (SMALL, 3, 32, 32)


def test_environment_variable_names_the_folder_and_the_argument_goes_before_it(
    tmp_path, truth, monkeypatch
):
    write_binary(tmp_path / "one", truth)
    write_binary(tmp_path / "two", truth._replace(test_labels=np.zeros(SMALL, dtype=np.int64)))
    monkeypatch.setenv("RESNET_BOOK_DATA", str(tmp_path / "two"))
    assert cifar10().test_labels.sum() == 0
    assert cifar10(tmp_path / "one").test_labels.sum() > 0
    assert not (tmp_path / "cache").exists()  # local folders are never copied


# Folders that are not CIFAR-10


class Call:
    """Pickles as a call of `function`, which runs where it is unpickled."""

    def __init__(self, function, *args):
        self.call = (function, args)

    def __reduce__(self):
        return self.call


def test_named_folder_without_cifar_is_said_and_nothing_is_downloaded(
    tmp_path, monkeypatch, server
):
    (tmp_path / "empty").mkdir()
    assert "holds no CIFAR-10" in said(cifar10, tmp_path / "empty")
    assert "does not exist" in said(cifar10, tmp_path / "nowhere")
    monkeypatch.setenv("RESNET_BOOK_DATA", str(tmp_path / "nowhere"))
    assert "RESNET_BOOK_DATA is set" in said(cifar10)
    assert server.asked == []


@pytest.mark.parametrize(
    ("layout", "path"),
    [
        ("binary", "cifar-10-batches-bin/data_batch_3.bin"),
        ("python", "cifar-10-batches-py/data_batch_3"),
    ],
)
def test_missing_and_truncated_files_are_named(tmp_path, truth, layout, path):
    WRITERS[layout](tmp_path, truth)
    whole = (tmp_path / path).read_bytes()
    for length in (len(whole) - 1, 3073, 0):
        (tmp_path / path).write_bytes(whole[:length])
        message = said(cifar10, tmp_path)
        assert str(tmp_path / path) in message
        assert "truncated" in message
    (tmp_path / path).unlink()
    message = said(cifar10, tmp_path)
    assert str(tmp_path / path) in message
    assert "is missing" in message


def test_file_that_is_a_folder_is_said_to_be_unreadable(tmp_path, truth):
    path = write_binary(tmp_path, truth) / "test_batch.bin"
    path.unlink()
    path.mkdir()
    assert f"{path} cannot be read" in said(cifar10, tmp_path)


def test_label_out_of_range_is_named_in_both_official_layouts(tmp_path, truth):
    truth.test_labels[5] = 10
    for layout in ("binary", "python"):
        WRITERS[layout](tmp_path / layout, truth)
        assert "has the label 10" in said(cifar10, tmp_path / layout)


@pytest.mark.parametrize(
    "batch",
    [
        [1, 2, 3],
        {b"data": b"\0" * 3072, b"labels": [0]},
        {b"data": np.zeros((SMALL, 3072), np.uint8)},
        {b"data": np.zeros((SMALL, 3072), np.uint8), b"labels": [0.5] * SMALL},
        {b"data": np.zeros((SMALL, 3072), np.uint8), b"labels": [0] * (SMALL - 1)},
        {b"data": np.zeros((SMALL, 3072), np.uint8), b"labels": [[0], [0, 1]] * (SMALL // 2)},
        {b"data": np.zeros((SMALL, 3071), np.uint8), b"labels": [0] * SMALL},
        {b"data": np.zeros((SMALL, 3072), np.float32), b"labels": [0] * SMALL},
        {b"data": Call(np.ndarray, (SMALL, 3072)), b"labels": [0] * SMALL},
    ],
)
def test_pickle_of_anything_but_a_batch_is_refused(tmp_path, truth, batch):
    inside = write_python(tmp_path, truth)
    (inside / "test_batch").write_bytes(pickle.dumps(batch, protocol=2))
    assert "not a batch of CIFAR-10" in said(cifar10, tmp_path)


@pytest.mark.parametrize("protocol", [0, 2, 4])
@pytest.mark.parametrize("name", ["system", "eval", "numpy"])
def test_pickle_that_calls_a_function_is_refused_and_not_run(tmp_path, truth, protocol, name):
    inside = write_python(tmp_path, truth)
    trace = tmp_path / "trace"
    harm = {
        "system": Call(os.system, f"touch {trace}"),
        "eval": Call(eval, f"open({str(trace)!r}, 'w')"),
        "numpy": Call(np.save, str(trace), 1),
    }[name]
    (inside / "test_batch").write_bytes(pickle.dumps({b"data": harm}, protocol=protocol))
    message = said(cifar10, tmp_path)
    assert "asks to run" in message
    assert harm.call[0].__name__ in message
    assert list(tmp_path.glob("trace*")) == []


def test_damaged_pickles_never_end_in_anything_but_a_clear_sentence(tmp_path, truth):
    inside = write_python(tmp_path, truth)
    whole = (inside / "test_batch").read_bytes()
    pixels = truth.test_images.tobytes()  # damage within these cannot be seen
    start = whole.index(pixels)
    places = [*range(start), *range(start + len(pixels), len(whole))]
    refused = 0
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 0x15
        (inside / "test_batch").write_bytes(damaged)
        try:
            cifar10(tmp_path)
        except DataError:
            refused += 1
    assert refused > len(places) / 2


def test_image_tree_with_a_missing_class_or_image_is_incomplete(tmp_path, truth):
    write_tree(tmp_path, truth)
    next((tmp_path / "test/dog").iterdir()).unlink()
    assert "holds 19 images instead of 20" in said(cifar10, tmp_path)
    (tmp_path / "train/frog").rename(tmp_path / "train/frogs")
    assert str(tmp_path / "train/frog") + " is missing" in said(cifar10, tmp_path)


def test_image_of_another_size_or_without_an_image_in_it_is_named(tmp_path, truth):
    write_tree(tmp_path, truth)
    path = next((tmp_path / "test/ship").iterdir())
    content = path.read_bytes()
    Image.new("RGB", (32, 48)).save(path)
    message = said(cifar10, tmp_path)
    assert f"{path} is 32×48" in message
    for broken in (b"", b"no image", content[: len(content) // 2]):
        path.write_bytes(broken)
        assert f"{path} is not a readable image" in said(cifar10, tmp_path)


# Download and cache


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


@pytest.fixture
def archive(tmp_path, truth, server, monkeypatch) -> bytes:
    """A small archive of the official layout, served by `server`, with its MD5 made the known."""
    write_python(tmp_path / "source", truth)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        tar.add(tmp_path / "source/cifar-10-batches-py", "cifar-10-batches-py")
    serve(server, monkeypatch, packed.getvalue())
    monkeypatch.setattr(data, "URLS", (server.url("mirror"), server.url("original")))
    return server.content


def serve(server: Server, monkeypatch, content: bytes) -> None:
    server.content = content
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    monkeypatch.setattr(data, "ARCHIVE_MD5", digest)


def left_in_cache(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "cache").glob("**/*"))


@pytest.mark.usefixtures("archive")
def test_download_comes_from_the_mirror_is_cached_and_is_not_repeated(
    tmp_path, truth, server, monkeypatch, capfd
):
    first = cifar10()
    assert server.asked == ["/mirror"]
    assert np.array_equal(first.train_images, truth.train_images)
    assert left_in_cache(tmp_path) == ["cifar10.npz"]
    monkeypatch.setattr(data, "URLS", (CLOSED,))
    again = cifar10()
    assert again.fingerprint == first.fingerprint
    assert torch.equal(again.test_images, first.test_images)
    assert cifar10(download=False).fingerprint == first.fingerprint
    assert "%" not in capfd.readouterr().err  # no progress bar where there is no terminal


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("bad", ["wrong", "missing", "closed"])
def test_original_host_is_asked_when_the_mirror_fails(tmp_path, truth, server, monkeypatch, bad):
    mirror = CLOSED if bad == "closed" else server.url(bad)
    monkeypatch.setattr(data, "URLS", (mirror, server.url("original")))
    assert np.array_equal(cifar10().test_images, truth.test_images)
    assert server.asked[-1] == "/original"
    assert left_in_cache(tmp_path) == ["cifar10.npz"]


@pytest.mark.usefixtures("archive")
def test_when_both_hosts_fail_the_sentence_says_how_each_did(tmp_path, server, monkeypatch):
    monkeypatch.setattr(data, "URLS", (server.url("wrong"), server.url("missing")))
    message = said(cifar10)
    assert "wrong checksum from 127.0.0.1" in message
    assert "127.0.0.1 answered 404" in message
    assert left_in_cache(tmp_path) == []


def test_without_network_the_sentence_says_what_to_do_and_the_digits_go_on(tmp_path):
    message = said(cifar10)
    for part in ("no connection", CLOSED, "--folder", "RESNET_BOOK_DATA", "the digits go on"):
        assert part in message
    assert left_in_cache(tmp_path) == []
    assert len(load("digits").test_images) == 360


@pytest.mark.usefixtures("archive")
def test_download_that_is_not_wanted_is_not_made(tmp_path, server):
    message = said(cifar10, download=False)
    assert "not on this machine" in message
    assert "--folder" in message
    assert server.asked == []
    assert not (tmp_path / "cache").exists()


def test_connection_that_breaks_halfway_leaves_nothing_behind(tmp_path, server, archive):
    server.stop_at = len(archive) // 2
    assert "could not be downloaded" in said(cifar10)
    assert server.asked == ["/mirror", "/original"]
    assert left_in_cache(tmp_path) == []


def test_host_that_stops_sending_is_given_up(tmp_path, server, archive, monkeypatch):
    monkeypatch.setattr(data, "TIMEOUT", 0.2)
    server.stop_at, server.stall = len(archive) // 2, threading.Event()
    assert "no connection" in said(cifar10)
    assert left_in_cache(tmp_path) == []


def test_process_killed_while_downloading_leaves_no_cache_file(tmp_path, truth, server, archive):
    server.stop_at, server.stall = len(archive) // 2, threading.Event()
    code = f"from resnet_book.data import datasets\ndatasets.URLS = {data.URLS}; datasets.cifar10()"
    with subprocess.Popen(
        [sys.executable, "-c", code], env=child(), stderr=subprocess.DEVNULL
    ) as process:
        assert server.half_sent.wait(60)
        process.kill()
    assert "cifar10.npz" not in left_in_cache(tmp_path)
    server.stall.set()
    server.stop_at = None
    assert np.array_equal(cifar10().train_images, truth.train_images)


@pytest.mark.usefixtures("archive")
def test_interruption_while_the_cache_is_written_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupted(path, **arrays):
        Path(path).write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez", interrupted)
    with pytest.raises(KeyboardInterrupt):
        cifar10()
    assert left_in_cache(tmp_path) == []


@pytest.mark.usefixtures("archive")
def test_damaged_cache_is_noticed_and_rebuilt(tmp_path, truth, server):
    cifar10()
    path = tmp_path / "cache/cifar10.npz"
    whole = path.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1  # one bit of one pixel
    for damaged in (whole[:-100], bytes(flipped), b"", b"no zip"):
        path.write_bytes(damaged)
        with pytest.warns(UserWarning, match=r"cifar10\.npz is damaged"):
            dataset = cifar10()
        assert np.array_equal(dataset.train_images, truth.train_images)
        assert path.read_bytes() == whole
    assert server.asked == ["/mirror"] * 5


def test_cache_with_other_arrays_in_it_is_not_used(tmp_path, truth):
    (tmp_path / "cache").mkdir()
    path = tmp_path / "cache/cifar10.npz"
    for wrong in (
        truth._replace(test_labels=truth.test_labels + 1),
        truth._replace(train_images=truth.train_images[:-1]),
        truth._replace(test_images=truth.test_images.astype(np.int64)),
    ):
        np.savez(path, **wrong._asdict())
        with pytest.warns(UserWarning, match="is damaged"):
            said(cifar10, download=False)


@pytest.mark.usefixtures("archive")
def test_cache_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("RESNET_BOOK_CACHE", str(tmp_path / "file/cache"))
    message = said(cifar10)
    assert str(tmp_path / "file/cache") in message
    assert "cannot be written" in message


def test_archive_with_a_missing_batch_or_damaged_content_is_refused(
    tmp_path, server, archive, monkeypatch
):
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        members = {m.name: tar.extractfile(m).read() for m in tar if m.isfile()}
    del members["cifar-10-batches-py/data_batch_2"]
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("cifar-10-batches-py/data_batch_2")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    serve(server, monkeypatch, packed.getvalue())
    assert "holds no cifar-10-batches-py/data_batch_2" in said(cifar10)
    for damaged in (archive[: len(archive) // 2], archive[:-2000], b"no archive", b""):
        serve(server, monkeypatch, damaged)
        said(cifar10)
    assert left_in_cache(tmp_path) == []
