"""The building block of every network in the book: a branch F(x), a shortcut h(x), and their sum.

A block computes ``y = f(h(x) + F(x))`` (He et al. 2016, equations 1 and 2). Three choices make all
the blocks of the two papers:

- the **shape** of the branch: ``basic`` (two 3×3 convolutions) or ``bottleneck`` (1×1, 3×3, 1×1);
- the **shortcut**: chosen in one place, :func:`resnet_book.models.shortcuts.make_shortcut`;
- the **order** of convolution, batch normalisation and ReLU: one table, :data:`ORDERS`.

Papers: He et al. 2015 is arXiv:1512.03385; He et al. 2016 is arXiv:1603.05027.
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn

from resnet_book.choices import one_of
from resnet_book.models.shortcuts import Projection, convolution, make_shortcut, parse_shortcut

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


@dataclass(frozen=True)
class BlockDesign:
    """Every choice about a block but its size.

    Attributes:
        shape: ``basic`` or ``bottleneck``.
        shortcut: see :func:`resnet_book.models.shortcuts.make_shortcut`.
        order: a key of :data:`ORDERS`.
        batch_norm: without it, each convolution of the branch gets a bias instead.
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


def _projection_norm(design: BlockDesign) -> bool:
    """Whether projections are normalised: not in a full pre-activation block.

    There both paths receive the normalised input, and the sum is left as it is, in the authors'
    published code for ResNet-1001.
    """
    return design.batch_norm and design.order != "full-preactivation"
