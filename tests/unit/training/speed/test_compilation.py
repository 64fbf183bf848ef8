"""A network compiled by PyTorch: the same outputs and gradients, and a word where it cannot be."""

from functools import partial

import pytest
import torch
from torch import nn
from torch._dynamo.exc import TorchDynamoException

from resnet_book.models.resnet import cifar_resnet
from resnet_book.training.speed.compilation import Compiled


def test_compiled_network_computes_the_same_and_is_compiled_once(monkeypatch):
    """Without its last stage, which writes code for the device."""
    monkeypatch.setattr(torch, "compile", partial(torch.compile, backend="aot_eager"))
    x = torch.randn(4, 1, 8, 8, generator=torch.Generator().manual_seed(0))
    plain, other = (cifar_resnet(8, in_channels=1) for _ in range(2))
    compiled = Compiled(other)
    try:
        for _ in range(2):
            one, two = plain(x), compiled(x)
            torch.testing.assert_close(one, two, atol=1e-4, rtol=1e-4)
            one.sum().backward()
            two.sum().backward()
            torch.compiler.set_stance("fail_on_recompile")
    finally:
        torch.compiler.set_stance("default")
    gradients = dict(other.named_parameters())
    for name, parameter in plain.named_parameters():
        torch.testing.assert_close(gradients[name].grad, parameter.grad, atol=1e-3, rtol=1e-3)


def test_failure_to_compile_is_a_value_error():
    class Fails(nn.Module):
        def forward(self, x):
            raise TorchDynamoException("no Triton\nand a trace")

    compiled = Compiled(cifar_resnet(8))
    compiled.compiled = Fails()
    with pytest.raises(ValueError, match=r"torch.compile failed; .*\(no Triton\)"):
        compiled(torch.ones(1, 3, 8, 8))
