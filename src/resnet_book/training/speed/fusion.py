"""Batch normalisation, the addition of a shortcut and ReLU as one operation, for training on a CPU.

Between two convolutions lie operations that compute little and read and write whole activations,
so that memory and not arithmetic sets their pace. PyTorch does them one by one; ``fusion.cpp`` does
them together, forward and backward. It is compiled at its first use, in some ten seconds, with GCC
or clang, and kept for the next.
"""

from __future__ import annotations

import operator
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import torch
from torch import Tensor, fx, nn
from torch.autograd.function import once_differentiable
from torch.nn import functional

# Instructions that PyTorch itself uses where it says that the processor is capable of them.
INSTRUCTIONS = {
    "AVX2": ["-mavx2", "-mfma"],
    "AVX512": ["-mavx512f", "-mavx512dq", "-mavx512bw", "-mavx512vl", "-mfma"],
}


def fused(network: nn.Module) -> nn.Module:
    """`network` for the CPU, fused wherever batch normalisation comes before a ReLU.

    It shares parameters and running statistics with `network`, and computes the same, to rounding.
    Hooks on what is fused, and on modules that are made of others, do not run.

    Raises:
        ValueError: the operation cannot be compiled, as where there is no C++ compiler.
    """
    _compile()
    traced = fx.symbolic_trace(network)
    modules = dict(traced.named_modules())
    for node in list(traced.graph.nodes):
        if (pattern := _pattern(node, modules)) is None:
            continue
        inputs, relu = pattern
        name = f"{node.target}_and_relu"
        traced.add_submodule(name, BatchNormReLU(modules[node.target]))
        with traced.graph.inserting_before(relu):
            relu.replace_all_uses_with(traced.graph.call_module(name, inputs))
        traced.graph.eliminate_dead_code()
    traced.delete_all_unused_submodules()
    traced.recompile()
    return traced


def _pattern(
    node: fx.Node, modules: dict[str, nn.Module]
) -> tuple[tuple[fx.Node, ...], fx.Node] | None:
    """What is normalised at `node` and, if so, added to it; and the ReLU that alone takes it on."""

    def is_a(kind: type[nn.Module], node: fx.Node | None) -> bool:
        calls = node is not None and node.op == "call_module"
        return calls and isinstance(modules.get(node.target), kind)

    def only_user(node: fx.Node) -> fx.Node | None:
        return next(iter(node.users)) if len(node.users) == 1 else None

    if not is_a(nn.BatchNorm2d, node) or not _usual(modules[node.target]):
        return None
    inputs, user, wanted = node.args, only_user(node), 1
    if user is not None and user.target is operator.add:
        inputs += tuple(term for term in user.args if term is not node)
        user, wanted = only_user(user), 2
    tensors = len(inputs) == wanted and all(isinstance(each, fx.Node) for each in inputs)
    return (inputs, user) if tensors and is_a(nn.ReLU, user) else None


def _usual(norm: nn.BatchNorm2d) -> bool:
    """Whether it has weights, and running statistics that move by its momentum."""
    return norm.affine and norm.track_running_stats and norm.momentum is not None


class BatchNormReLU(nn.Module):
    """relu(norm(x) + shortcut), all of shape (N, C, H, W); the shortcut may be left out.

    In training it is one operation, unless the shortcut has another shape or type than x.

    Args:
        norm: with weights and running statistics, in float32 (float64 for x in float64).

    Raises:
        ValueError: in training, for a single value in each channel, or other types of numbers.
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
        norm.num_batches_tracked.add_(1)
        return _Fused.apply(x, norm.weight, norm.bias, shortcut, norm)


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
    """Make ``torch.ops.resnet_book``, once a process; what is compiled is kept between them."""
    capability = torch.backends.cpu.get_cpu_capability()
    flags = ["-O3", *INSTRUCTIONS.get(capability, [])]
    if sys.platform == "linux":
        flags.append("-fopenmp")  # as PyTorch; without it one thread computes
    name = re.sub(r"\W", "_", f"resnet_book_fusion_{torch.__version__}_{capability}")
    source = Path(__file__).with_name("fusion.cpp")
    try:
        from torch.utils import cpp_extension  # slow to import

        cpp_extension.load(name, [str(source)], extra_cflags=flags, is_python_module=False)
    except (ImportError, OSError, RuntimeError, subprocess.CalledProcessError) as error:
        first, *rest = str(error).splitlines() or [type(error).__name__]
        told = (line for line in rest if "error" in line or "not found" in line)
        raise ValueError(
            f"layers cannot be fused here; it needs GCC or clang, and ninja ({next(told, first)})"
        ) from error
