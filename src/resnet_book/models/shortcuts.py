"""Shortcuts: modules that carry x around the branch of a block and add it to F(x).

A shortcut maps (x, F(x)) to ``h(x) + F(x)``, in the notation of He et al. 2016 (arXiv:1603.05027).
:func:`make_shortcut` makes all the shortcuts that the two papers compare.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from resnet_book.choices import one_of

# Every kind of shortcut, with the default values of its numbers.
SHORTCUTS: dict[str, tuple[float, ...]] = {
    "none": (),
    "A": (),
    "B": (),
    "C": (),
    "conv": (),
    "scaling": (0.5, 1.0),
    "exclusive-gating": (-6.0,),
    "shortcut-gating": (-6.0,),
    "dropout": (0.5,),
}


def make_shortcut(
    spec: str, in_channels: int, out_channels: int, stride: int, *, norm: bool = True
) -> nn.Module:
    """Make a shortcut: a module that maps (x, F(x)) to their sum.

    `spec` is one of these names; numbers, where a kind takes any, follow after ``=``:

    - ``none``: no shortcut, a plain network;
    - ``A``: identity; where shapes change, every second pixel and zero-padded channels;
    - ``B``: identity; where shapes change, a projection (1×1 convolution);
    - ``C``, ``conv``: a projection everywhere (``conv`` is the name in He et al. 2016);
    - ``scaling=λ,μ``: λ·x + μ·F(x) (``scaling=0.5,0.5`` scales F too);
    - ``exclusive-gating=b``: (1 − g(x))·x + g(x)·F(x), with g(x) = σ(W x + b) by a 1×1 convolution;
    - ``shortcut-gating=b``: (1 − g(x))·x + F(x);
    - ``dropout=p``: dropout with probability p on the shortcut.

    Where shapes change, the last four treat x as option A does. Options A, B, C: He et al. 2015,
    sections 3.3 and 4.1; the others: He et al. 2016, section 3.1 and Table 1.

    Args:
        norm: whether batch normalisation follows a projection.

    Raises:
        ValueError: for an unknown name or a number out of range; the message gives the allowed
            ones.
    """
    kind, numbers = parse_shortcut(spec)
    sizes = (in_channels, out_channels, stride)
    reshapes = stride != 1 or in_channels != out_channels
    if kind == "none":
        return NoShortcut()
    if kind in ("C", "conv") or (kind == "B" and reshapes):
        return Projection(*sizes, norm=norm)
    if kind == "scaling":
        return Scaling(*sizes, *numbers)
    if kind in ("exclusive-gating", "shortcut-gating"):
        return Gating(*sizes, *numbers, exclusive=kind == "exclusive-gating")
    if kind == "dropout":
        return DropoutShortcut(*sizes, *numbers)
    return IdentityShortcut(*sizes)


def parse_shortcut(spec: str) -> tuple[str, tuple[float, ...]]:
    """``"scaling=0.5,0.5"`` → ``("scaling", (0.5, 0.5))``; missing numbers get their defaults.

    Raises:
        ValueError: for an unknown name, too many numbers, or a number out of range.
    """
    kind, equals, text = str(spec).partition("=")
    one_of("shortcut", kind, SHORTCUTS)
    defaults = SHORTCUTS[kind]
    try:
        given = tuple(float(part) for part in text.split(",")) if equals else ()
    except ValueError:
        raise ValueError(f"shortcut {spec!r}: {text!r} is not a list of numbers") from None
    if not all(map(math.isfinite, given)):
        raise ValueError(f"shortcut {spec!r}: {text!r} is not finite")
    if any(abs(number) > torch.finfo(torch.float32).max for number in given):
        raise ValueError(f"shortcut {spec!r}: {text!r} is too large for float32")
    if len(given) > len(defaults):
        raise ValueError(f"shortcut {spec!r}: {kind!r} takes {len(defaults)} number(s)")
    numbers = given + defaults[len(given) :]
    if kind == "dropout" and not 0 <= numbers[0] < 1:
        raise ValueError(f"shortcut {spec!r}: a dropout probability is at least 0 and below 1")
    return kind, numbers


class NoShortcut(nn.Module):
    """No shortcut, as in a plain network: returns F(x) alone."""

    def forward(self, x: Tensor, branch: Tensor) -> Tensor:
        return branch


class IdentityShortcut(nn.Module):
    """Option A: x + F(x), without parameters.

    Where the branch strides, x is subsampled to every second pixel; where the branch adds
    channels, x is padded with channels of zeros (He et al. 2015, section 4.1).
    """

    def __init__(self, in_channels: int, out_channels: int, stride: int) -> None:
        super().__init__()
        if out_channels < in_channels:
            raise ValueError(
                f"out_channels {out_channels} is below in_channels {in_channels}: "
                "a shortcut of option A can only add channels"
            )
        self.stride = stride
        self.added = out_channels - in_channels

    def carry(self, x: Tensor) -> Tensor:
        """x in the shape of F(x): (N, in, H, W) → (N, out, H / stride, W / stride)."""
        if self.stride > 1:
            x = x[:, :, :: self.stride, :: self.stride]
        if self.added:
            x = functional.pad(x, (0, 0, 0, 0, 0, self.added))
        return x

    def forward(self, x: Tensor, branch: Tensor) -> Tensor:
        return self.carry(x) + branch

    def extra_repr(self) -> str:
        return f"stride={self.stride}, added_channels={self.added}"


class Projection(nn.Sequential):
    """Options B and C: W x + F(x), W a strided 1×1 convolution, with batch normalisation."""

    def __init__(self, in_channels: int, out_channels: int, stride: int, *, norm: bool) -> None:
        layers: list[nn.Module] = [convolution(in_channels, out_channels, 1, stride, bias=False)]
        if norm:
            layers.append(nn.BatchNorm2d(out_channels))
        super().__init__(*layers)

    def forward(  # type: ignore[override]  # like every shortcut, unlike Sequential, it takes F(x)
        self, x: Tensor, branch: Tensor
    ) -> Tensor:
        for layer in self:
            x = layer(x)
        return x + branch


class Scaling(IdentityShortcut):
    """Constant scaling: λ·x + μ·F(x) (He et al. 2016, section 3.1)."""

    def __init__(
        self, in_channels: int, out_channels: int, stride: int, on_x: float, on_branch: float
    ) -> None:
        super().__init__(in_channels, out_channels, stride)
        self.on_x, self.on_branch = on_x, on_branch

    def forward(self, x: Tensor, branch: Tensor) -> Tensor:
        return self.on_x * self.carry(x) + self.on_branch * branch

    def extra_repr(self) -> str:
        return f"{super().extra_repr()}, on_x={self.on_x}, on_branch={self.on_branch}"


class Gating(IdentityShortcut):
    """Gates as in Highway networks: g(x) = σ(W x + b), W a 1×1 convolution, b initially `bias`.

    ``exclusive``: (1 − g(x))·x + g(x)·F(x); else shortcut-only: (1 − g(x))·x + F(x)
    (He et al. 2016, section 3.1).
    """

    def __init__(
        self, in_channels: int, out_channels: int, stride: int, bias: float, *, exclusive: bool
    ) -> None:
        super().__init__(in_channels, out_channels, stride)
        self.gate = convolution(in_channels, out_channels, 1, stride, bias=True)
        nn.init.constant_(self.gate.get_parameter("bias"), bias)
        self.exclusive = exclusive

    def forward(self, x: Tensor, branch: Tensor) -> Tensor:
        gate = torch.sigmoid(self.gate(x))
        return (1 - gate) * self.carry(x) + (gate * branch if self.exclusive else branch)

    def extra_repr(self) -> str:
        return f"{super().extra_repr()}, exclusive={self.exclusive}"


class DropoutShortcut(IdentityShortcut):
    """Dropout on the output of the identity shortcut (He et al. 2016, section 3.1)."""

    def __init__(self, in_channels: int, out_channels: int, stride: int, probability: float):
        super().__init__(in_channels, out_channels, stride)
        self.dropout = nn.Dropout(probability)

    def forward(self, x: Tensor, branch: Tensor) -> Tensor:
        return self.dropout(self.carry(x)) + branch


def convolution(
    in_channels: int, out_channels: int, kernel: int, stride: int = 1, *, bias: bool
) -> nn.Conv2d:
    """A convolution that keeps height and width at stride 1; a bias is initialised to 0."""
    conv = nn.Conv2d(in_channels, out_channels, kernel, stride, padding=kernel // 2, bias=bias)
    if conv.bias is not None:
        nn.init.zeros_(conv.bias)
    return conv
