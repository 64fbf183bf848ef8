"""Precision of a training."""

import dataclasses

import pytest
import torch
from tiny_training import TINY, network, train

from resnet_book.training.precision import choose_precision


@pytest.mark.parametrize(
    ("device", "has", "expected"),
    [("cpu", False, "float32"), ("cpu", True, "bfloat16"),
     ("cuda", False, "float32"), ("cuda", True, "bfloat16")],
)  # fmt: skip
def test_auto_takes_bfloat16_where_the_device_computes_in_it(monkeypatch, device, has, expected):
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: has)
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: False)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda **_: has)
    assert choose_precision("auto", torch.device(device)) == expected
    for asked in ("float32", "bfloat16"):
        assert choose_precision(asked, torch.device(device)) == asked


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_convolutions_compute_in_the_precision_that_is_reported(digits, precision):
    model, seen = network(), set()
    model.layer2[0].conv1.register_forward_hook(lambda m, i, output: seen.add(output.dtype))
    chosen = dataclasses.replace(TINY, iterations=2, precision=precision)
    result = train(model, digits, chosen)
    assert seen == {getattr(torch, precision)}
    assert result.precision == precision
    assert all(p.dtype == torch.float32 for p in model.parameters())


def test_float32_is_not_rounded_to_tf32_and_the_setting_is_put_back(digits, monkeypatch):
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", True)
    during = []
    train(
        network(),
        digits,
        TINY,
        on_epoch=lambda epoch: during.append(torch.backends.cudnn.allow_tf32),
    )
    assert during == [False, False]
    assert torch.backends.cudnn.allow_tf32
