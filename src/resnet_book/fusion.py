"""Batch normalisation, the addition of a shortcut and ReLU as one operation, for training on a CPU.

Between two convolutions lie operations that compute little and read and write whole activations,
so that memory and not arithmetic sets their pace. PyTorch does them one by one; ``fusion.cpp`` does
them together, forward and backward. It is compiled at its first use, in some ten seconds, and kept
for the next.
"""

from __future__ import annotations

import operator
import subprocess
import sys
from functools import cache
from pathlib import Path

import torch
from torch import Tensor, fx, nn
from torch.autograd.function import once_differentiable
from torch.nn import functional


def fused(network: nn.Module) -> nn.Module:
    """`network` for the CPU, fused wherever batch normalisation comes before a ReLU.

    It shares parameters and running statistics with `network`, and computes the same, to rounding.

    Raises:
        ValueError: the operation cannot be compiled, as where there is no C++ compiler.
    """
    _compile()
    traced = fx.symbolic_trace(network)
    modules = dict(traced.named_modules())
    for node in list(traced.graph.nodes):
        norm = modules.get(node.target)
        if not isinstance(norm, nn.BatchNorm2d):
            continue
        last, shortcut = _only_user(node), ()
        if last is not None and last.target is operator.add:
            shortcut = tuple(term for term in last.args if term is not node)
            last = _only_user(last)
        if last is None or not isinstance(modules.get(last.target), nn.ReLU):
            continue
        name = f"{node.target}_and_relu"
        traced.add_submodule(name, BatchNormReLU(norm))
        with traced.graph.inserting_before(last):
            last.replace_all_uses_with(traced.graph.call_module(name, (*node.args, *shortcut)))
        traced.graph.eliminate_dead_code()
    traced.delete_all_unused_submodules()
    traced.recompile()
    return traced


def _only_user(node: fx.Node) -> fx.Node | None:
    return next(iter(node.users)) if len(node.users) == 1 else None


class BatchNormReLU(nn.Module):
    """relu(norm(x) + shortcut), all of shape (N, C, H, W); the shortcut may be left out.

    `norm` keeps running statistics with a momentum, as ``nn.BatchNorm2d`` does unless told
    otherwise.
    """

    def __init__(self, norm: nn.BatchNorm2d) -> None:
        super().__init__()
        self.norm = norm

    def forward(self, x: Tensor, shortcut: Tensor | None = None) -> Tensor:
        if not self.norm.training:
            y = self.norm(x)
            return functional.relu(y if shortcut is None else y + shortcut)
        self.norm.num_batches_tracked.add_(1)
        return _Fused.apply(x, self.norm.weight, self.norm.bias, shortcut, self.norm)


class _Fused(torch.autograd.Function):
    """The operation in training, and its gradient."""

    @staticmethod
    def forward(ctx, x, weight, bias, shortcut, norm):
        ctx.added = shortcut is not None
        y, mean, rstd = torch.ops.resnet_book.batch_norm_relu(
            x, weight, bias, shortcut, norm.running_mean, norm.running_var, norm.momentum, norm.eps
        )
        ctx.save_for_backward(x, y, weight, bias, mean, rstd)
        return y

    @staticmethod
    @once_differentiable
    def backward(ctx, grad):
        x, shortcut, weight, bias = torch.ops.resnet_book.batch_norm_relu_backward(
            grad, *ctx.saved_tensors, ctx.added
        )
        return x, weight, bias, shortcut if ctx.added else None, None


@cache
def _compile() -> None:
    """Make ``torch.ops.resnet_book``, once a process."""
    from torch.utils import cpp_extension  # slow to import

    flags = ["-O3", "-march=native", *(["-fopenmp"] if sys.platform == "linux" else [])]
    source = Path(__file__).with_name("fusion.cpp")
    try:
        cpp_extension.load(
            "resnet_book_fusion", [str(source)], extra_cflags=flags, is_python_module=False
        )
    except (RuntimeError, OSError, subprocess.CalledProcessError) as error:
        reason = str(error).splitlines()[0]
        raise ValueError(
            f"layers cannot be fused here; on a CPU it needs a C++ compiler and ninja ({reason})"
        ) from error
