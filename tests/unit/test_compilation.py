"""Fused training: the same steps to rounding, compiled once, and a word where it cannot be."""

import dataclasses
import os
import shutil
import subprocess
import sys

import pytest
import torch

from resnet_book import data, training
from resnet_book.__main__ import _essential
from resnet_book.arguments import parser
from resnet_book.networks import cifar_resnet
from resnet_book.recipes import recipe

STEPS = dataclasses.replace(
    recipe("quick"), epochs=2, iterations=25, precision="float32", learning_rate=0.01
)
TRAIN = [sys.executable, "-m", "resnet_book", "train", "--depth", "8", "--epochs", "1"]


@pytest.mark.skipif(
    shutil.which(os.environ.get("CXX", "g++")) is None, reason="there is no C++ compiler"
)
def test_fused_training_takes_the_same_steps_and_compiles_once():
    def compile_no_more(epoch):
        torch.compiler.set_stance("fail_on_recompile")

    digits = data.digits()
    plain, fused = (cifar_resnet(8, in_channels=1) for _ in range(2))
    options = {"device": "cpu", "progress": False}
    fusing = {"fuse": True, "on_epoch": compile_no_more}
    expected = training.train(plain, digits, STEPS, **options)
    try:
        result = training.train(fused, digits, STEPS, **fusing, **options)
    finally:
        torch.compiler.set_stance("default")
    assert len(result.epochs) == 2
    for one, other in zip(result.epochs, expected.epochs, strict=True):
        assert one.train_loss == pytest.approx(other.train_loss, rel=1e-3)
    for name, value in fused.state_dict().items():
        torch.testing.assert_close(value, plain.state_dict()[name], atol=1e-3, rtol=1e-3)


def test_missing_compiler_is_one_line(tmp_path):
    surroundings = {**os.environ, "CXX": "no-such-compiler"}
    done = subprocess.run(
        [*TRAIN, "--fuse"], cwd=tmp_path, env=surroundings, capture_output=True, text=True
    )
    assert done.returncode == 2
    last = done.stderr.splitlines()[-1]
    assert last.startswith("error: torch.compile does not work here; on a CPU it needs a C++")
    assert "no-such-compiler" in last
    assert "Traceback" not in done.stderr


def test_record_keeps_that_it_was_fused():
    arguments = parser().parse_args(["record", "--depth", "8", "--fuse"])
    assert "--fuse" in _essential(arguments)
    assert "--fuse" not in _essential(parser().parse_args(["record", "--depth", "8"]))
