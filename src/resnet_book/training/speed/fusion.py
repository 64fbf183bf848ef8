"""Fuse batch normalisation, the addition of a shortcut and ReLU, for training on a CPU.

These operations are memory-bound: they compute little but read and write whole activations.
PyTorch runs them one after the other; ``fusion.cpp`` runs them as one operation, forward and
backward. It is compiled with GCC or clang at the first use, which takes about ten seconds, and
cached.
"""

from __future__ import annotations

import operator
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, fx, nn
from torch.autograd.function import once_differentiable
from torch.nn import functional

# Compiler flags for the vector instructions that PyTorch detects on this processor.
INSTRUCTIONS = {
    "AVX2": ["-mavx2", "-mfma"],
    "AVX512": ["-mavx512f", "-mavx512dq", "-mavx512bw", "-mavx512vl", "-mfma"],
}


def fused(network: nn.Module) -> nn.Module:
    """A version of `network` with fused operations wherever batch norm comes before a ReLU.

    It shares parameters and running statistics with `network`, and computes the same up to
    rounding. Hooks on fused modules and on containers do not run.

    Raises:
        ValueError: the operation cannot be compiled, for example without a C++ compiler.
    """
    _compile()
    traced = fx.symbolic_trace(network)
    modules = dict(traced.named_modules())
    for node in list(traced.graph.nodes):
        if (pattern := _pattern(node, modules)) is None:
            continue
        norm, inputs, relu = pattern
        name = f"{node.target}_and_relu"
        traced.add_submodule(name, BatchNormReLU(norm))
        with traced.graph.inserting_before(relu):
            relu.replace_all_uses_with(traced.graph.call_module(name, inputs))
        traced.graph.eliminate_dead_code()
    traced.delete_all_unused_submodules()
    traced.recompile()
    return traced


def _pattern(
    node: fx.Node, modules: dict[str, nn.Module]
) -> tuple[nn.BatchNorm2d, tuple[fx.Node, ...], fx.Node] | None:
    """Match batch norm at `node`, an optional addition and a ReLU, each the only user before it.

    Returns:
        The batch norm, its input and the other term of the addition, and the ReLU; or ``None``.
    """

    def module_at(node: fx.Node | None) -> nn.Module | None:
        if node is None or node.op != "call_module":
            return None
        return modules.get(str(node.target))

    def only_user(node: fx.Node) -> fx.Node | None:
        return next(iter(node.users)) if len(node.users) == 1 else None

    norm = module_at(node)
    if not isinstance(norm, nn.BatchNorm2d) or not _supported(norm):
        return None
    inputs, user, wanted = node.args, only_user(node), 1
    if user is not None and user.target is operator.add:
        inputs += tuple(term for term in user.args if term is not node)
        user, wanted = only_user(user), 2
    tensors = tuple(each for each in inputs if isinstance(each, fx.Node))
    if not len(tensors) == len(inputs) == wanted:
        return None
    return (norm, tensors, user) if user and isinstance(module_at(user), nn.ReLU) else None


def _supported(norm: nn.BatchNorm2d) -> bool:
    """Whether a batch norm has weights, and running statistics updated with a momentum."""
    return norm.affine and norm.track_running_stats and norm.momentum is not None


class BatchNormReLU(nn.Module):
    """relu(norm(x) + shortcut), all of shape (N, C, H, W); the shortcut is optional.

    In training it is one operation, unless shapes or types of x and the shortcut differ.

    Args:
        norm: with weights and running statistics, in float32 (float64 for x in float64).

    Raises:
        ValueError: in training, for a single value in each channel, or unsupported types.
    """

    def __init__(self, norm: nn.BatchNorm2d) -> None:
        super().__init__()
        self.norm = norm

    def forward(self, x: Tensor, shortcut: Tensor | None = None) -> Tensor:
        norm = self.norm
        alike = shortcut is None or (shortcut.shape, shortcut.dtype) == (x.shape, x.dtype)
        if not norm.training or not alike:
            y = norm(x)
            return functional.relu(y if shortcut is None else y + shortcut)
        norm.get_buffer("num_batches_tracked").add_(1)
        return _Fused.apply(x, norm.weight, norm.bias, shortcut, norm)


class _Fused(torch.autograd.Function):
    """The operation in training, and its gradient."""

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        weight: Tensor,
        bias: Tensor,
        shortcut: Tensor | None,
        norm: nn.BatchNorm2d,
    ) -> Tensor:
        ctx.added = shortcut is not None
        y, mean, rstd = torch.ops.resnet_book.batch_norm_relu(
            x, weight, bias, shortcut, norm.running_mean, norm.running_var, norm.momentum, norm.eps
        )
        ctx.save_for_backward(x, y, weight, bias, mean, rstd)
        return y

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        x, shortcut, weight, bias = torch.ops.resnet_book.batch_norm_relu_backward(
            grad, *ctx.saved_tensors, ctx.added
        )
        return x, weight, bias, shortcut if ctx.added else None, None


@cache
def _compile() -> None:
    """Compile ``torch.ops.resnet_book``, or load it from the cache; once per process."""
    capability = torch.backends.cpu.get_cpu_capability()
    flags = ["-O3", *INSTRUCTIONS.get(capability, [])]
    if sys.platform == "linux":
        flags.append("-fopenmp")  # as PyTorch does; without OpenMP the operation uses one thread
    name = re.sub(r"\W", "_", f"resnet_book_fusion_{torch.__version__}_{capability}")
    source = Path(__file__).with_name("fusion.cpp")
    try:
        from torch.utils import cpp_extension  # slow to import

        cpp_extension.load(name, [str(source)], extra_cflags=flags, is_python_module=False)
    except (ImportError, OSError, RuntimeError, subprocess.CalledProcessError) as error:
        first, *rest = str(error).splitlines() or [type(error).__name__]
        reasons = (line for line in rest if "error" in line or "not found" in line)
        raise ValueError(
            f"cannot fuse layers; this needs GCC or clang, and ninja ({next(reasons, first)})"
        ) from error
