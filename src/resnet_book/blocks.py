"""The building block of every network in the book: a branch F(x), a shortcut h(x), and their sum.

A block computes ``y = f(h(x) + F(x))`` (He et al. 2016, equations 1 and 2). Three choices make all
the blocks of the two papers:

- the **shape** of the branch: ``basic`` (two 3×3 convolutions) or ``bottleneck`` (1×1, 3×3, 1×1);
- the **shortcut**: chosen in one place, :func:`make_shortcut`;
- the **order** of convolution, batch normalisation and ReLU: one table, :data:`ORDERS`.

Papers: He et al. 2015 is arXiv:1512.03385; He et al. 2016 is arXiv:1603.05027.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

# He et al. 2016, Figure 4: what one convolution of the branch is surrounded by, and how many of
# the branch's last operations are moved behind the addition.
ORDERS: dict[str, tuple[str, int]] = {
    "original": ("conv bn relu", 1),
    "bn-after-addition": ("conv bn relu", 2),
    "relu-before-addition": ("conv bn relu", 0),
    "relu-only-preactivation": ("relu conv bn", 0),
    "full-preactivation": ("bn relu conv", 0),
}

# Kernel size of each convolution of the branch, and its width in units of the block's width
# (He et al. 2015, Figure 5).
BRANCHES: dict[str, tuple[tuple[int, int], ...]] = {
    "basic": ((3, 1), (3, 1)),
    "bottleneck": ((1, 1), (3, 1), (1, 4)),
}

# The default numbers of a shortcut that takes numbers; the others take none.
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


@dataclass(frozen=True)
class BlockDesign:
    """Every choice about a block but its size.

    Attributes:
        shape: ``basic`` or ``bottleneck``.
        shortcut: see :func:`make_shortcut`.
        order: a key of :data:`ORDERS`.
        batch_norm: without it, each convolution gets a bias instead.
        stride_on: the convolution of a bottleneck that strides: ``1x1``, the first, as in
            He et al. 2015, or ``3x3``, as in torchvision. A basic block strides on its first.

    Raises:
        ValueError: for a value that is not offered; the message names the allowed ones.
    """

    shape: str = "basic"
    shortcut: str = "A"
    order: str = "original"
    batch_norm: bool = True
    stride_on: str = "3x3"

    def __post_init__(self) -> None:
        one_of("shape", self.shape, BRANCHES)
        one_of("order", self.order, ORDERS)
        one_of("stride_on", self.stride_on, ("1x1", "3x3"))
        parse_shortcut(self.shortcut)
        if not self.batch_norm and self.order == "bn-after-addition":
            raise ValueError("order 'bn-after-addition' needs batch_norm=True")

    @property
    def expansion(self) -> int:
        """Output channels of a block, in units of its width: 1 (basic) or 4 (bottleneck)."""
        return BRANCHES[self.shape][-1][1]

    @property
    def preactivation(self) -> bool:
        """Whether the branch begins with an activation, so that nothing follows the addition."""
        return not ORDERS[self.order][0].startswith("conv")


def one_of(what: str, value: object, allowed) -> None:
    """Raise a ``ValueError`` that names `value` and the allowed ones, unless it is among them."""
    if value not in allowed:
        raise ValueError(f"{what} {value!r} is not one of: {', '.join(map(str, allowed))}")


class Block(nn.Module):
    """One block: (N, in_channels, H, W) → (N, width × expansion, H / stride, W / stride).

    The parameters keep torchvision's names (``conv1``, ``bn1``, …, ``downsample``), so that its
    state dicts load.

    Args:
        in_channels: channels of the input.
        width: channels of the 3×3 convolutions.
        stride: 1 or 2.
        design: the choices about the block.
        first: the first block of a pre-activation network. Its leading activation is applied
            before the split, for both paths (He et al. 2016, appendix).
    """

    def __init__(
        self,
        in_channels: int,
        width: int,
        stride: int = 1,
        design: BlockDesign | None = None,
        *,
        first: bool = False,
    ) -> None:
        super().__init__()
        design = design or BlockDesign()
        unit, moved = ORDERS[design.order]
        self.relu = nn.ReLU()
        operations, channels = [], in_channels
        convolutions = BRANCHES[design.shape]
        strides_at = 2 if design.shape == "bottleneck" and design.stride_on == "3x3" else 1
        for i, (kernel, factor) in enumerate(convolutions, start=1):
            out = width * factor
            step = stride if i == strides_at else 1
            conv = convolution(channels, out, kernel, step, bias=not design.batch_norm)
            self.add_module(f"conv{i}", conv)
            if design.batch_norm:
                normalised = channels if unit.startswith("bn") else out
                self.add_module(f"bn{i}", nn.BatchNorm2d(normalised))
            names = unit.split() if design.batch_norm else unit.replace("bn", "").split()
            operations += [name if name == "relu" else f"{name}{i}" for name in names]
            channels = out
        # Named by torchvision for its commonest use; it is the shortcut of every kind.
        self.downsample = make_shortcut(
            design.shortcut, in_channels, channels, stride, norm=_projection_norm(design)
        )
        shares = first or isinstance(self.downsample, Projection)
        split = operations.index("conv1") if shares else 0
        end = len(operations) - moved
        self._before, self._branch, self._after = (
            tuple(operations[:split]),
            tuple(operations[split:end]),
            tuple(operations[end:]),
        )

    def forward(self, x: Tensor) -> Tensor:
        x = self._run(self._before, x)
        branch = self._run(self._branch, x)  # F(x)
        return self._run(self._after, self.downsample(x, branch))  # f(h(x) + F(x))

    def branch(self, x: Tensor) -> Tensor:
        """F(x) alone: (N, in_channels, H, W) → the block's output shape."""
        return self._run(self._branch, self._run(self._before, x))

    def _run(self, names: tuple[str, ...], x: Tensor) -> Tensor:
        for name in names:
            x = getattr(self, name)(x)
        return x

    def extra_repr(self) -> str:
        after = " → ".join(self._after) or "nothing"
        return f"branch: {' → '.join(self._branch)}; after the addition: {after}"


def make_shortcut(
    spec: str, in_channels: int, out_channels: int, stride: int, *, norm: bool = True
) -> nn.Module:
    """The one place where a shortcut is chosen: a module that maps (x, F(x)) to the sum.

    Specs, with the numbers that some take after ``=``:

    - ``none``: no shortcut, a plain network;
    - ``A``: identity; where shapes change, every second pixel and zero-padded channels;
    - ``B``: identity; where shapes change, a projection (1×1 convolution);
    - ``C``, ``conv``: a projection everywhere (``conv`` is the name in He et al. 2016);
    - ``scaling=λ,μ``: λ·x + μ·F(x) (``scaling=0.5,0.5`` scales F too);
    - ``exclusive-gating=b``: (1 − g(x))·x + g(x)·F(x), with g(x) = σ(W x + b) by a 1×1 convolution;
    - ``shortcut-gating=b``: (1 − g(x))·x + F(x);
    - ``dropout=p``: dropout with probability p on the shortcut.

    The last four carry x as option A does. Options A, B, C: He et al. 2015, sections 3.3 and 4.1;
    the others: He et al. 2016, section 3.1 and Table 1.

    Args:
        norm: whether a projection is followed by batch normalisation.

    Raises:
        ValueError: for an unknown spec or a number out of range; names what is allowed.
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
    """``"scaling=0.5,0.5"`` → ``("scaling", (0.5, 0.5))``; numbers left out have their defaults.

    Raises:
        ValueError: for an unknown name, a wrong count of numbers, or one out of range.
    """
    kind, _, text = str(spec).partition("=")
    one_of("shortcut", kind, SHORTCUTS)
    defaults = SHORTCUTS[kind]
    try:
        given = tuple(float(part) for part in text.split(",")) if text else ()
    except ValueError:
        raise ValueError(f"shortcut {spec!r}: {text!r} is not a list of numbers") from None
    if len(given) > len(defaults):
        raise ValueError(f"shortcut {spec!r}: {kind!r} takes {len(defaults)} number(s)")
    numbers = given + defaults[len(given) :]
    if kind == "dropout" and not 0 <= numbers[0] < 1:
        raise ValueError(f"shortcut {spec!r}: a dropout probability is at least 0 and below 1")
    return kind, numbers


class NoShortcut(nn.Module):
    """The plain network's: the sum is F(x) alone."""

    def forward(self, x: Tensor, branch: Tensor) -> Tensor:
        return branch


class IdentityShortcut(nn.Module):
    """Option A: x + F(x), without parameters.

    Where the branch strides, every second pixel of x is taken; where it widens, channels of zeros
    are appended (He et al. 2015, section 4.1).
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
        """x in the branch's shape: (N, in, H, W) → (N, out, H / stride, W / stride)."""
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
        layers = [convolution(in_channels, out_channels, 1, stride, bias=False)]
        if norm:
            layers.append(nn.BatchNorm2d(out_channels))
        super().__init__(*layers)

    def forward(self, x: Tensor, branch: Tensor) -> Tensor:
        return super().forward(x) + branch


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
    """Gates as in Highway networks: g(x) = σ(W x + b), W a 1×1 convolution, b given at the start.

    ``exclusive``: (1 − g(x))·x + g(x)·F(x); else shortcut-only: (1 − g(x))·x + F(x)
    (He et al. 2016, section 3.1).
    """

    def __init__(
        self, in_channels: int, out_channels: int, stride: int, bias: float, *, exclusive: bool
    ) -> None:
        super().__init__(in_channels, out_channels, stride)
        self.gate = convolution(in_channels, out_channels, 1, stride, bias=True)
        nn.init.constant_(self.gate.bias, bias)
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
    """A convolution that keeps height and width at stride 1; a bias starts at 0."""
    conv = nn.Conv2d(in_channels, out_channels, kernel, stride, padding=kernel // 2, bias=bias)
    if bias:
        nn.init.zeros_(conv.bias)
    return conv


def _projection_norm(design: BlockDesign) -> bool:
    """Whether projections are normalised: not in a full pre-activation block.

    There both paths receive the normalised input, and the sum is left as it is, in the authors'
    published code for ResNet-1001.
    """
    return design.batch_norm and design.order != "full-preactivation"
